"""What an article's body may contain: one table, from which everything else follows.

The server's allow-list (`rich_text.clean`), the editor's toolbar, its plug-ins and its own filter
(`editor`) are all read from FEATURES. What has no row here cannot be written in the editor and
does not survive the server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MEDIA_URL = "/media/"
"""Where the magazine's own pictures are served from. A body shows no picture from elsewhere."""

EXTERNAL_REL = "external noopener noreferrer"
"""What every link to another site carries: the other site learns neither our window nor which
page about somebody's health the reader came from."""

HEADING_ID_PREFIX = "section-"
"""Before the slug in every heading's id, so that no heading can take an id that the page itself
or a script relies on."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute and the pattern that its whole value must match.

    `computed` attributes are written by the server from the text itself; a writer cannot set them.
    """

    name: str
    allows: re.Pattern[str]
    computed: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """An element, its attributes, and the one class that it carries in this feature ("" = none)."""

    name: str
    attributes: tuple[Attribute, ...] = ()
    css_class: str = ""


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that a writer can do, on both sides: in the editor and on the server.

    `buttons` and `plugins` are CKEditor's names; `group` is the part of the toolbar; `sample` is
    HTML that uses the feature and that `rich_text.clean` leaves exactly as it is.
    """

    name: str
    label: str
    group: str
    tags: tuple[Tag, ...] = ()
    buttons: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    sample: str = ""
    editors_only: bool = False


def _values(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in words))


# A host name or IPv4 address with an optional port; no user name before it, because
# https://clinic.example@elsewhere.example leads elsewhere.
_HOST = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)*[^\W_](?:[\w-]*[^\W_])?\.?(?::\d{1,5})?"
_REST = r"[^\s\\\x00-\x20\"'<>`]*"  # browsers read a backslash in an address as a slash
ADDRESS: Final = re.compile(
    rf"(?i:https?)://{_HOST}(?:[/?#]{_REST})?"
    rf"|(?i:mailto):[^\s\\\x00-\x20\"'<>`/]+"
    rf"|/(?!/){_REST}"
    rf"|#{_REST}"
)
"""Where a link may lead: web and mail addresses, and paths and fragments of this site."""

PICTURE_PATH: Final = re.compile(r"(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]*")
"""What may follow MEDIA_URL in the address of a picture."""

LETTERED: Final = ("a", "A", "i", "I")
"""What a list counts by instead of numbers, as the first of each: letters, Roman numerals."""

_SMALL_NUMBER = re.compile(r"[1-9]\d?")
_PIXELS = re.compile(r"[1-9]\d{0,4}")
_ANY_TEXT = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*")
_HEADING_ID = re.compile(rf"{HEADING_ID_PREFIX}[\w-]{{1,100}}")

CITATION: Final = "citation"
"""The class of a group of reference markers, and the beginning of each one's id."""

CITED: Final = re.compile(r"#reference-([1-9]\d{0,2})")
"""Where a marker leads: to a reference by its number in the list, 1 to 999."""

_id = Attribute("id", _HEADING_ID, computed=True)
_spans = (Attribute("colspan", _SMALL_NUMBER), Attribute("rowspan", _SMALL_NUMBER))

FEATURES: Final[tuple[Feature, ...]] = (
    Feature("history", "Undo and redo", "history", buttons=("Undo", "Redo"), plugins=("undo",)),
    Feature(
        "paragraphs", "Paragraph", "blocks", tags=(Tag("p"),), sample="<p>A plain paragraph.</p>"
    ),
    Feature(
        "headings",
        "Headings of three levels",
        "blocks",
        tags=(Tag("h2", (_id,)), Tag("h3", (_id,)), Tag("h4", (_id,))),
        buttons=("Format",),
        plugins=("format",),
        sample=(
            '<h2 id="section-sleep">Sleep</h2>\n<h3 id="section-how-much">How much</h3>\n'
            '<h4 id="section-for-adults">For adults</h4>\n<p>Seven hours.</p>'
        ),
    ),
    Feature(
        "bold",
        "Bold",
        "letters",
        tags=(Tag("strong"),),
        buttons=("Bold",),
        plugins=("basicstyles",),
        sample="<p>This is <strong>important</strong>.</p>",
    ),
    Feature(
        "italic",
        "Italic",
        "letters",
        tags=(Tag("em"),),
        buttons=("Italic",),
        plugins=("basicstyles",),
        sample="<p>The bacterium <em>Helicobacter pylori</em>.</p>",
    ),
    Feature(
        "subscript",
        "Subscript",
        "letters",
        tags=(Tag("sub"),),
        buttons=("Subscript",),
        plugins=("basicstyles",),
        sample="<p>Vitamin B<sub>12</sub>.</p>",
    ),
    Feature(
        "superscript",
        "Superscript",
        "letters",
        tags=(Tag("sup"),),
        buttons=("Superscript",),
        plugins=("basicstyles",),
        sample="<p>30 kg/m<sup>2</sup>.</p>",
    ),
    Feature(
        "remove_format",
        "Remove bold, italic and the like",
        "letters",
        buttons=("RemoveFormat",),
        plugins=("removeformat",),
    ),
    Feature(
        "links",
        "Link",
        "links",
        tags=(
            Tag(
                "a",
                (
                    Attribute("href", ADDRESS, required=True),
                    Attribute("rel", _values(EXTERNAL_REL), computed=True),
                ),
            ),
        ),
        buttons=("Link", "Unlink"),
        plugins=("link", "autolink"),
        sample=(
            f'<p>See <a href="https://www.example.org/sleep?a=1#b" rel="{EXTERNAL_REL}">the study'
            '</a>, <a href="/topics/sleep/">our topic page</a>, <a href="#section-x">below</a> or '
            '<a href="mailto:desk@example.org">write to us</a>.</p>'
        ),
    ),
    Feature(
        "citation",
        "Citation: the number of a reference",
        "links",
        tags=(
            Tag("sup", css_class=CITATION),
            Tag(
                "a",
                (
                    Attribute("href", ADDRESS, required=True),
                    Attribute(
                        "id", re.compile(rf"{CITATION}-[1-9]\d{{0,2}}-[1-9]\d*"), computed=True
                    ),
                    Attribute("role", _values("doc-noteref"), computed=True),
                    Attribute("aria-label", re.compile(r"Reference [1-9]\d{0,2}"), computed=True),
                ),
            ),
        ),
        buttons=("Citation",),
        plugins=("widget", "citation"),
        sample=(
            '<p>Most adults need seven hours<sup class="citation"><a href="#reference-1" '
            'id="citation-1-1" role="doc-noteref" aria-label="Reference 1">1</a>, '
            '<a href="#reference-3" id="citation-3-1" role="doc-noteref" '
            'aria-label="Reference 3">3</a></sup>.</p>'
        ),
    ),
    Feature(
        "bulleted_lists",
        "Bulleted list",
        "lists",
        tags=(Tag("ul"), Tag("li")),
        buttons=("BulletedList",),
        plugins=("list", "indentlist"),
        sample="<ul><li>Water</li><li>Tea<ul><li>Green</li><li>Black</li></ul></li></ul>",
    ),
    Feature(
        "numbered_lists",
        "Numbered list",
        "lists",
        tags=(
            Tag(
                "ol",
                (
                    Attribute("start", re.compile(r"\d{1,4}")),
                    Attribute("type", _values(*LETTERED)),
                ),
            ),
            Tag("li"),
        ),
        buttons=("NumberedList", "Outdent", "Indent"),
        plugins=("list", "indentlist", "liststyle"),
        sample=(
            "<ol><li>Warm up</li><li>Stretch</li></ol>\n<p>Then:</p>\n"
            '<ol start="3"><li>Rest</li></ol>\n<p>Either:</p>\n<ol type="a"><li>Tea</li></ol>'
        ),
    ),
    Feature(
        "quotation",
        "Quotation with attribution",
        "blocks",
        tags=(Tag("figure", css_class="quotation"), Tag("blockquote"), Tag("figcaption")),
        buttons=("Quotation",),
        plugins=("quotation",),
        sample=(
            '<figure class="quotation"><blockquote><p>Sleep is <em>not</em> optional.</p>'
            "<p>It never was.</p></blockquote><figcaption>Dr Ada Example, sleep clinic"
            "</figcaption></figure>"
        ),
    ),
    Feature(
        "image",
        "Image with caption and alternative text",
        "insert",
        tags=(
            Tag("figure", css_class="image"),
            Tag(
                "img",
                (
                    # The pattern for one media address is put together in rich_text.
                    Attribute("src", PICTURE_PATH, required=True),
                    Attribute("alt", _ANY_TEXT),
                    Attribute("width", _PIXELS),
                    Attribute("height", _PIXELS),
                ),
            ),
            Tag("figcaption"),
        ),
        buttons=("Picture",),
        plugins=("widget", "uploadimage", "picture"),
        sample=(
            '<figure class="image"><img src="/media/articles/ab/cup.webp" alt="A cup of green tea"'
            ' width="640" height="480"><figcaption>Tea, <em>freshly</em> made</figcaption></figure>'
        ),
    ),
    Feature(
        "table",
        "Table",
        "insert",
        tags=(
            Tag("table"),
            Tag("caption"),
            Tag("thead"),
            Tag("tbody"),
            Tag("tr"),
            Tag(
                "th",
                (
                    Attribute("scope", _values("col", "row", "colgroup", "rowgroup")),
                    *_spans,
                ),
            ),
            Tag("td", _spans),
        ),
        buttons=("Table",),
        plugins=("table", "tabletools", "tableselection", "contextmenu"),
        sample=(
            "<table><caption>Hours of sleep</caption>"
            '<thead><tr><th scope="col">Age</th><th scope="col" colspan="2">Hours</th></tr></thead>'
            '<tbody><tr><th scope="row">Adults</th><td rowspan="2">7</td><td>9</td></tr>'
            '<tr><th scope="row">Teenagers</th><td>10</td></tr></tbody></table>'
        ),
    ),
    Feature(
        "rule",
        "Horizontal rule",
        "insert",
        tags=(Tag("hr"),),
        buttons=("HorizontalRule",),
        plugins=("horizontalrule",),
        sample="<p>Before.</p>\n<hr>\n<p>After.</p>",
    ),
    Feature(
        "line_break",
        "New line in the same paragraph (Shift+Enter)",
        "insert",
        tags=(Tag("br"),),
        plugins=("enterkey",),
        sample="<p>12 Example Street<br>Exampletown</p>",
    ),
    Feature(
        "special_characters",
        "No-break space, dashes, fractions, units and comparison signs",
        "insert",
        buttons=("SpecialChar",),
        plugins=("specialchar",),
        sample="<p>Take 500&nbsp;mg, at most ½ a tablet – never ≥ 2&nbsp;g.</p>",
    ),
    Feature(
        "paste_text",
        "Paste without formatting",
        "tools",
        buttons=("PasteText",),
        plugins=(
            *("clipboard", "pastetext", "pastetools"),
            *("pastefromword", "pastefromgdocs", "pastefromlibreoffice", "pasted"),
        ),
    ),
    Feature("find", "Find and replace", "tools", buttons=("Find",), plugins=("find",)),
    Feature(
        "maximise", "Use the whole window", "tools", buttons=("Maximize",), plugins=("maximize",)
    ),
    Feature(
        "source",
        "HTML source",
        "tools",
        buttons=("Source",),
        plugins=("sourcearea",),
        editors_only=True,
    ),
)

TOOLBAR_GROUPS: Final = ("history", "blocks", "letters", "links", "lists", "insert", "tools")
"""The order of the toolbar's parts."""


def tags() -> Iterator[Tag]:
    """Every row's elements, in the table's order; an element may come more than once."""
    for feature in FEATURES:
        yield from feature.tags


def allowed_attributes() -> dict[str, dict[str, Attribute]]:
    """For each element that a body may contain, its attributes by name (without `class`)."""
    table: dict[str, dict[str, Attribute]] = {}
    for tag in tags():
        table.setdefault(tag.name, {}).update({a.name: a for a in tag.attributes})
    return table


def allowed_classes() -> dict[str, frozenset[str]]:
    """For each element that may carry a class, the classes that it may carry."""
    table: dict[str, set[str]] = {}
    for tag in tags():
        if tag.css_class:
            table.setdefault(tag.name, set()).add(tag.css_class)
    return {name: frozenset(classes) for name, classes in table.items()}
