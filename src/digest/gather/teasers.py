"""The first figures of papers that an issue picks; of other papers nobody asks, as each costs arXiv a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digest.content.collect import Collection
from digest.content.drafts import Draft, EntryDraft, IssueDraft
from digest.content.permalinks import slug_of
from digest.gather.asking import Asking
from digest.gather.gathered import Record, digest_of
from digest.gather.one import with_teaser
from digest.items import Item
from digest.sources.article import Article
from digest.sources.picture_files import with_picture_files

MOST = 20
"""Papers one run asks for."""
AGAIN = 30 * 86_400.0
"""Seconds after which a paper that had no figure is asked for once more."""
TEASERS = "figures of picks"
"""What goes in place of a source for them."""


def picked_without_picture(collection: Collection) -> tuple[EntryDraft, ...]:
    """The papers of arXiv that issues pick and that have no picture, unless somebody took theirs away."""
    picked = set(_picks(collection.drafts))
    return tuple(
        entry
        for entry in collection.entries
        if entry.id.startswith("arxiv:")
        and entry.image is None
        and not {"image"} & (entry.auto.keys() | entry.places.keys())
        and (entry.id in picked or slug_of(entry) in picked)
    )


def teaser_records(entries: Iterable[EntryDraft], asking: Asking) -> Iterator[Record]:
    """Ask for the teasers of papers, `MOST` of them and none oftener than is polite."""
    numbers = {entry.id.removeprefix("arxiv:"): entry for entry in entries}
    due = [number for number in numbers if not asking.kept.is_younger(f"teaser {number}", AGAIN)]
    for number in due[:MOST]:
        if asking.is_over() or asking.room.is_short:
            return
        entry = numbers[number]
        asking.kept.note(f"teaser {number}")
        bare = Article(key=f"teaser:{number}", item=Item(title=entry.title, id=entry.id))
        article = with_teaser(bare, number, asking.client, asking.readers)
        item, files, _ = with_picture_files(
            article, asking.client.found_on("https://arxiv.org/"), asking.room
        )
        if item.image is not None and files:
            yield Record(
                source=TEASERS,
                key=bare.key,
                said=digest_of(item),
                article=Article(key=bare.key, item=item),
                files=files,
            )


def _picks(drafts: Iterable[Draft]) -> Iterator[str]:
    for draft in drafts:
        if isinstance(draft, IssueDraft):
            yield from draft.picks or ()
            yield from (pick for section in draft.sections for pick in section.picks)
