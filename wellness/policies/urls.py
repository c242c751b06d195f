"""One address for each kind of policy."""

from django.urls import path

from wellness.policies.kinds import Kind
from wellness.policies.views import policy

urlpatterns = [
    path(f"{kind.facts.slug}/" if kind.facts.slug else "", policy, {"kind": kind}, name=kind.value)
    for kind in Kind
]
