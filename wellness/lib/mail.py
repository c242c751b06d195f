"""Mails of the desk: one text in two forms, for programs that show HTML and for others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def send(to: str, *, template: str, subject: str, context: Mapping[str, Any]) -> None:
    """Send ``emails/<template>.txt`` and ``.html`` to one address.

    Addresses in mails are built from the setting, never from a request's Host header.
    """
    words = {"subject": subject, "site_url": settings.SITE_URL, **context}
    # Plain text is no markup: its templates say themselves that nothing is escaped in them.
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"emails/{template}.txt", words).strip() + "\n",
        to=[to],
    )
    mail.attach_alternative(render_to_string(f"emails/{template}.html", words), "text/html")
    mail.send()
