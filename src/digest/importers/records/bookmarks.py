"""Bookmarks as browsers export them (the Netscape format): their links as works, their folders as topics or tags."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from digest.content.drafts import Link
from digest.content.works import is_web_address
from digest.importers.document import Document
from digest.importers.imported import Imported, Setting
from digest.importers.records.bookmark_marks import Mark, marks_of, plain_text
from digest.importers.records.claims import Claims
from digest.importers.records.fields import keywords, lines_of, one_line
from digest.items import Item
from digest.links.canonical import canonical
from digest.links.kinds import kind_of_address
from digest.problems import DigestError, Problem, error, warning
from digest.text.names import fold_name

_DOCTYPE = re.compile(r"<!DOCTYPE\s+NETSCAPE-Bookmark-file-1", re.IGNORECASE)
_LINK_LINE = re.compile(r"\s*<DT>\s*<A\s[^<>]{0,9}HREF", re.IGNORECASE)
_ROOT_MARKS = frozenset(["personal_toolbar_folder", "unfiled_bookmarks_folder", "mobile_bookmarks_folder"])
_ROOTS = frozenset(
    name.casefold()
    for name in (
        "Bookmarks", "Bookmarks bar", "Bookmarks toolbar", "Bookmarks menu", "Bookmark bar", "BookmarksBar",
        "BookmarksMenu", "Other bookmarks", "Mobile bookmarks", "Synced bookmarks", "Favorites", "Favorites bar",
        "Favourites", "Favourites bar", "Other favorites", "Unsorted bookmarks", "Reading list",
        "com.apple.ReadingList", "书签", "书签栏", "书签工具栏", "书签菜单", "其他书签", "移动设备书签", "移动书签",
        "收藏夹", "收藏夹栏", "其他收藏夹", "个人收藏", "阅读列表",
    )
)  # fmt: skip
_STRUCTURE = frozenset(["dl", "/dl", "dt", "/dt", "/dd", "p", "/p", "hr", "meta", "html", "/html", "head", "/head",
                        "body", "/body"])  # fmt: skip
_HEADINGS = frozenset(["h1", "h3", "title"])
_ENDS_TEXT = _STRUCTURE - {"p", "/p"} | {"a", "/a", "dd", "h3", "/h3", "h1", "/h1", "title", "/title"}
_NUMBER = r"(?P<{}>[0-9]{{4}}\.[0-9]{{4,5}}|[a-z][a-z.-]{{1,12}}/[0-9]{{7}})(?:v[0-9]{{1,3}})?"
_NUMBERED = re.compile(
    rf"\s*(?:\[\s*(?:arxiv:\s?)?{_NUMBER.format('held')}\s*\]\s*[|｜:：–—-]?|(?:arxiv:\s?)?{_NUMBER.format('bare')}\s*[|｜:：–—-])\s*",
    re.IGNORECASE,
)
_GENERATED = "This is an automatically generated file"
_DEEPEST = 50
_OUTSIDE = "text outside the links"
_OLDEST, _NEWEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class _Folder(NamedTuple):
    """A folder: its name, "" for those of the browser, and the lines of its heading."""

    name: str
    first: int
    last: int


def read_bookmarks(document: Document, setting: Setting) -> Imported:
    """The links of a bookmark file as items.

    A work was seen when its bookmark was made; when it came out is not known. Folders but for the browser's own
    become topics of all links in them where they are named like one, else tags. A title loses the number of its
    paper where that stands in front of it and in the address. A link without a title gets its address as one, and
    it and a bookmark marked as private become drafts. Pictures of sites (`ICON`, `ICON_URI`) are taken for markup.

    Raises:
        DigestError: it holds no link, a link or folder is not closed, or it ends early.
    """
    return _Reading(document, setting).imported()


def bookmarks_evidence(document: Document) -> int:
    """How surely a document is a bookmark file: by its first line, or by its links in lists."""
    head = "\n".join(document.lines[:5])
    if _DOCTYPE.match(head.lstrip()):
        return 100
    links = sum(1 for line in document.lines if _LINK_LINE.match(line))
    return 60 if links >= 2 and links * 4 >= len(document.lines) else 0


class _Reading:
    """One pass over the marks of a document."""

    def __init__(self, document: Document, setting: Setting) -> None:
        self._document = document
        self._zone = setting.zone
        self._topics = {
            fold_name(name): topic.id
            for topic in setting.topics
            for name in (topic.name.en, topic.name.zh, topic.id)
            if name
        }
        self._claims = Claims(document)
        self._items: list[Item] = []
        self._places: set[str] = set()
        self._remarks: list[Problem] = []
        self._problems: list[Problem] = []
        self._folders: list[_Folder | None] = []
        self._next_folder: _Folder | None = None
        self._used: dict[_Folder, int] = {}
        self._named: list[_Folder] = []
        self._opened: Mark | None = None  # the link or heading whose text is being read
        self._item = -1  # the one a description is about
        self._in_description = False
        self._bodies: dict[int, list[str]] = {}
        self._text: list[str] = []
        self._links = 0

    def imported(self) -> Imported:
        """The whole document.

        Raises:
            DigestError: see `read_bookmarks`.
        """
        for mark in marks_of(self._document):
            self._mark(mark)
        self._end_text()
        last = len(self._document.lines)
        if self._opened:
            self._fail(
                self._opened.first, "the document ends early: this is not closed", "get the whole of it"
            )
        elif self._folders:
            count = len(self._folders)
            message = (
                f"the document ends early: {count} of its lists {'is' if count == 1 else 'are'} not closed"
            )
            self._fail(last, message, "get the whole of it; a list ends with </DL>")
        elif not self._links and not self._problems:
            self._fail(1, "there is no bookmark in this document", "export them as HTML from the browser")
        if self._problems:
            raise DigestError(self._problems)
        for folder in self._named:
            if folder in self._used:
                field = "topics" if fold_name(folder.name) in self._topics else "tags"
                self._claims.entry(self._used[folder], field, folder.first, folder.last)
            else:
                self._claims.drop("a folder without links that are kept", folder.first, folder.last)
        for number, bodies in self._bodies.items():
            self._items[number] = replace(self._items[number], body="\n\n".join(bodies))
        accounts, remarks = self._claims.close()
        return Imported(
            form="bookmarks",
            document=self._document,
            items=tuple(self._items),
            accounts=accounts,
            counts={"links": self._links, "folders": len(self._named)},
            remarks=tuple(sorted([*self._remarks, *remarks])),
        )

    def _mark(self, mark: Mark) -> None:
        name = mark.name
        if self._opened and name in _ENDS_TEXT and name != f"/{self._opened.name}":
            what = "link" if self._opened.name == "a" else "heading"
            self._fail(
                self._opened.first, f"this {what} is not closed", f"close it with </{self._opened.name}>"
            )
            self._opened = None
        if name in _ENDS_TEXT:
            self._end_text()
        if name == "a" or name in _HEADINGS:
            self._opened, self._text = mark, []
        elif name in {"/a", "/h1", "/h3", "/title"}:
            self._close(mark)
        elif name == "dl":
            self._folders.append(self._next_folder)
            if len(self._folders) > _DEEPEST:  # each link takes a tag of every folder around it
                self._fail(mark.first, f"folders are nested more than {_DEEPEST} deep", "move them up")
                raise DigestError(self._problems)
            self._next_folder, self._item = None, -1
            self._claims.markup(mark.first, mark.last)
        elif name == "/dl":
            if self._folders:
                self._folders.pop()
            self._item = -1
            self._claims.markup(mark.first, mark.last)
        elif name == "dd":
            self._in_description, self._text = True, []
            self._claims.markup(mark.first, mark.last)
        elif name in _STRUCTURE or name == "!":
            self._claims.markup(mark.first, mark.last)
        elif name == "!--":
            self._comment(mark)
        else:  # text, or a tag that means nothing here and stays text
            self._running_text(mark)

    def _running_text(self, mark: Mark) -> None:
        if self._opened:
            self._text.append(mark.text)
            return
        if not self._in_description or self._item < 0:
            about = (
                "the description of a folder or of a link that is left out"
                if self._in_description
                else _OUTSIDE
            )
            self._claims.drop(about, mark.first, mark.last)
            return
        self._text.append(mark.text)
        self._claims.entry(self._item, "body", mark.first, mark.last)

    def _comment(self, mark: Mark) -> None:
        if _GENERATED in mark.text:  # what every browser writes
            self._claims.markup(mark.first, mark.last)
        else:
            self._claims.drop("a comment", mark.first, mark.last)

    def _end_text(self) -> None:
        """The end of a description, where there is one."""
        if self._in_description and self._item >= 0 and (body := lines_of(plain_text("".join(self._text)))):
            self._bodies.setdefault(self._item, []).append(body)
        if self._in_description:
            self._in_description, self._text = False, []

    def _close(self, mark: Mark) -> None:
        opened, self._opened = self._opened, None
        if opened is None:
            self._claims.markup(mark.first, mark.last)
            return
        text = one_line(plain_text("".join(self._text)))
        self._text = []
        if opened.name == "a":
            self._link(opened, text, mark.last)
        elif opened.name == "h3":
            self._item = -1
            is_root = bool(_ROOT_MARKS & opened.attributes.keys()) or text.casefold() in _ROOTS
            self._next_folder = None if is_root or not text else _Folder(text, opened.first, mark.last)
            if self._next_folder:
                self._named.append(self._next_folder)
            else:
                self._claims.markup(opened.first, mark.last)
        elif opened.name == "h1" and text.casefold() not in _ROOTS:
            self._claims.drop("the title of the file", opened.first, mark.last)
        else:
            self._claims.markup(opened.first, mark.last)

    def _link(self, opened: Mark, title: str, last: int) -> None:
        self._links += 1
        self._item = -1
        url = opened.attributes.get("href", "").strip()
        if not is_web_address(url):
            scheme = re.match(r"([a-z][a-z0-9+.-]{0,19}):", url, re.IGNORECASE)
            why = f"its address is no http or https address{f' ({scheme[1].lower()}:)' if scheme else ''}"
            self._claims.drop(why, opened.first, last)
            return
        place = canonical(url)
        if place in self._places:
            self._claims.drop("this address is listed above already", opened.first, last)
            return
        self._places.add(place)
        self._item = len(self._items)
        folders = [folder for folder in self._folders if folder]
        for folder in folders:
            self._used.setdefault(folder, self._item)
        topics = [self._topics.get(fold_name(folder.name), "") for folder in folders]
        tags = [folder.name for folder, topic in zip(folders, topics, strict=True) if not topic]
        tags += keywords(opened.attributes.get("tags", ""))
        links = [Link(url=url, kind=kind_of_address(url))]
        feed = opened.attributes.get("feedurl", "").strip()
        if feed != url and is_web_address(feed):
            links.append(Link(url=feed, kind="other"))
        is_private = opened.attributes.get("private") == "1"
        self._items.append(
            Item(
                title=_without_number(title, url) or url,
                line=opened.first,
                seen=self._moment(opened),
                topics=tuple(dict.fromkeys(topic for topic in topics if topic)),
                tags=tuple(dict.fromkeys(tags)),
                links=tuple(links),
                draft=is_private or not title,
            )
        )
        self._claims.entry(self._item, "title", opened.first, last)

    def _moment(self, opened: Mark) -> datetime | None:
        """When a bookmark was made: seconds since 1970, of some programs thousandths or millionths of them."""
        written = opened.attributes.get("add_date", "").strip()
        if not written.strip("0"):
            return None
        if re.fullmatch(r"[0-9]{1,16}", written):
            number = int(written)
            unit = next(
                unit for unit, most in ((1, 10**11), (1000, 10**14), (10**6, 10**17)) if number < most
            )
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number // unit)
            if _OLDEST <= moment < _NEWEST:
                return moment.astimezone(self._zone)
        message = f"`{written[:30]}` is no time this bookmark can have been made at"
        self._remarks.append(warning(message, path=self._document.path, line=opened.first))
        return None

    def _fail(self, line: int, message: str, hint: str) -> None:
        self._problems.append(error(message, path=self._document.path, line=line, hint=hint))


def _without_number(title: str, url: str) -> str:
    """A title without the number of its paper in front, as pages of arXiv have it, where the address holds it."""
    match = _NUMBERED.match(title)
    if match is None or (match["held"] or match["bare"]).lower() not in url.lower():
        return title
    return title[match.end() :] or title
