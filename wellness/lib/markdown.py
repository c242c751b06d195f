"""Articles that writers hand in as Markdown: the text, and the facts in front of it.

Markdown here is CommonMark with tables. Three things are ours: a quotation whose last line begins
with a dash names who said it, the title of an image is its caption, and a number in brackets cites
a reference:

    > Sleep is not optional.
    > — Ada Example, sleep clinic

    ![A cup of tea](/media/articles/3f/3f….webp "Tea, freshly made")

    Most adults need seven hours.[^3]

The last line cites reference 3; `[3]` does as well, right after a word. HTML in the Markdown is
shown as text, and code is text line by line. What comes out still goes through `rich_text.clean`,
like everything that anybody writes.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from wellness.lib.front_matter import BadFrontMatter, FrontMatter, front_matter
from wellness.lib.rich_text_features import ADDRESS
from wellness.lib.text import one_line, strip_controls

__all__ = [
    "BadFrontMatter", "FrontMatter", "code_in", "front_matter", "links_lost", "to_html",
]  # fmt: skip

_HOW_MANY: Final = "how many references"
_TITLE: Final = "the title"
_CITATION: Final = re.compile(r"\[(\^?)(\d{1,3}(?:, ?\^?\d{1,3})*)\](?![(:])")
_SAID_BY: Final = re.compile(r"\s*(?:[—–―]+|--+)[ \xa0]*(?=\S)")


def to_html(
    markdown: str, *, references: int = 0, title: str = "", any_address: bool = False
) -> str:
    """The HTML of a text in Markdown, with the elements that `rich_text` knows.

    Args:
        references: how many references the article has; a higher number cites nothing.
        title: what stands over the text; a heading with the same words at its top is left out.
        any_address: a link to an address that no article may have is a link all the same, for
            whoever looks at each and says so; otherwise its words stay (see `links_lost`).
    """
    env = {_HOW_MANY: references, _TITLE: _same(title)}
    return str(_reader(any_address).render(strip_controls(markdown), env))


def code_in(markdown: str) -> tuple[list[str], list[str]]:
    """The blocks of code of a text, and what is marked as code within its lines."""
    tokens = _reader(True).parse(strip_controls(markdown), {})
    blocks = [token.content for token in tokens if token.type in ("fence", "code_block")]
    children = [child for token in tokens for child in token.children or ()]
    return blocks, [child.content for child in children if child.type == "code_inline"]


def links_lost(markdown: str) -> list[tuple[int, str, str]]:
    """The links that no article may have: the line of their block, the first is 0, their words,
    and where they lead."""
    found = []
    for token in _reader(True).parse(strip_controls(markdown), {}):
        children = token.children or []
        for index, link in enumerate(children):
            if link.type == "link_open" and not _leads(link):
                words = "".join(child.content for child in _inside(children, index))
                line = token.map[0] if token.map else 0
                found.append((line, one_line(words), _address(link)))
    return found


class _Renderer(RendererHTML):
    """Writes quotations and images as the figures that a body has, and code as lines of text."""

    def code_block(
        self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        lines = tokens[index].content.strip("\n").split("\n")
        return f"<p>{'<br>'.join(escapeHtml(line) for line in lines)}</p>\n"

    def fence(
        self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        return self.code_block(tokens, index, options, env)

    def blockquote_open(
        self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        return '<figure class="quotation"><blockquote>\n'

    def blockquote_close(
        self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        said_by: list[Token] = tokens[index].meta.get("said_by", [])
        caption = self.renderInline(said_by, options, env)
        return f"</blockquote>{_figcaption(caption)}</figure>\n"

    def figure_image(
        self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        children = tokens[index].children or []
        image = next(token for token in children if token.type == "image")
        caption = str(image.attrs.pop("title", ""))
        picture = self.renderInline(children, options, env)
        escaped = self.renderInline([_text(caption)], options, env) if caption else ""
        return f'<figure class="image">{picture}{_figcaption(escaped)}</figure>\n'

    def citation(
        self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        links = (f'<a href="#reference-{n}">{n}</a>' for n in tokens[index].meta["numbers"])
        return f'<sup class="citation">{", ".join(links)}</sup>'


def _figcaption(html: str) -> str:
    return f"<figcaption>{html}</figcaption>" if html else ""


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


@cache
def _reader(any_address: bool) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)
    reader.enable("table")
    # Without these rules the angle brackets of HTML are text like any other.
    reader.disable(["html_block", "html_inline"])
    reader.inline.ruler.before("link", "citation", _citation)
    # No address is kept from being a link here: what it is then would be a line of signs.
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    if not any_address:
        reader.core.ruler.push("addresses", _without_links_lost)
    reader.core.ruler.push("title", _without_title)
    reader.core.ruler.push("attributions", _attributions)
    reader.core.ruler.push("figures", _figures)
    return reader


def _citation(state: StateInline, silent: bool) -> bool:
    """`[^3]` anywhere, and `[3]` or `[3, 5]` right after a word, a mark or another citation."""
    found = _CITATION.match(state.src, state.pos)
    if found is None:
        return False
    before = state.src[state.pos - 1 : state.pos]
    if not found[1] and (not before or before.isspace() or before in "([{!"):
        return False
    numbers = [int(number) for number in re.findall(r"\d+", found[2])]
    if not all(1 <= number <= state.env.get(_HOW_MANY, 0) for number in numbers):
        return False
    if not silent:
        state.push("citation", "sup", 0).meta["numbers"] = numbers
    state.pos = found.end()
    return True


def _address(link: Token) -> str:
    return str(link.attrs.get("href", ""))


def _leads(link: Token) -> bool:
    """Whether an article may have a link to where this one leads."""
    return ADDRESS.fullmatch(_address(link)) is not None


def _inside(children: Sequence[Token], opening: int) -> list[Token]:
    """What stands in the link that begins at a place; no link stands in a link."""
    inside = []
    for child in children[opening + 1 :]:
        if child.type == "link_close":
            break
        inside.append(child)
    return inside


def _without_links_lost(state: StateCore) -> None:
    """Let the words of a link stay where no article may have the link."""
    for token in state.tokens:
        kept, leads = [], True
        for child in token.children or ():
            if child.type == "link_open":
                leads = _leads(child)
            if leads or child.type not in ("link_open", "link_close"):
                kept.append(child)
        if token.children:
            token.children = kept


def _without_title(state: StateCore) -> None:
    """Leave out a heading at the top that says the title once more."""
    title = state.env.get(_TITLE, "")
    if not title or not state.tokens or state.tokens[0].type != "heading_open":
        return
    children = state.tokens[1].children or []
    words = "".join(" " if c.type.endswith("break") else c.content for c in children)
    if _same(words) == title:
        del state.tokens[:3]


def _same(words: str) -> str:
    return one_line(words).casefold()


def _attributions(state: StateCore) -> None:
    """Take a last line that begins with a dash out of each quotation, as who said it."""
    openings: list[int] = []
    removed: set[int] = set()
    for index, token in enumerate(state.tokens):
        if token.type == "blockquote_open":
            openings.append(index)
        elif token.type == "blockquote_close":
            opening = openings.pop()
            last = index - 2  # paragraph_open, inline, paragraph_close, blockquote_close
            if last - 1 <= opening or state.tokens[last].type != "inline":
                continue
            if state.tokens[last - 1].type != "paragraph_open":
                continue
            before, said_by = _split_last_line(state.tokens[last].children or [])
            if not said_by or (not before and last - 1 == opening + 1):
                continue  # a quotation of nothing but a dash is a quotation
            token.meta["said_by"] = said_by
            state.tokens[last].children = before
            if not before:
                removed.update((last - 1, last, last + 1))
    if removed:
        state.tokens = [t for i, t in enumerate(state.tokens) if i not in removed]


def _split_last_line(children: list[Token]) -> tuple[list[Token], list[Token]]:
    """The tokens before a last line that begins with a dash, and those of the line."""
    start = 0
    for index, token in enumerate(children):
        if token.type in ("softbreak", "hardbreak"):
            start = index + 1
    line = children[start:]
    # A break inside emphasis or a link belongs to it, and the line is then no line of its own.
    if not line or line[0].type != "text" or line[0].level != 0:
        return children, []
    dash = _SAID_BY.match(line[0].content)
    if dash is None:
        return children, []
    return children[: max(start - 1, 0)], [_text(line[0].content[dash.end() :]), *line[1:]]


def _figures(state: StateCore) -> None:
    """Give every image that stands on its own, or between words, a figure between paragraphs."""
    tokens: list[Token] = []
    for index, token in enumerate(state.tokens):
        tokens.append(token)
        if token.type != "inline" or state.tokens[index - 1].type != "paragraph_open":
            continue
        parts = _parts(token.children or [])
        if all(kind == "words" for kind, _children in parts):
            continue
        opening = tokens[-2]
        del tokens[-2:]
        for kind, children in parts:
            if kind == "image":
                tokens.append(Token("figure_image", "figure", 0, children=children, block=True))
            else:
                inline = Token("inline", "", 0, children=children, block=True)
                tokens += [_paragraph(opening, 1), inline, _paragraph(opening, -1)]
        # The paragraph's own end follows in the list; it has nothing left to close.
        state.tokens[index + 1].type = "nothing"
        state.tokens[index + 1].hidden = True
    state.tokens = [token for token in tokens if token.type != "nothing"]


def _paragraph(opening: Token, nesting: int) -> Token:
    kind = "paragraph_open" if nesting == 1 else "paragraph_close"
    return Token(kind, "p", 1 if nesting == 1 else -1, hidden=opening.hidden, block=True)


def _parts(children: list[Token]) -> list[tuple[str, list[Token]]]:
    """The tokens of a paragraph, cut around the images that stand in it or in a link alone."""
    parts: list[tuple[str, list[Token]]] = []
    words: list[Token] = []

    def end_words() -> None:
        trimmed = [*words]
        while trimmed and _is_blank(trimmed[0]):
            trimmed.pop(0)
        while trimmed and _is_blank(trimmed[-1]):
            trimmed.pop()
        if trimmed:
            parts.append(("words", trimmed))
        words.clear()

    index = 0
    while index < len(children):
        kinds = [token.type for token in children[index : index + 3]]
        length = 3 if kinds == ["link_open", "image", "link_close"] else 1
        if children[index].level == 0 and (length == 3 or kinds[0] == "image"):
            end_words()
            parts.append(("image", children[index : index + length]))
            index += length
        else:
            words.append(children[index])
            index += 1
    end_words()
    return parts


def _is_blank(token: Token) -> bool:
    return token.type in ("softbreak", "hardbreak") or (
        token.type == "text" and not token.content.strip()
    )
