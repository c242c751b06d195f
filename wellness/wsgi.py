"""The door for a WSGI server such as gunicorn; production unless WELLNESS_ENV says otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("WELLNESS_ENV", "production")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellness.settings")

application = get_wsgi_application()
