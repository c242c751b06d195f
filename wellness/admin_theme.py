"""How the admin looks and what its sidebar offers (the UNFOLD setting).

The colours are those of the public site (static/css/tokens.css): its paper and aubergine ink as
the neutral scale, its clay as the colour of what can be pressed.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy


def _static(path: str) -> Any:
    """The address of a static file, looked up for each page: settings are read too early."""

    def address(request: HttpRequest) -> str:
        return static(path)

    return address


PAPER_AND_INK = {
    "50": "#faf7f4",
    "100": "#f5f1ec",
    "200": "#e5ded8",
    "300": "#d0c6c1",
    "400": "#9b8f9c",
    "500": "#6f6477",
    "600": "#5b5163",
    "700": "#463c4e",
    "800": "#342a3c",
    "900": "#1f1825",
    "950": "#17121c",
}

CLAY = {
    "50": "#fcefe8",
    "100": "#fae0d3",
    "200": "#f4c3ab",
    "300": "#f0b193",
    "400": "#f2a487",
    "500": "#ee9674",
    "600": "#a63f20",
    "700": "#97371d",
    "800": "#6f2b19",
    "900": "#57220f",
    "950": "#2b1a1c",
}

SHEETS = (
    "fonts",
    "admin",
    "admin-frame",
    "admin-lists",
    "admin-article",
    "admin-fields",
    "admin-reading",
    "admin-writing",
    "admin-citing",
    "admin-combining",
    "admin-comments",
    "admin-documents",
    "admin-preview",
    "admin-planning",
)
"""Style sheets of the admin, in static/css/."""

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Wellness desk",
    "SITE_HEADER": "Wellness",
    "SITE_SUBHEADER": "Editorial desk",
    "SITE_URL": "/",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": _static("img/icon.svg")},
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "BORDER_RADIUS": "4px",
    "COLORS": {
        "base": PAPER_AND_INK,
        "primary": CLAY,
        "font": {
            "subtle-light": "var(--color-base-500)",
            "subtle-dark": "var(--color-base-300)",
            "default-light": "var(--color-base-700)",
            "default-dark": "var(--color-base-200)",
            "important-light": "var(--color-base-900)",
            "important-dark": "#f4ecdf",
        },
    },
    "STYLES": [_static(f"css/{name}.css") for name in SHEETS],
    "TABS": [
        {
            "models": ["redirects.oldaddress", "articles.slugredirect"],
            "items": [
                {
                    "title": "By editors",
                    "link": reverse_lazy("admin:redirects_oldaddress_changelist"),
                },
                {
                    "title": "Moved articles",
                    "link": reverse_lazy("admin:articles_slugredirect_changelist"),
                },
            ],
        },
    ],
    "DASHBOARD_CALLBACK": "articles.admin.today.start.dashboard",
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "articles.admin.today.sidebar.navigation",
    },
}
