"""A service that speaks the OpenAI protocol, as told, and sites that ask it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from building import write
from fetch.server import Reply, Request, Server, reply

PATH = "/v1/chat/completions"
KEY = "key-4f9c2b7e81d05a36-canary"
ABSTRACT = (
    "We introduce Gull-7B, a model of wings. It is trained on 1,000 flights. "
    "Gull-7B improves accuracy by 12% over GPT-4."
)
SUMMARY = "本文提出 Gull-7B，它用 1,000 次飞行训练，准确率比 GPT-4 高 12%。"
FINDINGS = ["Gull-7B 的准确率提高 12%。", "训练用了一千次飞行。"]


def completion(content: object, *, finish: str = "stop", tokens: int = 321) -> Reply:
    """An ordinary answer; what is no text is written as JSON."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    body = {
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": 1, "completion_tokens": tokens - 1, "total_tokens": tokens},
    }
    return reply(json.dumps(body), type="application/json")


def asked(request: Request) -> dict[str, object]:
    """The JSON of a question."""
    return cast("dict[str, object]", json.loads(request.body))


def messages(request: Request) -> tuple[str, str]:
    """What the model is told, and the article."""
    found = cast("list[dict[str, str]]", asked(request)["messages"])
    assert [message["role"] for message in found] == ["system", "user"]
    return found[0]["content"], found[1]["content"]


def names_asked(request: Request) -> list[str]:
    """The fields a question is about."""
    return re.findall(r'^"(\w+)":', messages(request)[0], re.MULTILINE)


def answering(values: Mapping[str, object]) -> Callable[[Request], Reply]:
    """A service that gives each field asked for its value."""
    return lambda request: completion({name: values[name] for name in names_asked(request)})


GOOD = answering(
    {"summary": SUMMARY, "findings": FINDINGS, "title": "海鸥", "analysis": SUMMARY, "executive": SUMMARY}
)


def config(server: Server | str, *, language: str = "zh", model: str = "") -> str:
    """A `digest.yaml` that names the service; `model` holds further keys of it."""
    base = server if isinstance(server, str) else server.base
    return (
        f"site: {{title: T, language: {language}, timezone: UTC, base_url: https://example.org/d/}}\n"
        f"summary: {{model: {{base_url: {base}/v1, name: gull-1, retries: 0{model}}}}}\n"
    )


def make_site(
    root: Path, server: Server | str, entries: Mapping[str, str] | None = None, **more: str
) -> Path:
    """A site whose entries are files by slug: one with a good abstract where none is given."""
    write(root, "digest.yaml", config(server, **more))
    for slug, text in (entries or {"gulls": entry("Gulls")}).items():
        write(root, f"content/entries/{slug}/index.md", text)
    return root


def entry(title: str, front: str = "", body: str = "", *, abstract: str = ABSTRACT) -> str:
    """A file of an entry of 2026-W20."""
    lines = [
        "---",
        f"title: {title}",
        "date: 2026-05-11",
        f"abstract: {json.dumps(abstract, ensure_ascii=False)}",
    ]
    lines += ["links: [{kind: paper, url: https://papers.example.net/p}]"]
    lines += [front] if front else []
    return "\n".join([*lines, "---", body, ""])
