"""Hugging Face: the papers of a day, `https://huggingface.co/api/daily_papers?date=2025-05-15`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date

from fetch.server import Reply, reply
from world.host import Asked, Host
from world.papers import Paper

_CODE = re.compile(r"https://github\.com/[\w-]+/[\w-]+")


class DailyPapers(Host):
    """Days and their papers; a day without any is an empty list, a day that is none HTTP 400."""

    def __init__(self) -> None:
        super().__init__("huggingface.co")
        self._days: dict[str, list[Paper]] = {}

    def show(self, day: str, papers: Iterable[Paper]) -> None:
        """Put papers on the list of a day."""
        self._days.setdefault(day, []).extend(papers)

    def honest(self, asked: Asked) -> Reply:
        """As `Host.honest`."""
        if asked.path != "/api/daily_papers":
            return super().honest(asked)
        day = asked.parameter("date") or max(self._days, default="2025-05-15")
        try:
            date.fromisoformat(day)
        except ValueError:
            return reply(json.dumps({"error": "Invalid date"}), status=400, type="application/json")
        listed = [_record(paper, day, place) for place, paper in enumerate(self._days.get(day, ()))]
        return reply(
            json.dumps(listed), type="application/json; charset=utf-8", etag=f'W/"{day}-{len(listed)}"'
        )


def _record(paper: Paper, day: str, place: int) -> dict[str, object]:
    about: dict[str, object] = {
        "id": paper.number,
        "authors": [
            {"_id": f"{paper.number}-{index}", "name": name, "hidden": False}
            for index, name in enumerate(paper.authors)
        ],
        "publishedAt": f"{paper.published:%Y-%m-%dT%H:%M:%S}.000Z",
        "submittedOnDailyAt": f"{day}T01:30:00.000Z",
        "title": paper.title,
        "summary": paper.abstract,
        "upvotes": 40 - place,
        "discussionId": f"d{paper.number}",
    }
    if place % 2 == 0 and (code := _CODE.search(paper.abstract)):
        about["githubRepo"] = code[0]
    return {
        "paper": about,
        "publishedAt": f"{day}T02:00:00.000Z",
        "title": paper.title,
        "summary": paper.abstract,
        "thumbnail": f"https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/{paper.number}.png",
        "numComments": place,
        "submittedBy": {"name": "reader", "fullname": "A Reader", "type": "user", "isPro": False},
        "isAuthorParticipating": False,
    }
