"""Addresses in a body made whole, for readers who see it in another program."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin

from wellness.lib.html_tree import parse, serialise, walk

_ADDRESSES: Final = ("href", "src", "cite")


def with_absolute_links(body: str, page: str) -> str:
    """A clean body in which every address is a full one.

    Args:
        body: HTML as ``rich_text.clean`` writes it; nothing but its addresses changes.
        page: the full address of the page that the body stands on.
    """
    root = parse(body)
    for element in walk(root):
        for name in _ADDRESSES:
            address = element.attrs.pop(name, None)
            if address is not None and (whole := _whole(page, address)):
                element.attrs[name] = whole
    return serialise(root.children)


def _whole(page: str, address: str) -> str:
    try:
        return urljoin(page, address)
    except ValueError:  # such as http://[ – no program could follow it
        return ""
