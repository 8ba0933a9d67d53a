"""Blogs: pages with what a person reads and what machines read, pictures, a robots.txt, and pages that say no."""

from __future__ import annotations

import html
import json
from datetime import datetime, timedelta

from fetch.server import reply
from world.feeds import Feed, Format, Post
from world.host import Host
from world.papers import FIRST_DAY
from world.pictures import png
from world.texts import english

CODE = "def glide(wings):\n    for wing in wings:\n        if wing.lift > 0.5:\n            yield wing\n"
FORMULA = r"\sum_{i=1}^{n} w_i \cdot v_i^2"
LOGIN = "<html><head><title>Log in</title></head><body><form>Log in to continue reading.</form></body></html>"
CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body><p>Checking your browser before accessing"
    " the site.</p><script>window._cf_chl_opt={};</script></body></html>"
)


class Blog(Host):
    """A blog; `post` writes a page and returns its entry for a feed, `feed` makes a feed of them."""

    def __init__(self, name: str, *, title: str = "", robots: str = "") -> None:
        super().__init__(name)
        self.title = title or f"The Blog of {name}"
        if robots:
            self.on("/robots.txt", reply(robots, type="text/plain"))

    def feed(self, path: str = "/feed.xml", form: Format = "rss") -> Feed:
        """A new feed of this blog."""
        return Feed(self, path, form, title=self.title)

    def post(
        self,
        number: int,
        *,
        title: str = "",
        more: str = "",
        dated: bool = True,
        full: bool = True,
        guid: str | None = None,
    ) -> Post:
        """Write a post, with code, a formula and a picture; `more` is HTML at its end.

        `full` says whether the feed has the whole text or its first paragraph.
        """
        title = title or f"Notes on Gulls, Part {number}"
        path = f"/posts/{number}"
        moment = FIRST_DAY + timedelta(hours=number % 96, minutes=number // 96)
        body = self._body(number, more)
        self.on(path, _page(title, self.title, self.url(path), moment if dated else None, body, number))
        self.on(f"/pictures/{number}.png", reply(png(400, 200, number % 256), type="image/png"))
        return Post(
            url=self.url(path),
            title=title,
            content=body if full else "",
            summary="" if full else f"<p>{english(number)[0]}</p>",
            date=moment if dated else None,
            guid=guid,
            authors=("Ines Okafor",),
            tags=("Vision",),
        )

    def _body(self, number: int, more: str) -> str:
        first, second, *rest = [f"<p>{words}</p>" for words in english(number)]
        return (
            f"{first}<p>The rule is <span class='katex'><span class='katex-mathml'><math><semantics><mrow></mrow>"
            f'<annotation encoding="application/x-tex">{html.escape(FORMULA)}</annotation></semantics></math></span>'
            f"</span> and nothing else.</p>{second}"
            f'<pre><code class="language-python">{html.escape(CODE)}</code></pre>'
            f'<figure><img src="{self.url(f"/pictures/{number}.png")}" alt="Gulls {number}" width="400" height="200">'
            f"</figure>{''.join(rest)}{more}"
        )


def _page(title: str, site: str, url: str, moment: datetime | None, body: str, number: int) -> str:
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": title,
        "author": {"@type": "Person", "name": "Ines Okafor"},
    }
    if moment and number % 2:
        said["datePublished"] = moment.isoformat()
    meta = (
        f'<meta property="article:published_time" content="{moment.isoformat()}">'
        if moment and not number % 2
        else ""
    )
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)} | {site}</title>
<meta property="og:title" content="{html.escape(title)}"><meta property="og:site_name" content="{site}">
<link rel="canonical" href="{url}">{meta}
<script type="application/ld+json">{json.dumps(said)}</script></head>
<body><nav><a href="/">Home</a> <a href="/about">About</a></nav>
<main><article><h1>{html.escape(title)}</h1>{body}</article></main>
<footer><p>Subscribe to our newsletter. All rights reserved.</p></footer></body></html>"""
