"""The door for an ASGI server; production unless WELLNESS_ENV says otherwise."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("WELLNESS_ENV", "production")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellness.settings")

application = get_asgi_application()
