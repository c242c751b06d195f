"""Every pair of colours that is printed keeps the contrast that WCAG 2.2 asks for.

Formula and limits: WCAG 2.2, "relative luminance" and success criteria 1.4.3 (4.5 for text) and
1.4.11 (3 for graphics).
"""

import re

import pytest
from django.conf import settings

from articles.models.topic import Accent

TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text()
LIGHT, _, DARK = TOKENS.partition("@media (prefers-color-scheme: dark)")
SCHEMES = {"light": LIGHT, "dark": DARK}

TEXT, GRAPHIC = 4.5, 3.0


def colours(scheme: str, accent: str = "") -> dict[str, str]:
    """The tokens that hold in a colour scheme, on the paper of an accent."""
    found: dict[str, str] = {}
    for part in dict.fromkeys(("light", scheme)):
        css = SCHEMES[part]
        for selector in (":root", f'[data-accent="{accent}"]'):
            for block in re.findall(re.escape(selector) + r"\s*\{([^}]*)\}", css):
                found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", block))
    for name, value in found.items():
        while match := re.fullmatch(r"var\(--([\w-]+)\)", value):
            value = found[match[1]]
        found[name] = value
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("word", "ground"),
    [
        ("ink", "paper"),
        ("ink", "paper-raised"),
        ("ink", "shade"),
        ("ink-soft", "paper"),
        ("ink-soft", "paper-raised"),
        ("ink-soft", "shade"),
        ("accent-word", "paper"),
        ("on-night", "night"),
        ("on-night-soft", "night"),
    ],
)
def test_text_on_plain_paper(scheme: str, word: str, ground: str) -> None:
    found = colours(scheme)
    assert contrast(found[word], found[ground]) >= TEXT


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("accent", Accent.values)
@pytest.mark.parametrize(
    ("word", "ground", "least"),
    [
        ("ink", "accent-field", TEXT),
        ("ink", "accent-tint", TEXT),
        ("ink-soft", "accent-tint", TEXT),
        ("accent-word", "paper", TEXT),
        ("accent-word", "accent-tint", TEXT),
        ("focus", "accent-field", GRAPHIC),
        ("focus", "paper", GRAPHIC),
    ],
)
def test_text_in_a_topics_colours(
    scheme: str, accent: str, word: str, ground: str, least: float
) -> None:
    found = colours(scheme, accent)
    assert contrast(found[word], found[ground]) >= least


def test_every_accent_of_a_topic_has_its_colours_in_both_schemes() -> None:
    for accent in Accent.values:
        for scheme, css in SCHEMES.items():
            assert f'[data-accent="{accent}"]' in css, f"{accent} has no colours when {scheme}"
