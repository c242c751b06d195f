"""Uploads: what is taken, what is refused with which words, and what is left of the file."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin, features

from tests.wellness.lib.corpora import FOLDER, needs_corpora
from wellness.lib.images import BadImage, CleanImage, clean_image, content_path

PAYLOADS = (b"<script", b"<?php", b"<?=", b"<svg", b"alert(", b"GPS", b"Exif", b"secret")


def picture(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """A picture whose four corners differ: red, green, blue and white."""
    image = Image.new("RGB", size)
    width, height = size
    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]
    for index, colour in enumerate(colours):
        left, top = (index % 2) * width // 2, (index // 2) * height // 2
        image.paste(colour, (left, top, left + width // 2, top + height // 2))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(clean: CleanImage) -> Image.Image:
    image = Image.open(io.BytesIO(clean.content))
    image.load()
    return image


def colour_at(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    pixel = image.convert("RGB").getpixel((x, y))
    assert isinstance(pixel, tuple)
    return tuple(round(value / 255) * 255 for value in pixel)


def huge_png(width: int, height: int) -> bytes:
    """A PNG whose header announces a size that its few bytes never deliver."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00" * 10_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_pictures_that_browsers_show_are_taken(kind: str) -> None:
    if kind == "AVIF" and not features.check("avif"):
        pytest.skip("this Pillow cannot read AVIF")
    clean = clean_image(io.BytesIO(encoded(picture(), kind)))
    assert (clean.format, clean.extension, clean.content_type) == ("WEBP", "webp", "image/webp")
    assert (clean.width, clean.height) == opened(clean).size == (60, 40)
    assert clean.sha256 == hashlib.sha256(clean.content).hexdigest()
    assert colour_at(opened(clean), 5, 5) == (255, 0, 0)
    assert colour_at(opened(clean), 55, 35) == (255, 255, 255)


def test_the_same_picture_gets_the_same_bytes() -> None:
    assert clean_image(encoded(picture(), "PNG")) == clean_image(encoded(picture(), "PNG"))


def test_a_drawing_stays_exactly_as_it_was() -> None:
    image = picture()
    assert opened(clean_image(encoded(image, "PNG"))).tobytes() == image.tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "YCbCr"])
def test_every_kind_of_colour_becomes_screen_colour(mode: str) -> None:
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    if mode == "I;16":
        image = Image.new("I;16", (60, 40), 65535)
    else:
        image = picture().convert("L").convert(mode) if mode == "LA" else picture(mode=mode)
    shown = opened(clean_image(encoded(image, kind)))
    assert shown.mode == "RGB"
    assert colour_at(shown, 55, 35) == (255, 255, 255)


def test_transparency_is_kept() -> None:
    image = picture(mode="RGBA")
    image.putpixel((0, 0), (0, 0, 0, 0))
    palette = image.convert("RGB").convert("P")
    assert opened(clean_image(encoded(image, "PNG"))).getpixel((0, 0)) == (0, 0, 0, 0)
    shown = opened(clean_image(encoded(palette, "PNG", transparency=palette.getpixel((0, 0)))))
    assert shown.mode == "RGBA"


def test_a_large_picture_is_made_smaller_and_a_small_one_is_not() -> None:
    clean = clean_image(encoded(picture((3000, 1500)), "PNG"))
    assert (clean.width, clean.height) == (2400, 1200)
    clean = clean_image(encoded(picture((300, 900)), "JPEG"), max_edge=300)
    assert (clean.width, clean.height) == (100, 300)


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (255, 0, 0)), (2, (0, 255, 0)), (3, (255, 255, 255)), (4, (0, 0, 255)),
     (5, (255, 0, 0)), (6, (0, 0, 255)), (7, (255, 255, 255)), (8, (0, 255, 0))],
)  # fmt: skip
def test_a_picture_stands_upright(orientation: int, corner: tuple[int, int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    clean = clean_image(encoded(picture(), "JPEG", exif=exif, quality=95, subsampling=0))
    assert (clean.width, clean.height) == ((60, 40) if orientation < 5 else (40, 60))
    assert colour_at(opened(clean), 3, 3) == corner


def test_nothing_but_the_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    jpeg = encoded(picture(), "JPEG", exif=exif, comment=b"secret place", xmp=b"<svg/>")
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "secret <?php")
    png = encoded(picture(), "PNG", pnginfo=text) + b"<?php secret();"
    for upload in (jpeg, png):
        clean = clean_image(upload)
        assert [payload for payload in PAYLOADS if payload in clean.content] == []
        assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(opened(clean).info)


def test_colours_are_converted_to_srgb() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    clean = clean_image(encoded(picture(), "PNG", icc_profile=lab))
    assert "icc_profile" not in opened(clean).info
    assert colour_at(opened(clean), 5, 5) == (255, 0, 0)
    broken = clean_image(encoded(picture(), "PNG", icc_profile=b"not a profile"))
    assert colour_at(opened(broken), 5, 5) == (255, 0, 0)


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    red, blue = Image.new("RGB", (20, 20), "red"), Image.new("RGB", (20, 20), "blue")
    for kind in ("GIF", "WEBP"):
        clean = clean_image(encoded(red, kind, save_all=True, append_images=[blue]))
        assert colour_at(opened(clean), 9, 9) == (255, 0, 0)
        assert getattr(opened(clean), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg onload='x()'/>", "an SVG drawing"),
        (b"<!DOCTYPE html><p>hello", "an HTML page"),
        (b"<?xml version='1.0'?><a/>", "an XML document"),
        (b"<?php system('id');", "a PHP program"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"MZ\x90\x00\x03", "a Windows program"),
        (b"\x7fELF\x02\x01", "a Linux program"),
        (b"#!/bin/sh\n", "a script"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive"),
        (b"\x1f\x8b\x08\x00", "a compressed file"),
        (b"II*\x00\x08\x00", "a TIFF file"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "a HEIC photograph"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00", "a video"),
        (b"Dear editor,", "a text file"),
        (b"\x8f\xf0\x01\xfe\xff\xc3", "a file of an unknown kind"),
    ],
)
def test_what_is_no_picture_is_called_by_its_name(content: bytes, words: str) -> None:
    with pytest.raises(BadImage) as refusal:
        clean_image(io.BytesIO(content))
    assert words in str(refusal.value)
    assert "JPEG, PNG, WebP or GIF" in str(refusal.value)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_file_that_breaks_off_gets_a_sentence(kind: str) -> None:
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    whole = encoded(noise, kind)
    for part in (20, len(whole) // 3):
        with pytest.raises(BadImage, match="damaged or breaks off"):
            clean_image(whole[:part])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_name_for_one_format_over_rubbish(kind: str) -> None:
    start = encoded(picture(), kind)[:12]
    with pytest.raises(BadImage):
        clean_image(start + b"<script>alert(1)</script>" * 20)


def test_sixty_megapixels_get_both_figures() -> None:
    with pytest.raises(BadImage) as refusal:
        clean_image(huge_png(10_000, 6_000))
    assert "60 megapixels (10,000 × 6,000 pixels)" in str(refusal.value)
    assert "40 megapixels is the limit" in str(refusal.value)


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_before_it_is_opened(width: int, height: int) -> None:
    with pytest.raises(BadImage, match="megapixels"):
        clean_image(huge_png(width, height))


def test_a_webp_and_an_avif_bomb_are_refused_by_their_headers() -> None:
    webp = encoded(picture((64, 64)), "WEBP", lossless=True)
    bits = int.from_bytes(webp[21:25], "little") | 0x0FFFFFFF
    with pytest.raises(BadImage, match=r"268\.4 megapixels"):
        clean_image(webp[:21] + bits.to_bytes(4, "little") + webp[25:])
    avif = encoded(picture((64, 64)), "AVIF")
    at = avif.index(b"ispe") + 8
    with pytest.raises(BadImage, match="megapixels"):
        clean_image(avif[:at] + struct.pack(">II", 16_000, 16_000) + avif[at + 8 :])


def test_a_file_that_is_too_large_is_refused_by_its_size() -> None:
    class Upload(io.BytesIO):
        size = 11 * 1024 * 1024

    with pytest.raises(BadImage, match=r"11 MB large, and a picture may have 10 MB at most"):
        clean_image(Upload(b"\xff\xd8\xff"))
    with pytest.raises(BadImage, match="over 1 KB"):
        clean_image(
            io.BytesIO(encoded(picture((400, 400)), "JPEG", comment=b"x" * 2000)), max_bytes=1024
        )


def test_an_upload_that_was_read_before_is_read_from_its_beginning() -> None:
    upload = io.BytesIO(encoded(picture(), "PNG"))
    upload.read()
    assert clean_image(upload).width == 60


def test_files_are_named_after_their_content() -> None:
    digest = "3f" * 32
    assert content_path("articles", digest, "webp") == f"articles/3f/{digest}.webp"
    for prefix, sha256, ext in (
        ("../x", digest, "webp"),
        ("articles", digest[:-1] + "/", "webp"),
        ("articles", digest, "we/bp"),
    ):
        with pytest.raises(ValueError, match="is not"):
            content_path(prefix, sha256, ext)


@needs_corpora
@pytest.mark.parametrize("file", sorted((FOLDER / "uploads").glob("*")), ids=lambda file: file.name)
def test_hostile_uploads_are_refused_or_made_anew(file: Path) -> None:
    try:
        clean = clean_image(file.read_bytes())
    except BadImage as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 - refusing is one of two right answers
        return
    assert [payload for payload in PAYLOADS if payload in clean.content] == []
    assert opened(clean).size == (clean.width, clean.height)
