"""Uploaded pictures: checked by what is in them, never by their name, and made anew.

A picture that comes out of `clean_image` was encoded here, from nothing but the colours of its
pixels. Whatever else the file carried (position, camera, comments, a script for another program)
is not in it.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from PIL import Image, ImageCms, features

from wellness.lib.text import human_bytes

MAX_BYTES: Final = 10 * 1024 * 1024
"""The largest upload, in bytes."""

MAX_PIXELS: Final = 40_000_000
"""The most pixels that are decoded: 40 megapixels take about 160 MB of memory while they are."""

MAX_EDGE: Final = 2400
"""The longest side that is kept, in pixels: twice the width of the widest place on a page."""

_FEW_COLOURS: Final = 4096  # a drawing or a chart, which stays sharp; a photograph has far more
_QUALITY: Final = 82


class BadImage(ValueError):
    """The file is not a picture that the magazine takes; the message says why, to people."""


class Readable(Protocol):
    """A file opened for reading bytes, as uploads are."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class CleanImage:
    """A picture encoded here: its bytes, their SHA-256 in hex, and its size in pixels."""

    content: bytes
    format: str
    width: int
    height: int
    sha256: str
    extension: str

    @property
    def content_type(self) -> str:
        return f"image/{self.format.lower()}"


def clean_image(
    uploaded_file: Readable | bytes,
    *,
    max_bytes: int = MAX_BYTES,
    max_pixels: int = MAX_PIXELS,
    max_edge: int = MAX_EDGE,
) -> CleanImage:
    """The picture in a file, upright, in sRGB, at most `max_edge` pixels long, without metadata.

    Of a moving picture the first frame is kept.

    Raises:
        BadImage: with a sentence for the person who uploaded the file.
    """
    data = _read(uploaded_file, max_bytes)
    kind = _kind(data)
    picture = _opened(data, kind, max_pixels)
    try:
        picture.draft("RGB", (max_edge, max_edge))  # lets a large JPEG be decoded smaller
        picture.load()
    except MemoryError:
        raise
    except Exception as error:  # decoders raise whatever a broken file makes them raise
        raise BadImage(_BROKEN.format(kind=kind)) from error
    picture = _eight_bits(_upright(picture))
    if max(picture.size) > max_edge:
        picture.thumbnail((max_edge, max_edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
    content = _encoded(picture)
    return CleanImage(
        content=content,
        format="WEBP",
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(content).hexdigest(),
        extension="webp",
    )


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a picture, from its first bytes: nothing is decoded.

    Raises:
        BadImage: it is no picture that we take, or has more than MAX_PIXELS.
    """
    return _opened(data, _kind(data), MAX_PIXELS).size


def content_path(prefix: str, sha256: str, ext: str) -> str:
    """Where a file with this content is kept: `articles/3f/3f…e1.webp`.

    The name says nothing about who uploaded the file or what they called it, and different
    content never gets the same name.

    Raises:
        ValueError: the parts are not a folder, a digest and an extension.
    """
    if not re.fullmatch(r"[a-z0-9]+(?:[_/-][a-z0-9]+)*", prefix):
        raise ValueError(f"“{prefix}” is not the name of a folder for uploads")
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError(f"“{sha256}” is not a SHA-256 digest in hex")
    if not re.fullmatch(r"[a-z0-9]{1,5}", ext):
        raise ValueError(f"“{ext}” is not an extension")
    return f"{prefix}/{sha256[:2]}/{sha256}.{ext}"


_ADVICE: Final = "Please upload a picture as JPEG, PNG, WebP or GIF."
_BROKEN: Final = (
    "This {kind} picture is damaged or breaks off before its end. Please save it again and upload "
    "the new file."
)


def _read(uploaded_file: Readable | bytes, max_bytes: int) -> bytes:
    if isinstance(uploaded_file, bytes):
        data, size = uploaded_file, len(uploaded_file)
    else:
        seek: Callable[[int], object] | None = getattr(uploaded_file, "seek", None)
        if seek is not None:
            seek(0)
        data = uploaded_file.read(max_bytes + 1)
        size = max(len(data), getattr(uploaded_file, "size", None) or 0)
    if not data:
        raise BadImage(f"This file is empty. {_ADVICE}")
    if size > max_bytes:
        # Without a stated size we know only that there is more than we read.
        found = human_bytes(size) if size > max_bytes + 1 else f"over {human_bytes(max_bytes)}"
        raise BadImage(
            f"This file is {found} large, and a picture may have {human_bytes(max_bytes)} at most. "
            f"Please save it smaller: {MAX_EDGE:,} pixels on the long side are enough."
        )
    return data


def _kind(data: bytes) -> str:
    """Pillow's name of the picture's format, by the file's first bytes."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:12] in (b"ftypavif", b"ftypavis") and features.check("avif"):
        return "AVIF"
    raise BadImage(f"This file is {_looks_like(data)}. {_ADVICE}")


_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF", "a PDF document"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"#!", "a script"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"II*\x00", "a TIFF file"),
    (b"MM\x00*", "a TIFF file"),
    (b"BM", "a BMP file"),
    (b"8BPS", "a Photoshop document"),
    (b"\x00\x00\x01\x00", "an icon file"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)


def _looks_like(data: bytes) -> str:
    """What a file that is no picture of ours seems to be, in words."""
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in (b"heic", b"heix", b"mif1", b"heim", b"heis", b"msf1"):
            return "a HEIC photograph"
        return "an AVIF picture" if brand in (b"avif", b"avis") else "a video"
    start = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").lower()
    if start.startswith(b"<") or b"<svg" in start or b"<html" in start or b"<script" in start:
        if b"<svg" in start:
            return "an SVG drawing, which can contain programs"
        if start.startswith(b"<?php"):
            return "a PHP program"
        if start.startswith(b"<?xml"):
            return "an XML document"
        return "an HTML page"
    for signature, words in _SIGNATURES:
        if data.startswith(signature):
            return words
    try:
        data[:4096].decode("utf-8")
    except UnicodeDecodeError:
        return "a file of an unknown kind"
    return "a text file"


def _opened(data: bytes, kind: str, max_pixels: int) -> Image.Image:
    """The picture with its header read and its size allowed, not yet decoded."""
    if kind in ("WEBP", "AVIF"):  # their readers make room for every pixel at once
        _check_size(_stated_size(data, kind), max_pixels)
    Image.preinit()
    if kind not in Image.OPEN:
        Image.init()
    # The reader itself rather than Image.open, which warns and raises about large pictures before
    # their size is known; we have our own limit and a better sentence.
    reader, _accepts = Image.OPEN[kind]
    try:
        picture = reader(io.BytesIO(data), "")
    except MemoryError:
        raise
    except Exception as error:
        raise BadImage(_BROKEN.format(kind=kind)) from error
    _check_size(picture.size, max_pixels)
    return picture


def _check_size(size: tuple[int, int] | None, max_pixels: int) -> None:
    if size is None:
        return
    width, height = size
    if width < 1 or height < 1:
        raise BadImage(f"This picture is {width} × {height} pixels large: there is nothing in it.")
    if width * height > max_pixels:
        raise BadImage(
            f"This picture has {_megapixels(width * height)} ({width:,} × {height:,} pixels), and "
            f"{_megapixels(max_pixels)} is the limit. Please save it smaller: {MAX_EDGE:,} pixels "
            "on the long side are enough."
        )


def _megapixels(pixels: int) -> str:
    return f"{pixels / 1_000_000:,.1f}".removesuffix(".0") + " megapixels"


def _stated_size(data: bytes, kind: str) -> tuple[int, int] | None:
    """Width and height as the header says, None where it doesn't say them where it should."""
    if kind == "WEBP":
        chunk = data[12:16]
        if chunk == b"VP8X" and len(data) >= 30:
            return (
                1 + int.from_bytes(data[24:27], "little"),
                1 + int.from_bytes(data[27:30], "little"),
            )
        if chunk == b"VP8L" and len(data) >= 25:
            bits = int.from_bytes(data[21:25], "little")
            return 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF)
        if chunk == b"VP8 " and len(data) >= 30:
            width, height = struct.unpack("<HH", data[26:30])
            return width & 0x3FFF, height & 0x3FFF
        return None
    sizes = [
        struct.unpack(">II", data[at.end() + 4 : at.end() + 12])
        for at in re.finditer(b"ispe", data[: 64 * 1024])
        if at.end() + 12 <= len(data)
    ]
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _upright(picture: Image.Image) -> Image.Image:
    """The picture turned as its camera was held, according to its EXIF data."""
    try:
        turn = _TURNS.get(picture.getexif().get(0x0112, 1))
    except Exception:  # broken EXIF data says nothing
        return picture
    if turn is None:
        return picture
    turned = picture.transpose(turn)
    turned.info = dict(picture.info)
    return turned


def _eight_bits(picture: Image.Image) -> Image.Image:
    """The colours as sRGB with eight bits each, with transparency only where there is some."""
    profile = picture.info.get("icc_profile")
    see_through = picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or (
        "transparency" in picture.info
    )
    if picture.mode.startswith("I") or picture.mode == "F":
        # Sixteen bits of grey; Pillow would cut off everything brighter than the 255th step.
        scaled = picture.convert("F").point(lambda value: value * (1 / 257) + 0.5)
        picture, profile, see_through = scaled.convert("L"), None, False
    elif picture.mode in ("P", "PA", "1", "LAB", "HSV"):
        picture = picture.convert("RGBA" if see_through else "RGB")
    alpha = None
    if see_through:
        picture = picture.convert("RGBA")
        alpha = picture.getchannel("A")
    if isinstance(profile, bytes) and profile:
        picture = _to_srgb(picture.convert("RGB") if see_through else picture, profile)
    picture = picture.convert("RGB")
    if alpha is not None and alpha.getextrema() != (255, 255):
        picture.putalpha(alpha)
    picture.info = {}
    return picture


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The picture's colours as the profile means them, or as they are if the profile is broken."""
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return picture if converted is None else converted


def _encoded(picture: Image.Image) -> bytes:
    """The picture as WebP, without loss where it is a drawing rather than a photograph."""
    out = io.BytesIO()
    if picture.getcolors(_FEW_COLOURS) is not None:
        picture.save(out, "WEBP", lossless=True, quality=80, method=4, exact=False)
    else:
        picture.save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()
