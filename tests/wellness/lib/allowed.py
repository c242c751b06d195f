"""A judge of cleaned HTML that shares nothing with the code that cleaned it.

It reads with libxml2 rather than with nh3, and its own table is written out by hand from the
editorial guide rather than taken from the features.
"""

from __future__ import annotations

import re

from lxml import html as lxml_html

ALLOWED: dict[str, set[str]] = {
    "p": set(),
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "strong": set(),
    "em": set(),
    "sub": set(),
    "sup": {"class"},
    "a": {"href", "rel", "id", "role", "aria-label"},
    "ul": set(),
    "ol": {"start", "type"},
    "li": set(),
    "blockquote": set(),
    "figure": {"class"},
    "figcaption": set(),
    "img": {"src", "alt", "width", "height"},
    "table": set(),
    "caption": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "hr": set(),
    "br": set(),
}
_HREF = re.compile(r"https?://[^/\\@\s]+([/?#][^\s\\]*)?|mailto:[^\s\\]+|/(?![/\\])\S*|#\S*", re.I)
_SRC = re.compile(r"/media/[A-Za-z0-9][\w./-]*")


def complaints(cleaned: str) -> list[str]:
    """What is in this HTML that must not be there, in words."""
    found = []
    if re.search(r"<!|<\?", cleaned):
        found.append("a comment, declaration or instruction")
    if re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e]", cleaned):
        found.append("an unseen character")
    if not cleaned.strip():
        return found
    for element in lxml_html.fragment_fromstring(cleaned, create_parent="body").iterdescendants():
        if not isinstance(element.tag, str) or element.tag not in ALLOWED:
            found.append(f"<{element.tag}>")
            continue
        for name, value in element.attrib.items():
            if name not in ALLOWED[element.tag]:
                found.append(f"<{element.tag} {name}>")
            elif name == "href" and not _HREF.fullmatch(value):
                found.append(f"href to {value}")
            elif name == "src" and (not _SRC.fullmatch(value) or ".." in value):
                found.append(f"src from {value}")
            elif name == "class" and value not in (
                ("citation",) if element.tag == "sup" else ("quotation", "image")
            ):
                found.append(f"class {value}")
            elif name in ("role", "aria-label") and element.getparent().get("class") != "citation":
                found.append(f"{name} outside a citation")
            elif name == "id" and not re.fullmatch(
                r"citation-\d+-\d+" if element.tag == "a" else r"section-[\w-]+", value
            ):
                found.append(f"id {value}")
            elif name in ("width", "height", "colspan", "rowspan", "start") and not value.isdigit():
                found.append(f"{name} {value}")
            elif name == "type" and value not in ("a", "A", "i", "I"):
                found.append(f"a list that counts by {value}")
        if element.tag == "img" and "src" not in element.attrib:
            found.append("an image of nothing")
    return found
