"""Checking the addresses people write (`url`, `aliases`, permalink patterns) before they name a file.

An address here is the unescaped path below the root of the site: `/tags/大模型/`. It ends in `/`, or names a
file ending in `.html`.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

from digest.text.clean import clean_line
from digest.text.slugs import MAX_BYTES, is_device_name

MAX_ADDRESS_BYTES = 1000
MAX_PARTS = 40

_PLAIN = re.compile(r"[A-Za-z0-9/._~-]*")
_SPACES = re.compile(" +")
_UNSAFE_ESCAPE = re.compile(r"%(?:2[ef5]|5c|[01][0-9a-f]|7f)", re.IGNORECASE)
_FORBIDDEN = frozenset('\\:?#<>"|*%')  # other meanings in an address, a page or a Windows path
_MACHINE_FOLDERS = frozenset(["api", "assets"])
_MACHINE_FILES = frozenset(
    [
        "404.html",
        "index.xml",
        "atom.xml",
        "feed.json",
        "citations.bib",
        "sitemap.xml",
        "robots.txt",
        "feeds.opml",
    ]
)


class BadAddress(ValueError):  # noqa: N818 - it says what the address is
    """An address that cannot be used; `str()` says why, as the end of a sentence, `hint` what to do."""

    def __init__(self, reason: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(reason)


def quote_address(address: str) -> str:
    """Percent-encode an address for a link; safe in attributes, XML and JSON once those are escaped."""
    if _PLAIN.fullmatch(address):
        return address
    return quote(address, safe="/!$&'()*+,;=@~")


def address_key(address: str) -> str:
    """What two addresses share when a file system could take them for one (case, composition)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", address).casefold())


def parse_address(text: str, *, base: str = "") -> str:
    """Read an address as somebody wrote it and make it canonical.

    Args:
        text: `/all_modality`, `about/us/`, `/old.html`; percent-escapes are decoded.
        base: where a text without leading `/` begins: an address ending in `/`, from which `..` may climb to
            the root. Without it such a text begins at the root and `..` is refused.

    Returns:
        The address in canonical composition, with leading and, but for `.html` files, trailing slash.

    Raises:
        BadAddress: it leaves the site, names one of the program's own files, or cannot be a file everywhere.
    """
    written = unicodedata.normalize("NFC", text.strip())
    if not written:
        raise BadAddress("is empty")
    if _UNSAFE_ESCAPE.search(written):
        raise BadAddress(
            "hides a dot, a slash or a control character in a percent-escape", "write it plainly"
        )
    if "%" in written:
        written = _decoded(written)
    if clean_line(written) != _SPACES.sub(" ", written):
        raise BadAddress("contains control or invisible characters")
    if written.startswith("//") or "://" in written:
        raise BadAddress("leads to another site", "write the path alone, like /about/")
    forbidden = sorted(set(written) & _FORBIDDEN)
    if forbidden:
        raise BadAddress(f"contains {' '.join(forbidden)}", "use letters, digits, - and _")
    relative = not written.startswith("/")
    segments = [segment for segment in base.split("/") if segment] if relative else []
    for segment in written.split("/"):
        if not segment or (relative and base and segment == "."):
            continue
        if relative and base and segment == "..":
            if not segments:
                raise BadAddress("leaves the site")
            segments.pop()
        else:
            segments.append(_checked(segment))
    return _joined(segments)


OWN_PAGES = frozenset(
    ("/", "/issues/", "/entries/", "/tags/", "/topics/", "/authors/", "/sources/", "/archive/", "/search/")
)
"""Pages the program makes; a page of the site may give them a text (`content/archive.md`), an entry never."""


def check_takes_no_own_page(address: str) -> None:
    """Refuse an address at which readers expect a page of the program.

    Raises:
        BadAddress: it is one of `OWN_PAGES`.
    """
    if address in OWN_PAGES:
        raise BadAddress("is the address of a page the program makes", "choose another address")


def check_reserved(address: str) -> None:
    """Refuse an address the program needs for files of its own.

    Raises:
        BadAddress: it names a feed, the sitemap, assets, the API or a further page of a list.
    """
    segments = address.casefold().strip("/").split("/")
    if segments[0] in _MACHINE_FOLDERS:
        raise BadAddress(f"lies in /{segments[0]}/, which the program fills", "choose another address")
    own = _MACHINE_FILES.intersection(segments)
    if own:
        raise BadAddress(f"names {min(own)}, which the program writes", "choose another address")
    if len(segments) > 1 and segments[-2] == "page" and segments[-1].isdecimal():
        raise BadAddress("is where a list continues (page/2/)", "choose another address")


def _decoded(written: str) -> str:
    try:
        decoded = unquote(written, errors="strict")
    except UnicodeDecodeError:
        raise BadAddress(
            "has percent-escapes that are not UTF-8", "write the characters themselves"
        ) from None
    return unicodedata.normalize("NFC", decoded)


def _checked(segment: str) -> str:
    segment = "-".join(segment.split())
    plain = unicodedata.normalize("NFKC", segment)
    if segment in {".", ".."} or plain.strip(".") == "" or "/" in plain or "\\" in plain:
        raise BadAddress("has a part that is . or .. or looks like it")
    if segment.startswith(".") or segment.endswith("."):
        raise BadAddress(f'has a part that begins or ends with a dot ("{segment}")')
    if is_device_name(segment):
        raise BadAddress(f'uses "{segment}", a name Windows keeps for a device', f"call it {segment}-x")
    if len(segment.encode()) > MAX_BYTES:
        raise BadAddress(f"has a part of more than {MAX_BYTES} bytes")
    return segment


def _joined(segments: list[str]) -> str:
    if segments and segments[-1].casefold() == "index.html":
        segments.pop()
    if not segments:
        return "/"
    if len(segments) > MAX_PARTS:
        raise BadAddress(f"has more than {MAX_PARTS} parts")
    address = "/" + "/".join(segments)
    if not address.casefold().endswith(".html"):
        address += "/"
    if len(address.encode()) > MAX_ADDRESS_BYTES:
        raise BadAddress(f"is longer than {MAX_ADDRESS_BYTES} bytes")
    return address
