"""The settings of the site: one file, and everything that differs between machines is read from
the environment. Each variable is declared where it is read; docs/deployment.md lists them.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from wellness.admin_theme import UNFOLD as UNFOLD  # read by django-unfold
from wellness.lib import database, search_engine
from wellness.lib.env import Environment

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment(os.environ)

WELLNESS_ENV = env.choice(
    "WELLNESS_ENV",
    choices=("development", "test", "production"),
    default="production",
    help="What this process is for. manage.py takes development, a web server takes production.",
)
PRODUCTION = WELLNESS_ENV == "production"
TESTING = WELLNESS_ENV == "test"
env.production = PRODUCTION

DEBUG = WELLNESS_ENV == "development"

# -- Where things are kept ------------------------------------------------------------------------

DATA_DIR = Path(
    env.text(
        "WELLNESS_DATA_DIR",
        default=str(BASE_DIR / "var"),
        shown_default="var in the checkout",
        kind="folder",
        help="Where uploaded pictures, mails of development and the embedded database are kept.",
    )
).resolve()

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"

STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "wellness.lib.static_files.HashedFiles"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        ),
    },
}

# Production serves what collectstatic gathered; elsewhere each request looks for the file anew.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = not PRODUCTION

# -- Secrets and hosts ----------------------------------------------------------------------------


def development_key(path: Path) -> str:
    """The signing key of this checkout, made on first use and readable by its owner only."""
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    # Two processes may start at once: each writes a file of its own, the first to link it wins.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()


def _host_complaint(host: str) -> str:
    if "/" in host or ":" in host:
        return "must be a host name only, without https:// and without a port"
    return ""


def _secret(raw: str) -> str:
    if len(raw) < 50:
        raise ValueError(f"has {len(raw)} characters, but must be random and at least 50 long")
    if len(set(raw)) < 16 or raw.startswith("django-insecure-"):
        raise ValueError("doesn't look random")
    return raw


SECRET_KEY = env.parsed(
    "SECRET_KEY",
    parse=_secret,
    default="",
    kind="text, 50 characters or more",
    shown_default="made on first use, kept in var/secret_key",
    required_in_production=True,
    help="Signs sessions and links. Make one with: python -c "
    "'import secrets; print(secrets.token_urlsafe(50))'",
)
if not SECRET_KEY and not PRODUCTION:
    SECRET_KEY = development_key(DATA_DIR / "secret_key")

ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS",
    default=("127.0.0.1", "localhost", "[::1]"),
    required_in_production=True,
    check=_host_complaint,
    help="The names under which people reach the site, such as www.example.org.",
)

HOST = env.text(
    "HOST", default="127.0.0.1", help="The address on which `make run` serves the site."
)
PORT = env.number(
    "PORT",
    default=8000,
    minimum=1,
    maximum=65535,
    help="The port on which `make run` serves the site.",
)
if DEBUG and HOST not in ALLOWED_HOSTS:
    # Somebody who serves a development machine to the network means to be reached by any name.
    ALLOWED_HOSTS.append("*" if HOST in {"0.0.0.0", "::"} else HOST)  # noqa: S104


def _site_url(raw: str) -> str:
    if not raw.startswith(("http://", "https://")) or raw.count("/") != 2:
        raise ValueError("must be an address such as https://www.example.org, without a path")
    return raw


SITE_URL = env.parsed(
    "WELLNESS_SITE_URL",
    parse=_site_url,
    default=(f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else f"http://{HOST}:{PORT}"),
    kind="address",
    shown_default="https:// and the first of ALLOWED_HOSTS; in development HOST and PORT",
    help="The address that readers use; canonical links and mails are built from it.",
)


def _contact(raw: str) -> str:
    if not raw.startswith(("mailto:", "https://")) or any(c.isspace() for c in raw):
        raise ValueError("must be an address such as mailto:desk@example.org, or https://…")
    return raw


SECURITY_CONTACT = env.parsed(
    "WELLNESS_SECURITY_CONTACT",
    parse=_contact,
    default="" if PRODUCTION else "mailto:security@localhost",
    kind="mailto: or https:// address",
    shown_default="none in production, and then there is no security.txt",
    help="Where people report a weakness of the site; printed in /.well-known/security.txt.",
)

CONTACT = env.parsed(
    "WELLNESS_CONTACT",
    parse=_contact,
    default="",
    kind="mailto: or https:// address",
    shown_default="none, and the contact page says so",
    help="Where readers write to the magazine; printed on /about/contact/.",
)

# -- Database and background work -----------------------------------------------------------------

DATABASE = env.parsed(
    "DATABASE_URL",
    parse=database.from_url,
    default=None,
    kind="postgres://name:password@host:5432/database",
    shown_default="the embedded PostgreSQL under var/postgres",
    required_in_production=True,
    help="The PostgreSQL server that keeps everything.",
)
if DATABASE is None:
    DATABASE = database.embedded(DATA_DIR / "postgres")

TEST_DB_SUFFIX = env.text(
    "TEST_DB_SUFFIX",
    help="Added to the name of the test database, so that two test runs can share one server.",
)

DATABASES = {
    "default": {
        **DATABASE,
        "CONN_MAX_AGE": 60 if PRODUCTION else 0,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": f"test_wellness{'_' if TEST_DB_SUFFIX else ''}{TEST_DB_SUFFIX}"},
    }
}
if TESTING:
    # A test run that loses its last milliseconds in a power cut loses nothing.
    DATABASES["default"]["OPTIONS"] = {
        **DATABASE.get("OPTIONS", {}),
        "options": "-c synchronous_commit=off",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {
    "default": {
        "BACKEND": (
            "django_tasks.backends.immediate.ImmediateBackend"
            if TESTING
            else "django_tasks_db.DatabaseBackend"
        ),
    }
}

# Which of them prepares pictures. Tests ask for pictures when they want them; a thousand uploads
# must not encode ten files each.
PICTURE_TASKS = "default"
if TESTING:
    TASKS["later"] = {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    PICTURE_TASKS = "later"

CHECK_LINKS = env.flag(
    "WELLNESS_CHECK_LINKS",
    default=False,
    help="Whether the program asks the addresses that texts lead to if they still answer. It asks "
    "public addresses only, in the background.",
)

LOOK_UP_REFERENCES = env.flag(
    "WELLNESS_LOOK_UP_REFERENCES",
    default=not TESTING,
    shown_default="yes",
    help="Whether writers can have references looked up: a DOI at Crossref and doi.org, a PubMed "
    "ID at PubMed, a web address at its page. It asks public addresses only.",
)
CROSSREF_URL = "https://api.crossref.org"
DOI_URL = "https://doi.org"
PUBMED_URL = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"

MODELSEARCH_BACKENDS = {
    "default": env.parsed(
        "WELLNESS_SEARCH_URL",
        parse=search_engine.from_url,
        default=search_engine.POSTGRESQL,
        kind="opensearch://name:password@host:9200 or elasticsearch://…",
        shown_default="full text of the PostgreSQL server",
        help="A search service beside the database, for when one machine is outgrown.",
    )
}

# -- Applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold",  # before the admin, whose templates it replaces
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # before staticfiles: development serves files as production
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "ckeditor",
    "pgtrigger",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "modelsearch",
    "authors",
    "articles",
    "articles.checks",
    "articles.notices",
    "articles.comments",
    "articles.reports",
    "articles.unsaved",
    "wellness.policies",
    "wellness.promotions",
    "wellness.redirects",
    "wellness",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside of the next one, whose choice for the admin it respects.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wellness.headers.HeadersMiddleware",
    "wellness.caching.CachingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "authors.doors.middleware.DeskDoorMiddleware",  # closes the desk until there is a code
    "django.contrib.messages.middleware.MessageMiddleware",
    "wellness.redirects.middleware.OldAddressMiddleware",  # looks only where nothing answered
]

ROOT_URLCONF = "wellness.urls"
WSGI_APPLICATION = "wellness.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.context_processors.site_topics",
                "wellness.promotions.context_processors.promotions",
            ],
        },
    },
]

# -- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "authors.User"
AUTHENTICATION_BACKENDS = ["authors.backends.ByRole"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

PASSWORD_HASHERS = (
    # Tests log in hundreds of times; what they prove doesn't depend on the cost of a guess.
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.ScryptPasswordHasher",
    ]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SECOND_FACTOR_REQUIRED = env.flag(
    "WELLNESS_SECOND_FACTOR",
    default=PRODUCTION,
    shown_default="yes in production",
    help="Whether medical reviewers, editors and administrators need a one-time code to log in.",
)
OTP_TOTP_ISSUER = "Wellness desk"
OTP_TOTP_THROTTLE_FACTOR = 0  # wrong codes are slowed down by authors.throttle, as passwords are

INVITATION_DAYS = 7
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60

SESSION_ENGINE = "authors.session_store"
SESSION_COOKIE_AGE = (
    60
    * 60
    * env.number(
        "WELLNESS_SESSION_HOURS",
        default=7 * 24,
        minimum=1,
        maximum=30 * 24,
        help="After how many hours without a visit somebody is logged out of the desk.",
    )
)
SESSION_LONGEST_DAYS = 30
"""After so many days somebody has to log in again, however often they came."""

# -- Language and time ----------------------------------------------------------------------------


def _time_zone(raw: str) -> str:
    if raw not in available_timezones():
        raise ValueError(f"is “{raw}”, but must be a name such as Europe/Berlin or UTC")
    return raw


LANGUAGE_CODE = "en-us"
FORMAT_MODULE_PATH = "wellness.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.parsed(
    "WELLNESS_TIME_ZONE",
    parse=_time_zone,
    default="UTC",
    kind="name of a time zone",
    shown_default="UTC",
    help="The clock of the desk: dates on pages and times of publication are given in it.",
)

# -- Security -------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = env.flag(
    "WELLNESS_HTTPS_REDIRECT",
    default=PRODUCTION,
    shown_default="yes in production",
    help="Send readers who come by http:// on to https://.",
)
SECURE_HSTS_SECONDS = env.number(
    "WELLNESS_HSTS_SECONDS",
    default=31_536_000 if PRODUCTION else 0,
    minimum=0,
    maximum=63_072_000,
    shown_default="31536000 (a year) in production",
    help="How long browsers remember to come by https:// only; 0 says nothing about it.",
)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag(
    "WELLNESS_HSTS_SUBDOMAINS",
    default=False,
    help="Whether that holds for every name below the site's as well.",
)
BEHIND_PROXY = env.flag(
    "WELLNESS_BEHIND_PROXY",
    default=False,
    help="A proxy in front sets X-Forwarded-Proto and X-Forwarded-For, and nobody can reach the "
    "program past it.",
)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"

# An over-long body or a picture that is too large is refused by the form with a sentence; these
# limits lie above the form's, or the server would cut in first with a bare 400.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# -- Mail -----------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "WELLNESS_MAIL_FROM",
    default="Wellness <desk@localhost>",
    shown_default="desk@localhost",
    kind="mail address",
    help="The sender of the desk's mails.",
)
EMAIL_HOST = env.text(
    "WELLNESS_MAIL_HOST",
    shown_default="none: mails become files under var/mails",
    help="The server that sends mail.",
)
EMAIL_PORT = env.number(
    "WELLNESS_MAIL_PORT",
    default=587,
    minimum=1,
    maximum=65535,
    help="The port of the mail server.",
)
EMAIL_HOST_USER = env.text("WELLNESS_MAIL_USER", help="The account at the mail server.")
EMAIL_HOST_PASSWORD = env.text("WELLNESS_MAIL_PASSWORD", help="Its password.")
EMAIL_USE_TLS = env.flag(
    "WELLNESS_MAIL_TLS", default=True, help="Whether the connection is encrypted (STARTTLS)."
)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = DATA_DIR / "mails"
EMAIL_BACKEND = (
    "django.core.mail.backends.locmem.EmailBackend"
    if TESTING
    else "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)

REVIEW_PATIENCE_DAYS = env.number(
    "WELLNESS_REVIEW_PATIENCE_DAYS",
    default=5,
    minimum=1,
    maximum=90,
    help="After so many days in review, reviewers and editors are reminded of an article.",
)

REPORTS_FORGET_DAYS = env.number(
    "WELLNESS_REPORTS_FORGET_DAYS",
    default=90,
    minimum=1,
    maximum=3650,
    help="So many days after a reader's report was closed, `manage.py forget_reports` erases the "
    "e-mail address in it.",
)

# -- Log ------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {
        "handlers": ["console"],
        "level": env.choice(
            "WELLNESS_LOG_LEVEL",
            choices=("DEBUG", "INFO", "WARNING", "ERROR"),
            default="WARNING" if TESTING else "INFO",
            shown_default="INFO",
            help="How much is written to the log, which goes to standard error.",
        ),
    },
    "loggers": {
        # Django would print each line a second time in its own colours.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.utils.autoreload": {"level": "WARNING"},
        # What is wrong with a record is told to whoever pasted it.
        "bibtexparser": {"level": "CRITICAL"},
    },
}

# -- Checks ---------------------------------------------------------------------------------------

SILENCED_SYSTEM_CHECKS = [
    # CKEditor 4 is past its end of life. Here it is an input device and never a guard: the server
    # cleans all text by its own allow-list, and the plug-ins named in advisories are off.
    "ckeditor.W001",
    # Whether the names below the site's, or the list built into browsers, are to know https only is
    # for the owner of the domain to say: WELLNESS_HSTS_SUBDOMAINS, and nothing for the list.
    "security.W005",
    "security.W021",
]

env.finish()
