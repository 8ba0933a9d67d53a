"""The pictures of an article as files of their own, so that a page does not depend on a stranger's host."""

from __future__ import annotations

from urllib.parse import urlsplit

from msgspec.structs import replace

from digest.fetch.exchange import FetchFailure, Get, Wanted
from digest.items import Item
from digest.problems import Problem, warning
from digest.sources.article import Article
from digest.sources.pictures import RefusedPicture, has_shape, looks_like_placeholder, read_picture

MOST = 80
"""Pictures that are asked for in one article; the rest keep their addresses."""
ARTICLE_BYTES = 20_000_000
"""What the pictures of one article may weigh."""
RUN_BYTES = 80_000_000
"""What those of one run may: they are held until all of it is written, and once more while it is noted."""

_CLOSED = (".qpic.cn", ".qlogo.cn")


class Room:
    """How many bytes of pictures a run may still take; shared by everything that asks for pictures in it."""

    def __init__(self, left: int = RUN_BYTES) -> None:
        self.left = left

    @property
    def is_short(self) -> bool:
        """Whether the next article may not have all its pictures taken."""
        return self.left < ARTICLE_BYTES


def with_picture_files(
    article: Article, get: Get, room: Room
) -> tuple[Item, dict[str, bytes], tuple[Problem, ...]]:
    """Ask for the pictures of an article.

    Args:
        article: the article.
        get: asks the network for addresses that stand in it.
        room: what there is left for pictures; less of it afterwards.

    Returns:
        The item with the names of files in place of the addresses that could be kept, these files by name, and a
        warning for each picture that stays where it is.
    """
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    least = room.left - min(room.left, ARTICLE_BYTES)
    for picture in article.pictures[:MOST]:
        if picture.url in names:
            continue
        try:
            body = get(Wanted(url=picture.url, sort="image", referer=picture.referer)).body
            raster = read_picture(body)
        except FetchFailure as failure:
            problems.append(_stays(picture.url, failure.message))
        except RefusedPicture as failure:
            problems.append(_stays(picture.url, str(failure)))
        else:
            if room.left - len(body) < least:
                problems.append(
                    _stays(picture.url, "the pictures before it fill all the room an article has")
                )
            elif has_shape(raster, picture.ratio):
                room.left -= len(body)
                names[picture.url], files[raster.name] = raster.name, body
            else:
                problems.append(_stays(picture.url, "it came in another shape than it has in the article"))
    if looks_like_placeholder(list(names.values())):
        problems.append(_stays(next(iter(names)), "every picture came as one and the same: a placeholder"))
        return _renamed(article.item, {}), {}, tuple(problems)
    return _renamed(article.item, names), files, tuple(problems)


def _renamed(item: Item, names: dict[str, str]) -> Item:
    """An item with other addresses of its pictures; the longest first, since one may begin another."""
    text = item.text
    for url in sorted(names, key=len, reverse=True):
        text = text.replace(f"]({url})", f"]({names[url]})")
    image = item.image
    if image is not None and image.src in names:
        image = replace(image, src=names[image.src])
    elif image is not None and _is_closed(image.src):
        image = None
    return replace(item, text=text, image=image)


def _is_closed(url: str) -> bool:
    """Whether a host shows readers of other sites a notice in place of its pictures."""
    host = urlsplit(url).hostname or ""
    return host.endswith(_CLOSED)


def _stays(url: str, why: str) -> Problem:
    return warning(f"this picture stays where it is: {why}", path=url)
