"""Pictures told by their first bytes, measured by their headers."""

import contextlib
import hashlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources import pictures
from digest.sources.pictures import (
    MAX_BYTES,
    RefusedPicture,
    has_shape,
    looks_like_placeholder,
    picture_format,
    read_picture,
)


def png(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    )


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x00\x00\x00"


def jpeg(width: int, height: int) -> bytes:
    thumbnail = b"\xff\xc0\x00\x11\x08" + struct.pack(
        ">HH", 9, 9
    )  # inside of a segment: not the picture's own
    return (
        b"\xff\xd8\xff\xe1" + struct.pack(">H", 2 + len(thumbnail)) + thumbnail + b"\xff\xff\xc2\x00\x11\x08"
        + struct.pack(">HH", height, width) + b"\x03\x01\x22\x00"
    )  # fmt: skip


def webp(kind: bytes, size: bytes) -> bytes:
    return b"RIFF\x00\x00\x00\x00WEBP" + kind + b"\x0a\x00\x00\x00" + size + b"\x00" * 8


def avif(*sizes: tuple[int, int]) -> bytes:
    boxes = b"".join(struct.pack(">I", 20) + b"ispe" + struct.pack(">III", 0, *size) for size in sizes)
    return b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf" + b"\x00\x00\x00\x00meta" + boxes


SIMPLE = b"\x00\x00\x00\x9d\x01\x2a"
CASES = [
    (png(640, 480), "png", "png"),
    (gif(640, 480), "gif", "gif"),
    (jpeg(640, 480), "jpeg", "jpg"),
    (
        webp(b"VP8X", b"\x00\x00\x00\x00" + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")),
        "webp",
        "webp",
    ),
    (webp(b"VP8L", b"\x2f" + (639 | 479 << 14).to_bytes(4, "little") + b"\x00" * 5), "webp", "webp"),
    (webp(b"VP8 ", SIMPLE + struct.pack("<HH", 640, 480)), "webp", "webp"),
    (avif((80, 60), (640, 480)), "avif", "avif"),
]


@pytest.mark.parametrize(("body", "kind", "ending"), CASES)
def test_format_size_and_name(body: bytes, kind: str, ending: str) -> None:
    found = read_picture(body)
    assert (found.format, found.width, found.height) == (kind, 640, 480)
    assert found.name == f"{hashlib.sha256(body).hexdigest()[:16]}.{ending}"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "no picture"),
        (b"<html>403</html>", "no picture"),
        (b"BM" + b"\x00" * 60, "no picture"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1", "no picture"),
        (png(640, 480)[:20], "no size"),
        (png(0, 480), "no size"),
        (jpeg(1, 1)[:12], "no size"),
        (b"\xff\xd8\xff\xda\x00\x02", "no size"),
        (b"\xff\xd8\xff" + b"\xe0\x00\x00" * 9000, "no size"),
        (png(8000, 5001), "too many pixels"),
        (png(2**31, 2**31), "too many pixels"),
        (png(1, 1) + b"\x00" * MAX_BYTES, "too many bytes"),
    ],
)
def test_what_is_refused(body: bytes, what: str) -> None:
    with pytest.raises(RefusedPicture) as raised:
        read_picture(body)
    assert raised.value.what == what


def test_limits_are_inclusive() -> None:
    body = png(8000, 5000)
    assert read_picture(body + b"\x00" * (MAX_BYTES - len(body))).width == 8000


def test_a_known_placeholder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PLACEHOLDERS", frozenset({hashlib.sha256(png(9, 9)).hexdigest()}))
    with pytest.raises(RefusedPicture, match="may not be shown"):
        read_picture(png(9, 9))


@pytest.mark.parametrize(
    ("names", "expected"),
    [(["a", "a", "a"], True), (["a", "a"], False), (["a", "a", "b"], False), ([], False)],
)
def test_one_picture_for_many_addresses_is_a_placeholder(names: list[str], expected: bool) -> None:
    assert looks_like_placeholder(names) is expected


@pytest.mark.parametrize(
    ("width", "height", "ratio", "expected"),
    [
        (640, 360, 0.5625, True),
        (640, 360, 0, True),
        (640, 480, 0.5625, False),
        (300, 300, 0.5625, False),
        (640, 15, 0.024, True),  # 15.36 pixels
        (640, 1100, 1.75, True),
        (640, 640, 1.75, False),
    ],
)
def test_shape(width: int, height: int, ratio: float, expected: bool) -> None:
    """A placeholder has the shape of the picture it stands for only by chance."""
    assert has_shape(read_picture(png(width, height)), ratio) is expected


@given(st.sampled_from(CASES), st.binary(max_size=40), st.integers(0, 60))
def test_damaged_headers_are_read_or_refused(case: tuple[bytes, str, str], noise: bytes, at: int) -> None:
    body = case[0][:at] + noise + case[0][at + len(noise) :]
    picture_format(body)
    with contextlib.suppress(RefusedPicture):
        assert min(read_picture(body)[1:3]) > 0
