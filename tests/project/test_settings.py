"""Nothing is misconfigured silently: the start is refused, and says which variable is why."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.project.conftest import Run

READ = ("-c", "import wellness.settings")

PRODUCTION = {
    "WELLNESS_ENV": "production",
    "DATABASE_URL": "postgres://desk:pass%40word@db.example.org:6543/magazine?sslmode=require",
    "SECRET_KEY": "pZ5nq0fJ3vXw8yKt2sLd7hRb1mGc6uEa9iToNxQeYkVrWjBz4g-_0",
    "ALLOWED_HOSTS": "www.example.org, example.org",
}


def test_production_names_everything_that_is_missing_at_once(run: Run) -> None:
    refusal = run(*READ, WELLNESS_ENV="production")
    assert refusal.returncode != 0
    assert "3 problems" in refusal.stderr
    for name in ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS"):
        assert f"{name} is missing" in refusal.stderr


@pytest.mark.parametrize("name", ["DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_names_the_one_that_is_missing(run: Run, name: str) -> None:
    refusal = run(*READ, **{**PRODUCTION, name: " "})
    assert refusal.returncode != 0
    assert f"1 problem with its environment variables.\n  - {name} is missing" in refusal.stderr


@pytest.mark.parametrize("door", ["wsgi", "asgi"])
def test_a_web_server_means_production_unless_it_says_otherwise(run: Run, door: str) -> None:
    refusal = run("-c", f"import wellness.{door}")
    assert "DATABASE_URL is missing" in refusal.stderr


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"WELLNESS_ENV": "prod"}, "WELLNESS_ENV is “prod”, but must be one of: development"),
        (
            {"WELLNESS_TIMEZONE": "UTC"},
            "WELLNESS_TIMEZONE is not a variable of this program. Did you mean WELLNESS_TIME_ZONE?",
        ),
        ({"WELLNESS_SHOE_SIZE": "43"}, "WELLNESS_SHOE_SIZE is not a variable of this program."),
        ({"WELLNESS_TIME_ZONE": "Mars/Olympus"}, "WELLNESS_TIME_ZONE is “Mars/Olympus”, but must"),
        ({"PORT": "http"}, "PORT is “http”, but must be a whole number"),
        ({"PORT": "70000"}, "PORT is 70000, but must be between 1 and 65535"),
        ({"WELLNESS_BEHIND_PROXY": "maybe"}, "WELLNESS_BEHIND_PROXY is “maybe”, but must be yes"),
        (
            {"ALLOWED_HOSTS": "https://example.org"},
            "ALLOWED_HOSTS holds “https://example.org”, which must be a host name only",
        ),
        ({"WELLNESS_SITE_URL": "example.org"}, "WELLNESS_SITE_URL must be an address such as"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters, but must be random"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY doesn't look random"),
        ({"DATABASE_URL": "mysql://u:hidden@h/d"}, "DATABASE_URL begins with “mysql:”"),
        ({"DATABASE_URL": "magazine.db"}, "DATABASE_URL is not an address"),
    ],
)
def test_a_malformed_variable_is_refused_with_its_name(
    run: Run, variables: dict[str, str], sentence: str
) -> None:
    refusal = run(*READ, **{"WELLNESS_ENV": "development", **variables})
    assert refusal.returncode != 0
    assert sentence in refusal.stderr


def test_a_refusal_never_repeats_a_password(run: Run) -> None:
    address = "postgres://desk:hunter2@db.example.org:notaport/magazine"
    refusal = run(*READ, **{**PRODUCTION, "DATABASE_URL": address})
    assert "DATABASE_URL can't be read as an address" in refusal.stderr
    assert "hunter2" not in refusal.stderr


def test_a_complete_production_environment_passes_every_deployment_check(run: Run) -> None:
    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert checked.returncode == 0, checked.stderr


def test_production_takes_the_database_apart_and_keeps_its_cookies_to_https(run: Run) -> None:
    script = (
        "from wellness.settings import *; d = DATABASES['default'];"
        "print(d['ENGINE'], d['NAME'], d['USER'], d['PASSWORD'], d['HOST'], d['PORT'],"
        " d['OPTIONS'], DEBUG, SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, SECURE_SSL_REDIRECT,"
        " SECURE_HSTS_SECONDS, SITE_URL)"
    )
    printed = run("-c", script, **PRODUCTION)
    assert printed.stdout.strip() == (
        "django.db.backends.postgresql magazine desk pass@word db.example.org 6543 "
        "{'sslmode': 'require'} False True True True 31536000 https://www.example.org"
    )


def test_the_development_key_is_made_once_for_its_owner_only(run: Run, tmp_path: Path) -> None:
    show = ("-c", "import wellness.settings as s; print(s.SECRET_KEY)")
    first = run(*show, WELLNESS_ENV="development").stdout
    second = run(*show, WELLNESS_ENV="development").stdout
    assert first == second
    key = tmp_path / "var" / "secret_key"
    assert key.read_text() == first.strip()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_reading_the_settings_starts_no_database(run: Run, tmp_path: Path) -> None:
    assert run("manage.py", "check", WELLNESS_ENV="development").returncode == 0
    assert not (tmp_path / "var" / "postgres").exists()
