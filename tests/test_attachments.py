"""Attached files: pictures lose what the camera wrote, everything else must be what its name says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from sitegen.diagnostics import ContentError, Place
from sitegen.render.attachments import examine, kind_of, published, size_words

HERE = Place("content/affairs/2022-06-01.md", 5, 3)


def picture(path: Path, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> Path:
    image = Image.new(mode, size)
    image.putpixel((0, 0), 255 if mode in ("L", "1", "I;16", "P") else tuple([200] * len(image.getbands())))
    image.save(path, **options)
    return path


def refusal(path: Path) -> tuple[str, Place]:
    with pytest.raises(ContentError) as caught:
        examine(path, HERE)
    return caught.value.message.code, caught.value.place


def workbook(path: Path, inside: str = "xl/workbook.xml") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(inside, "<workbook/>")
    return path


def test_a_photo_keeps_neither_place_nor_device_nor_comment(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-MAKER"
    exif.get_ifd(0x8825)[1] = "N"
    path = picture(tmp_path / "a.jpg", exif=exif, comment=b"SECRET-COMMENT", icc_profile=b"PROFILE" * 30)
    assert b"CAMERA-MAKER" in path.read_bytes()
    raw = published(path)
    for trace in (b"CAMERA-MAKER", b"SECRET-COMMENT", b"PROFILE", b"Exif"):
        assert trace not in raw
    assert Image.open(io.BytesIO(raw)).size == (40, 20)


def test_text_in_a_png_and_exif_in_a_webp_go_too(tmp_path: Path) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "SOMEBODY")
    assert b"SOMEBODY" not in published(picture(tmp_path / "a.png", pnginfo=texts))
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-MAKER"
    assert b"CAMERA-MAKER" not in published(picture(tmp_path / "a.webp", exif=exif))


def test_a_photo_taken_sideways_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    raw = published(picture(tmp_path / "a.jpg", (40, 20), exif=exif))
    assert Image.open(io.BytesIO(raw)).size == (20, 40)


def test_a_large_picture_is_scaled_down_but_stays_readable(tmp_path: Path) -> None:
    raw = published(picture(tmp_path / "a.jpg", (5200, 1300)))
    assert Image.open(io.BytesIO(raw)).size == (2560, 640)


@pytest.mark.parametrize(
    ("name", "mode"),
    [("a.jpg", "CMYK"), ("a.jpg", "L"), ("a.png", "P"), ("a.png", "RGBA"), ("a.png", "1"), ("a.png", "LA")],
)
def test_every_usual_kind_of_picture_can_be_published_twice_alike(
    tmp_path: Path, name: str, mode: str
) -> None:
    path = picture(tmp_path / name, mode=mode)
    examine(path, HERE)
    assert published(path) == published(path)


def test_a_scan_in_sixteen_bits_of_grey_does_not_turn_white(tmp_path: Path) -> None:
    Image.new("I;16", (4, 4), 0x4000).save(tmp_path / "scan.png")
    assert Image.open(io.BytesIO(published(tmp_path / "scan.png"))).getpixel((1, 1)) == 0x40


def test_transparency_stays(tmp_path: Path) -> None:
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(tmp_path / "seal.png")
    seal = Image.open(io.BytesIO(published(tmp_path / "seal.png"))).convert("RGBA")
    assert seal.getpixel((1, 1))[3] == 0


def test_documents_are_copied_byte_for_byte(tmp_path: Path) -> None:
    pdf = tmp_path / "决议.pdf"
    pdf.write_bytes(b"%PDF-1.7\n...")
    sheet = workbook(tmp_path / "名单.xlsx")
    table = tmp_path / "名单.csv"
    table.write_bytes("姓氏,组\n王,一组\n".encode("gb18030"))
    for path in (pdf, sheet, table):
        examine(path, HERE)
        assert published(path) == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.pdf", b"<html>"),
        ("a.csv", b"\x00\x01\x02"),
        ("a.csv", b"\xef\xbb\xbf <!doctype html><script>"),
        ("a.xlsx", b"PK\x03\x04 not a workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 old excel"),
        ("a.jpg", b"GIF89a"),
        ("a.png", b"<svg xmlns='x'/>"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / name).write_bytes(raw)
    assert refusal(tmp_path / name) == ("attachment.signature", HERE)


def test_a_renamed_picture_or_document_is_refused(tmp_path: Path) -> None:
    picture(tmp_path / "a.png").rename(tmp_path / "a.jpg")
    assert refusal(tmp_path / "a.jpg")[0] == "attachment.signature"
    assert refusal(workbook(tmp_path / "a.xlsx", "word/document.xml"))[0] == "attachment.signature"


@pytest.mark.parametrize("name", ["a.docx", "a.html", "a.svg", "a.gif", "a.exe", "a.zip", "a"])
def test_other_kinds_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert kind_of(name) is None
    assert refusal(tmp_path / name) == ("attachment.kind", HERE)


def test_an_incomplete_picture_is_refused(tmp_path: Path) -> None:
    for name in ("a.jpg", "a.png"):
        whole = io.BytesIO()
        Image.effect_noise((400, 400), 90).convert("RGB").save(whole, "JPEG" if name == "a.jpg" else "PNG")
        (tmp_path / name).write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
        assert refusal(tmp_path / name)[0] == "attachment.broken"


def test_a_file_over_twenty_megabytes_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(20 * 1024 * 1024 + 1)
    assert refusal(tmp_path / "a.pdf")[0] == "attachment.size"


def test_a_picture_of_too_many_pixels_is_refused(tmp_path: Path) -> None:
    Image.new("1", (9000, 8000)).save(tmp_path / "a.png")
    assert refusal(tmp_path / "a.png")[0] == "attachment.pixels"


def test_sizes_in_words() -> None:
    assert [size_words(size) for size in (10, 1024, 320_000, 1_258_291, 20_971_520)] == [
        "1 KB",
        "1 KB",
        "313 KB",
        "1.2 MB",
        "20.0 MB",
    ]
