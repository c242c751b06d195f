"""What changed between two bodies, for people to read: paragraph by paragraph, word by word.

The result is the later body with `<ins>` around what was added and `<del>` around what was
removed. Screen readers hear “[added: …]” and “[removed: …]”, from text that is hidden to the eye.
Blocks carry the class `diff-added`, `diff-removed` or `diff-changed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import nh3

from wellness.lib.alignment import align, pair
from wellness.lib.html_tree import Element, Node, parse, serialise, text_of, walk
from wellness.lib.rich_text_features import allowed_attributes, allowed_classes
from wellness.lib.rich_text_line import Around, tree
from wellness.lib.text import count, strip_controls

Token = tuple[str, Around]
"""A word with the space after it, and the inline elements around it."""

_WORDS: Final = re.compile(r"\n|\w+(?:['’]\w+)*[^\S\n]*|[^\w\s][^\S\n]*|[^\S\n]+")
_INLINE: Final = frozenset({"strong", "em", "sub", "sup", "a", "br"})
_ENOUGH_IN_COMMON: Final = 0.3
_INS: Final = ("ins", ())
_DEL: Final = ("del", ())
_HIDDEN: Final = ("span", (("class", "visually-hidden"),))
_NOTE: Final = ("span", (("class", "diff-note"),))
_MARKS: Final = frozenset({"diff-added", "diff-removed", "diff-changed"})


def _cleaner() -> nh3.Cleaner:
    """The allow-list of bodies, and the marks of a difference."""
    table = allowed_attributes()
    attributes = {tag: set(rules) - {"id"} for tag, rules in table.items() if set(rules) - {"id"}}
    classes = {tag: set(_MARKS) for tag in table}
    for tag, names in allowed_classes().items():
        classes[tag] |= names
    classes["p"] |= {"diff-skipped", "diff-note"}
    classes["span"] = {"visually-hidden", "diff-note"}
    return nh3.Cleaner(
        tags={*table, "ins", "del", "span"},
        attributes=attributes,
        allowed_classes=classes,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


_CLEANER: Final = _cleaner()


def diff_html(before_html: str, after_html: str, *, context: int | None = None) -> str:
    """The difference of two cleaned bodies as safe HTML.

    With `context`, only so many unchanged blocks are shown around each change, and the number of
    the others in their place.
    """
    before, after = _blocks(_unnamed(before_html)), _blocks(_unnamed(after_html))
    blocks = _diff_blocks(before, after)
    if context is not None:
        blocks = _folded(blocks, context)
    return _CLEANER.clean(strip_controls(serialise(blocks)))


def _unnamed(html: str) -> Element:
    """The tree without the ids of reference markers, which count what stands before them."""
    root = parse(html)
    for element in walk(root):
        if element.tag == "a":
            element.attrs.pop("id", None)
    return root


def diff_text(before: str, after: str) -> str:
    """The difference of two plain texts as safe HTML that can stand in any element."""
    words = _diff_tokens(_tokens([strip_controls(before)]), _tokens([strip_controls(after)]))
    return _CLEANER.clean(serialise(words))


def _blocks(root: Element) -> list[Element]:
    """The blocks under an element; running text between them counts as a paragraph."""
    blocks: list[Element] = []
    inline: list[Node] = []
    for node in [*root.children, Element("")]:
        if isinstance(node, str) or node.tag in _INLINE:
            inline.append(node)
            continue
        if any(text_of(piece).strip() for piece in inline):
            blocks.append(Element("p", {}, inline))
        inline = []
        if node.tag:
            blocks.append(node)
    return blocks


def _key(block: Element) -> str:
    """Equal for blocks that look the same to a reader."""
    html = serialise([block])
    return re.sub(r'(<h[234]) id="[^"]*"', r"\1", html) if block.tag[0] == "h" else html


def _kind(block: Element) -> tuple[str, ...]:
    """Only blocks of one kind can have become each other."""
    return block.tag, *(block.attrs.get(name, "") for name in ("class", "start", "type"))


def _diff_blocks(before: Sequence[Element], after: Sequence[Element]) -> list[Element]:
    blocks: list[Element] = []
    for span in align([_key(block) for block in before], [_key(block) for block in after]):
        if span.equal:
            blocks += [_without_id(block) for block in after[span.to_start : span.to_end]]
            continue
        old, new = before[span.start : span.end], after[span.to_start : span.to_end]
        for was, became in _paired(old, new):
            if was is None and became is not None:
                blocks.append(_whole(became, added=True))
            elif became is None and was is not None:
                blocks.append(_whole(was, added=False))
            elif was is not None and became is not None:
                blocks.append(_diff_block(was, became))
    return blocks


def _paired(
    before: Sequence[Element], after: Sequence[Element]
) -> list[tuple[Element | None, Element | None]]:
    words = {id(block): _vocabulary(block) for block in (*before, *after)}

    def likeness(was: Element, became: Element) -> float:
        if _kind(was) != _kind(became):
            return 0.0
        one, other = words[id(was)], words[id(became)]
        common = 2 * len(one & other) / max(len(one) + len(other), 1)
        return common if common >= _ENOUGH_IN_COMMON else 0.0

    return pair(before, after, likeness)


def _vocabulary(block: Element) -> frozenset[str]:
    """What a block is recognised by: its words and its pictures."""
    pictures = [e.attrs.get("src", "") for e in walk(block) if e.tag == "img"]
    texts = " ".join(_texts(block)).lower()
    return frozenset([*re.findall(r"\w+", texts), *pictures])


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    else:
        for child in node.children:
            yield from _texts(child)


def _diff_block(was: Element, became: Element) -> Element:
    """One block that became another of the same kind."""
    tag = became.tag
    attrs = {key: value for key, value in became.attrs.items() if key != "id"}
    children: Sequence[Node]
    if tag == "table":
        children = _diff_parts(was, became, ("caption", "thead", "tbody"))
    elif tag == "tr":
        old, new = [*was.elements], [*became.elements]
        if [cell.tag for cell in old] != [cell.tag for cell in new]:
            return _row_replaced(old, new)
        children = [_diff_block(a, b) for a, b in zip(old, new, strict=True)]
    elif tag == "figure":
        children = _diff_parts(was, became, ("blockquote", "img", "a", "figcaption"))
    elif tag == "img":
        return became
    elif tag in ("li", "td", "th"):
        return _diff_cell(was, became, attrs)
    elif tag in ("ul", "ol", "thead", "tbody", "blockquote"):
        children = _diff_blocks(_blocks(was), _blocks(became))
    else:
        children = _diff_tokens(_tokens(was.children), _tokens(became.children))
        attrs = _marked(attrs, "diff-changed")
    return Element(tag, attrs, [*children])


def _row_replaced(old: list[Element], new: list[Element]) -> Element:
    """A row with other columns than before: its old cells, removed, then its new ones, added."""
    cells = [_whole(cell, added=False) for cell in old] + [_whole(cell, added=True) for cell in new]
    return Element("tr", {"class": "diff-changed"}, [*cells])


def _diff_cell(was: Element, became: Element, attrs: dict[str, str]) -> Element:
    """An item or cell: running text, blocks, or running text and then blocks."""
    if serialise(was.children) == serialise(became.children):
        return Element(became.tag, attrs, became.children)
    old_words, old_blocks = _cell_parts(was)
    new_words, new_blocks = _cell_parts(became)
    words = _diff_tokens(_tokens(old_words), _tokens(new_words))
    children = [*words, *_diff_blocks(old_blocks, new_blocks)]
    return Element(became.tag, _marked(attrs, "diff-changed"), children)


def _cell_parts(cell: Element) -> tuple[list[Node], list[Element]]:
    """The running text at the beginning of an item or cell, and the blocks after it."""
    blocks = _blocks(cell)
    first = cell.children[0] if cell.children else ""
    if blocks and (isinstance(first, str) or first.tag in _INLINE):
        return blocks[0].children, blocks[1:]
    return [], blocks


def _diff_parts(was: Element, became: Element, order: Iterable[str]) -> list[Node]:
    """The named parts of a table or figure, each compared with its counterpart."""
    parts: list[Node] = []
    for tag in order:
        old = next((part for part in was.elements if part.tag == tag), None)
        new = next((part for part in became.elements if part.tag == tag), None)
        if tag in ("img", "a"):
            parts += _diff_pictures(old, new)
        elif old is not None and new is not None:
            parts.append(new if _key(old) == _key(new) else _diff_block(old, new))
        elif new is not None:
            parts.append(_whole(new, added=True))
        elif old is not None:
            parts.append(_whole(old, added=False))
    return parts


def _diff_pictures(old: Element | None, new: Element | None) -> list[Node]:
    """A picture, with a note where its alternative text changed."""
    if old is not None and new is not None and _source(old) == _source(new):
        was, became = _alternative(old), _alternative(new)
        if was == became:
            return [new]
        words = _diff_tokens(_tokens([was]), _tokens([became]))
        return [new, Element("p", {"class": "diff-note"}, ["Alternative text: ", *words])]
    parts: list[Node] = []
    if old is not None:
        parts.append(Element("del", {}, [_hidden("[removed picture: "), old, _hidden("]")]))
    if new is not None:
        parts.append(Element("ins", {}, [_hidden("[added picture: "), new, _hidden("]")]))
    return parts


def _picture(node: Element) -> Element:
    return node if node.tag == "img" else next((e for e in walk(node) if e.tag == "img"), node)


def _source(node: Element) -> tuple[str, str]:
    return _picture(node).attrs.get("src", ""), node.attrs.get("href", "")


def _alternative(node: Element) -> str:
    return _picture(node).attrs.get("alt", "")


def _whole(block: Element, *, added: bool) -> Element:
    """A block that is there only before or only after."""
    mark = "diff-added" if added else "diff-removed"
    attrs = {key: value for key, value in block.attrs.items() if key != "id"}
    if block.tag == "img" or (block.tag == "a" and not text_of(block).strip()):
        return block
    if block.tag == "hr":
        said = _hidden("[added: a rule]" if added else "[removed: a rule]")
        wrapper = Element("ins" if added else "del", {}, [said, block])
        return Element("figure", {"class": mark}, [wrapper])
    if block.tag == "figure" and block.has_class("image"):
        pictures: list[Node] = []
        for child in block.elements:
            if child.tag == "figcaption":
                pictures.append(_whole(child, added=added))
            else:
                pictures += _diff_pictures(None if added else child, child if added else None)
        return Element("figure", _marked(attrs, mark), pictures)
    if block.tag in ("table", "thead", "tbody", "tr", "ul", "ol", "figure", "blockquote"):
        parts: list[Node] = [_whole(child, added=added) for child in block.elements]
        return Element(block.tag, _marked(attrs, mark), parts)
    inside: list[Node] = block.children
    blocks: list[Element] = []
    if block.tag in ("li", "td", "th"):
        inside, blocks = _cell_parts(block)
    words = _tokens(inside)
    children = _diff_tokens([], words) if added else _diff_tokens(words, [])
    children += [_whole(child, added=added) for child in blocks]
    return Element(block.tag, _marked(attrs, mark), children)


def _marked(attrs: dict[str, str], mark: str) -> dict[str, str]:
    return attrs | {"class": f"{attrs.get('class', '')} {mark}".strip()}


def _without_id(block: Element) -> Element:
    return Element(block.tag, {}, block.children) if "id" in block.attrs else block


def _hidden(text: str) -> Element:
    return Element("span", {"class": "visually-hidden"}, [text])


def _tokens(nodes: Iterable[Node], around: Around = ()) -> list[Token]:
    tokens: list[Token] = []
    for node in nodes:
        if isinstance(node, str):
            tokens += [(word, around) for word in _WORDS.findall(node)]
        elif node.tag == "br":
            tokens.append(("\n", around))
        else:
            tokens += _tokens(node.children, (*around, (node.tag, tuple(node.attrs.items()))))
    return tokens


def _diff_tokens(before: Sequence[Token], after: Sequence[Token]) -> list[Node]:
    """Running text with its changes marked."""
    pieces: list[tuple[Around, str]] = []
    for equal, start, end, to_start, to_end in _smoothed(before, after):
        old, new = before[start:end], after[to_start:to_end]
        if equal:
            pieces += [(around, text) for text, around in new]
            continue
        same_words = [_word((text, ())) for text, _ in old] == [_word((t, ())) for t, _ in new]
        pieces += _said(_DEL, "[removed: ", old, same_words)
        pieces += _said(_INS, "[added: ", new, same_words)
    return tree(pieces)


def _said(
    mark: tuple[str, tuple[()]], opening: str, words: Sequence[Token], same_words: bool
) -> list[tuple[Around, str]]:
    """The words under their mark; where only a link changed, with the address that it leads to."""
    if not words:
        return []
    pieces: list[tuple[Around, str]] = [((mark, _HIDDEN), opening)]
    pieces += [((mark, *around), text) for text, around in words]
    if same_words:
        for href in dict.fromkeys(h for _text, around in words for h in _hrefs(around)):
            pieces.append(((mark, _NOTE), f" ({href})"))
    pieces.append(((mark, _HIDDEN), "]"))
    return pieces


def _hrefs(around: Around) -> list[str]:
    return [value for _tag, attrs in around for name, value in attrs if name == "href"]


def _smoothed(
    before: Sequence[Token], after: Sequence[Token]
) -> list[tuple[bool, int, int, int, int]]:
    """The spans, without lone words or commas left standing between two longer changes."""
    spans: list[tuple[bool, int, int, int, int]] = []
    found = align([_word(token) for token in before], [_word(token) for token in after])
    for index, (equal, start, end, to_start, to_end) in enumerate(found):
        lone = (
            equal
            and end - start <= 2
            and 0 < index < len(found) - 1
            and all(
                near.end - near.start > 2 and near.to_end - near.to_start > 2
                for near in (found[index - 1], found[index + 1])
            )
        )
        if spans and not spans[-1][0] and (lone or not equal):
            spans[-1] = (False, spans[-1][1], end, spans[-1][3], to_end)
        else:
            spans.append((equal and not lone, start, end, to_start, to_end))
    return spans


def _word(token: Token) -> Token:
    """What is compared: a word that only got a space after it is still the same word."""
    text, around = token
    return text.strip(" ") or " ", around


def _folded(blocks: list[Element], context: int) -> list[Element]:
    """The blocks near a change, and a line for each row of others."""
    changed = [index for index, block in enumerate(blocks) if _is_changed(block)]
    near = {i for at in changed for i in range(at - context, at + context + 1)}
    folded: list[Element] = []
    skipped: list[Element] = []

    def end_skipped() -> None:
        if skipped:
            words = count(len(skipped), "unchanged block", "unchanged blocks")
            folded.append(Element("p", {"class": "diff-skipped"}, [f"{words} not shown"]))
            skipped.clear()

    for index, block in enumerate(blocks):
        if index in near:
            end_skipped()
            folded.append(block)
        else:
            skipped.append(block)
    end_skipped()
    return folded


def _is_changed(block: Element) -> bool:
    return any(element.tag in ("ins", "del") for element in walk(block))
