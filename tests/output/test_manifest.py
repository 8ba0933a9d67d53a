from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.output.manifest import (
    MANIFEST,
    Manifest,
    decode_manifest,
    distrust,
    encode_manifest,
    fingerprint,
    manifest_digest,
    read_manifest,
    verify,
)

SAMPLE = Manifest(
    {"b/x y.html": fingerprint(b"two"), "a.html": fingerprint(b"1"), "标签/大.html": fingerprint(b"")}
)
paths = st.text(st.characters(blacklist_categories=["Cc", "Cs"]), min_size=1, max_size=20)


@given(st.dictionaries(paths, st.tuples(st.binary(min_size=16, max_size=16), st.integers(0, 2**50))))
def test_a_manifest_reads_back_as_it_was(files: dict[str, tuple[bytes, int]]) -> None:
    assert decode_manifest(encode_manifest(Manifest(files))) == Manifest(files)


def test_the_text_does_not_depend_on_the_order_of_writing() -> None:
    assert encode_manifest(SAMPLE) == encode_manifest(Manifest(dict(reversed(SAMPLE.files.items()))))


def test_a_damaged_manifest_is_an_empty_one_wherever_the_damage_is() -> None:
    data = encode_manifest(SAMPLE)
    for place in range(len(data)):
        assert decode_manifest(data[:place]) == Manifest()
        flipped = bytes([*data[:place], data[place] ^ 1, *data[place + 1 :]])
        assert decode_manifest(flipped) == Manifest()


@pytest.mark.parametrize("data", [b"", b"\0", b"sealed ", b"digest manifest 1\n"])
def test_anything_else_is_an_empty_manifest(data: bytes) -> None:
    assert decode_manifest(data) == Manifest()


def test_the_digest_of_a_folder_follows_its_manifest(tmp_path: Path) -> None:
    assert manifest_digest(tmp_path) == b""
    (tmp_path / ".digest").mkdir()
    (tmp_path / MANIFEST).write_bytes(encode_manifest(SAMPLE))
    first = manifest_digest(tmp_path)
    assert len(first) == 32
    assert read_manifest(tmp_path) == SAMPLE
    (tmp_path / MANIFEST).write_bytes(encode_manifest(Manifest()))
    assert manifest_digest(tmp_path) not in (b"", first)
    (tmp_path / MANIFEST).write_bytes(b"short")
    assert manifest_digest(tmp_path) == b""


def test_verify_names_what_is_missing_cut_or_no_file(tmp_path: Path) -> None:
    files = dict.fromkeys(("good", "cut", "gone", "link", "folder"), b"12345")
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    manifest = Manifest({name: fingerprint(data) for name, data in files.items()})
    assert verify(tmp_path, manifest) == []
    (tmp_path / "cut").write_bytes(b"1234")
    (tmp_path / "gone").unlink()
    (tmp_path / "link").unlink()
    (tmp_path / "link").symlink_to("other")  # as long as the file was
    (tmp_path / "folder").unlink()
    (tmp_path / "folder").mkdir()
    assert sorted(verify(tmp_path, manifest)) == ["cut", "folder", "gone", "link"]


def test_distrusted_files_stay_ours_but_are_known_no_more() -> None:
    doubted = distrust(SAMPLE, ["a.html", "never heard of"])
    assert doubted.files.keys() == SAMPLE.files.keys()
    assert [path for path in sorted(doubted.files) if doubted.knows(path)] == ["b/x y.html", "标签/大.html"]
