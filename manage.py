#!/usr/bin/env python
"""Run a management command in the development environment, unless WELLNESS_ENV says otherwise."""

import os
import sys


def main() -> None:
    os.environ.setdefault("WELLNESS_ENV", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellness.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit(
            "Django is not installed for this Python. `make run` sets everything up; "
            "after that, use .venv/bin/python manage.py …"
        ) from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
