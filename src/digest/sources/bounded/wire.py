"""What passes between the program and the process that reads for it: structs behind their length.

Requests are MessagePack, which holds bytes. Answers are JSON, which keeps the offset of a date: MessagePack knows
moments alone.
"""

from __future__ import annotations

import struct
from datetime import datetime
from typing import Literal

import msgspec

from digest.content.drafts import Image

LENGTH = struct.Struct(">I")
"""How the length of what follows is written."""
READY = b"+"
"""What the process says once it has loaded everything and is confined."""

Sort = Literal["feed", "articles", "page", "wechat", "teaser"]
"""The readers there are; `articles` reads the entries of a feed that was read, the body is that feed as JSON."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A document to read: where it came from, the headers that say something about it, the time now."""

    sort: Sort
    body: bytes
    url: str
    headers: dict[str, str] = {}
    now: datetime | None = None


class Teaser(msgspec.Struct, frozen=True):
    """The teaser of a paper, None where its page shows none."""

    image: Image | None


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Why a document was not read: the fields of `NotAFeed`, `NotAnArticle` or `SharedPost`, whichever was raised.

    `broke` says that a reader raised something else.
    """

    message: str
    broke: bool = False
    what: str = ""
    retry: bool = False
    stop_host: bool = False
    shared: str = ""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader returned, still encoded; or why it returned nothing."""

    result: msgspec.Raw = msgspec.Raw(b"null")
    refusal: Refusal | None = None
