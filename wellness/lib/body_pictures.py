"""The pictures within a body, at the moment of display: several sizes, loaded when they are near.

The stored body names one file for each picture, and its bytes are under the digest. A browser is
better served with a choice of sizes and the picture's measures, so these are added around what
stands there: alternative text, caption and address stay as they were approved.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_PICTURE: Final = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
_ATTRIBUTE: Final = re.compile(r' ([a-z]+)="([^"]*)"')
_HASH: Final = re.compile(r"/([0-9a-f]{64})\.[a-z0-9]+\Z")

SIZES: Final = "(min-width: 48rem) 42rem, 100vw"
"""How wide a picture of the text is printed: the measure of the text, a phone's whole width."""


@dataclass(frozen=True, slots=True)
class Sources:
    """A stored picture's measures in pixels, and its copies as values of ``srcset``."""

    width: int
    height: int
    avif: str
    webp: str


def with_copies(body: str, known: Mapping[str, Sources]) -> str:
    """A cleaned body whose pictures offer the copies that are ready, by the picture's hash.

    Where there are none yet, the picture itself is loaded, and still only when it is near.
    """

    def shown(match: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        found = _HASH.search(attributes.get("src", ""))
        sources = known.get(found[1]) if found else None
        added = ""
        measured = "width" in attributes and "height" in attributes
        if sources is not None and not measured and sources.width:
            attributes = {n: v for n, v in attributes.items() if n not in ("width", "height")}
            added += f' width="{sources.width}" height="{sources.height}"'
        if sources is not None and sources.webp:
            added += f' srcset="{sources.webp}" sizes="{SIZES}"'
        written = "".join(f' {name}="{value}"' for name, value in attributes.items())
        image = f'<img{written}{added} loading="lazy" decoding="async">'
        if sources is None or not sources.avif:
            return image
        return (
            f'<picture><source type="image/avif" srcset="{sources.avif}" sizes="{SIZES}">'
            f"{image}</picture>"
        )

    return _PICTURE.sub(shown, body)
