"""One page of another generator as a file of this program: its bytes, but for what has to change.

That is the template tags of its body, and an `url` where its address would be another one here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import tzinfo
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import msgspec

from digest.config.schema import Config, ContentConfig, SiteConfig
from digest.content.addresses import BadAddress, parse_address
from digest.content.drafts import PageDraft
from digest.content.front_matter import MAX_FILE_BYTES, SplitFile, read_front_matter, split_file
from digest.content.permalinks import address_of, aliases_of
from digest.content.read import read_draft
from digest.content.splices import CannotSplice, FrontMatter, set_key
from digest.formats.decode import decode
from digest.formats.nodes import Mapping as Keys
from digest.formats.nodes import Plain, plain
from digest.importers.books import Account
from digest.importers.document import Document
from digest.importers.imported import FilePart, Imported
from digest.importers.trees.turning import Turned
from digest.problems import DigestError, Problem, warning

_BOM = b"\xef\xbb\xbf"

Values = Mapping[str, Plain]
"""Front matter without places."""


class SourcePage(msgspec.Struct, frozen=True):
    """A page as it was found: what people call it, its path in its site, where it goes, its bytes."""

    shown: str
    inner: str
    target: str
    data: bytes


class Rules(msgspec.Struct, frozen=True):
    """What a generator knows of a page.

    `added` are keys its front matter needs here, `address` the address it had (None: unknown, or said by the
    page itself), `turn` makes Markdown of its body, whose first line and address are given.
    """

    address: Callable[[PageDraft, Values], str | None]
    turn: Callable[[str, int, Values, str], Turned]
    added: Callable[[Values], Mapping[str, str | bool]] = lambda _: {}
    tags: str = "shortcodes"


class Carried(msgspec.Struct, frozen=True):
    """A page as it is taken over, and its address."""

    imported: Imported
    address: str


def carry(page: SourcePage, rules: Rules, zone: tzinfo) -> Carried:
    """Take a page over.

    Raises:
        DigestError: it is not UTF-8, or its front matter or an address in it cannot be read.
    """
    config = reading_config(zone)
    text = decode(page.data, path=page.shown, limit=MAX_FILE_BYTES)
    split = split_file(page.data, path=page.shown)
    mapping = read_front_matter(split, path=page.shown)
    values: dict[str, Plain] = {key: plain(node) for key, node in mapping.values.items()}
    front = _with_keys(text[: len(text) - len(split.body)], mapping, split, rules.added(values))
    try:
        draft, notes = read_draft((front + split.body).encode(), path=page.target, config=config)
        remarks = list(notes)
        wanted = rules.address(draft, values)
        try:
            address = address_of(draft, config)
        except DigestError:
            if wanted is None:
                raise
            address = ""
        counts: dict[str, int] = {}
        if wanted is not None:
            kept = _parsed(wanted, page, address, remarks)
            if kept != address and kept:
                front, address = _with_address(front, draft, kept, page, config, address, remarks)
                counts["addresses kept by url"] = 1
            if unquote(wanted) != unquote(wanted).lower():
                counts["addresses now in lower case"] = 1
        if not address:
            address_of(draft, config)
        aliases_of(draft, address)
    except DigestError as failure:
        raise DigestError(msgspec.structs.replace(p, path=page.shown) for p in failure.problems) from None
    turned = rules.turn(split.body, split.body_line, values, address)
    counts |= {f"{rules.tags} turned": turned.turned, f"{rules.tags} unknown": turned.unknown}
    if turned.left_out:
        counts["options left out"] = turned.left_out
    whole = front + turned.text
    document = Document(page.shown, tuple(text.removesuffix("\n").split("\n")))
    remarks = [msgspec.structs.replace(remark, path=page.shown) for remark in remarks]
    imported = Imported(
        form="hugo",
        document=document,
        files=(FilePart(page.target, page.data if whole == text else _bytes(whole, page.data)),),
        accounts=_accounts(document, split, turned),
        counts=counts,
        remarks=tuple(sorted([*remarks, *turned.remarks])),
    )
    return Carried(imported, address)


def reading_config(zone: tzinfo) -> Config:
    """The configuration pages are read by: unknown keys of terms are worth a remark, no more."""
    name = zone.key if isinstance(zone, ZoneInfo) else "UTC"
    return Config(site=SiteConfig(timezone=name), content=ContentConfig(unknown_keys="warn"))


def _with_keys(front: str, mapping: Keys, split: SplitFile, added: Mapping[str, str | bool]) -> str:
    """The front matter with further keys at its end, made where there was none."""
    if not added:
        return front
    written = {
        key: ("true" if value else "false") if isinstance(value, bool) else value
        for key, value in added.items()
    }
    if split.kind == "none":
        lines = "".join(f"{key}: {value}\n" for key, value in written.items())
        return f"---\n{lines}---\n\n{front}"
    places, line = dict(mapping.places), split.body_line
    for key, value in added.items():
        before = front
        front = set_key(FrontMatter(_ended(front), places, line), key, value)
        line += front.count("\n") - before.count("\n")
    return front


def _ended(front: str) -> str:
    return front if front.endswith("\n") else f"{front}\n"


def _parsed(wanted: str, page: SourcePage, own: str, remarks: list[Problem]) -> str:
    """The address as this program writes it; "" (and a remark) where it cannot."""
    try:
        kept = parse_address(wanted).lower()
    except BadAddress as failure:
        now = f"; it is {own} now" if own else ""
        remarks.append(warning(f"its address {wanted} cannot be kept: it {failure}{now}", path=page.shown))
        return ""
    if kept.rstrip("/") != unicodedata.normalize("NFC", unquote(wanted)).lower().rstrip("/"):
        remarks.append(warning(f"its address {wanted} is written {kept} now", path=page.shown))
    return kept


def _with_address(
    front: str,
    draft: PageDraft,
    address: str,
    page: SourcePage,
    config: Config,
    own: str,
    remarks: list[Problem],
) -> tuple[str, str]:
    """The front matter with the address a page had, and the address it has then."""
    is_jekyll = "permalink" in draft.places and "layout" in draft.places
    key = "permalink" if is_jekyll and "permalink" not in draft.params else "url"
    try:
        if draft.body_line == 1:
            changed = f"---\nurl: {address}\n---\n\n{front}"
        else:
            places = dict(draft.places)
            if key == "permalink":
                places["url"] = places["permalink"]
            changed = set_key(FrontMatter(_ended(front), places, draft.body_line), key, address)
        again, _ = read_draft(changed.encode(), path=page.target, config=config)
        if address_of(again, config) == address:
            return changed, address
        reason = "another key wins"
    except CannotSplice as failure:
        reason = str(failure)
    except DigestError as failure:
        reason = failure.problems[0].message
    hint = f"write {key}: {address} by hand"
    remarks.append(warning(f"its address {address} could not be added: {reason}", path=page.shown, hint=hint))
    return front, own


def _bytes(text: str, like: bytes) -> bytes:
    """Text with the line ends and the mark of the file it comes from."""
    ends = like.count(b"\r\n")
    if ends and ends == like.count(b"\n"):
        text = text.replace("\n", "\r\n")
    return (_BOM if like.startswith(_BOM) else b"") + text.encode()


def _accounts(document: Document, split: SplitFile, turned: Turned) -> tuple[Account, ...]:
    accounts: list[Account] = []
    for number, line in enumerate(document.lines, 1):
        if not line.strip():
            continue
        note = turned.notes.get(number - split.body_line + 1)
        if number < split.body_line:
            accounts.append(Account(number, "page", "front matter"))
        elif note is not None:
            accounts.append(Account(number, note.verdict, note.detail))
        else:
            accounts.append(Account(number, "page", "text"))
    return tuple(accounts)
