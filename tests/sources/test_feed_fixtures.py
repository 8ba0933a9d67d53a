# ruff: noqa: E501 - a table reads better in its lines
"""The articles of collected feeds, as a person reads them there."""

import re
from datetime import UTC, datetime

import pytest

from building import SHARED
from digest.sources.feeds.articles import feed_articles
from digest.sources.feeds.read import read_feed

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FEEDS = SHARED / "fixtures" / "feeds"
_FENCED = re.compile(r"^(`{3,})[^`\n]*\n.*?^\1$", re.MULTILINE | re.DOTALL)
GRUBER = ("John Gruber",)
PUNK = ("Investment Punk Academy by Gerald Hörhan",)
OSCAR = ("Oscar Dominguez",)
GENOME = (
    "LAPALU, N.", "SIMON, A.", "Lu, A.", "Plaumann, P.-L.", "Amselem, J.", "Pigne, S.", "Auger, A.", "Koch, C.",
    "Dallery, J.-F.", "O'Connell, R. J.",
)  # fmt: skip

# Articles, dropped entries, authors of the first article, then title, address and date of the last one, then
# pictures and blocks of code in all texts.
FACTS: dict[str, tuple[int, int, tuple[str, ...], str, str, str, int, int]] = {
    "atom_jekyll_geohot.xml": (10, 0, (), "Five years of tinygrad",
        "https://geohot.github.io//blog/jekyll/update/2025/12/29/five-years-of-tinygrad.html", "2025-12-29T00:00:00+08:00", 2, 0),
    "atom_youtube_channel.xml": (15, 0, PUNK, "Einstieg in den Aktienmarkt I Scheidung I SpaceX Mars - Programm #ASKTHEPUNK 61",
        "http://www.youtube.com/watch?v=Y8UhlmvEzIM", "2016-11-11T16:00:03+00:00", 0, 0),
    "enc_big5_minimal.xml": (0, 0, (), "", "", "", 0, 0),
    "jsonfeed_10_example.json": (2, 0, GRUBER, "Instagram for Windows 95",
        "https://daringfireball.net/linked/2020/01/20/instagram-for-win95", "2020-01-21T01:07:00+00:00", 0, 0),
    "jsonfeed_11_sample.json": (2, 0, ("Jane Smith",), "Second JSON Feed Item", "https://example.org/item2",
        "2024-01-14T10:30:00+00:00", 0, 0),
    "rss091_iso8859.xml": (15, 0, (), "[02.08.2018 - 11:18 Uhr] Brandmeldeanlagenalarm",
        "http://www.stadtfeuerwehr-weiz.at/einsaetze/einsatz-detail/5203/", "2018-08-02T11:18:00+01:00", 0, 0),
    "rss092_no_titles.xml": (0, 22, (), "", "", "", 0, 0),
    "rss10_biorxiv.xml": (1, 0, GENOME, ("Complete genome of the Medicago anthracnose fungus, Colletotrichum destructivum, reveals a "
        "mini-chromosome-like region within a core chromosome."),
        "http://biorxiv.org/cgi/content/short/2023.12.16.571984v1?rss=1", "2023-12-16T00:00:00+00:00", 0, 0),
    "rss10_rdf_davidbau.xml": (15, 0, ("David",), "Freedom and Purpose",
        "https://davidbau.com/archives/2025/03/25/freedom_and_purpose.html", "2025-03-25T07:17:19-05:00", 3, 0),
    "rss20_leading_whitespace_and_bad_xml.xml": (15, 0, OSCAR, "Hello dev community!",
        "https://web-oscard0m.vercel.app/blog/hello-dev-community", "2021-05-23T00:00:00+00:00", 0, 0),
    "rss20_missing_titles.xml": (5, 1, (), "Projects", "https://bugramming.dev/projects/", "2019-02-28T00:00:00+00:00", 0, 0),
    "rss20_no_guid.xml": (30, 0, (), "Configuring PHP-FPM", "https://serversforhackers.com/c/div-configuring-php-fpm",
        "2018-06-12T00:00:00+00:00", 4, 115),
    "rss20_qwen_en.xml": (44, 0, (), "Chinese CLIP: Contrastive Vision-Language Pretraining in Chinese",
        "https://qwenlm.github.io/blog/chinese-clip/", "2022-12-24T14:54:19+08:00", 0, 0),
    "rss20_relative_links.xml": (13, 0, (), "Remembering the bash if statement",
        "https://example.org/blog/1-remembering-the-bash-if-statement/", "2019-09-18T00:00:00+00:00", 0, 0),
    "rss20_ucla_causality.xml": (10, 0, ("Scott Mueller",), "What Statisticians Want to Know about Causal Inference and The Book of Why",
        "https://causality.cs.ucla.edu/blog/index.php/2020/05/31/what-statisticians-want-to-know-about-causal-inference-and-the-book-of-why/",
        "2020-05-31T16:09:06+00:00", 9, 0),
    "rss20_windows1251.xml": (50, 0, (), "Цитата #17220", "http://ibash.org.ru/quote.php?id=17220", "2018-03-15T09:16:48+03:00", 0, 0),
    "zh_gb18030_declared_gb2312.xml": (5, 0, (), "QVQ-Max：有依据地思考", "https://qwenlm.github.io/zh/blog/qvq-max-preview/",
        "2025-03-28T00:00:04+08:00", 0, 0),
    "zh_gbk_declared.xml": (6, 0, (), "Qwen3-Coder: 在世界中自主编程", "https://qwenlm.github.io/zh/blog/qwen3-coder/",
        "2025-07-22T21:00:00+08:00", 0, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_articles_of_a_feed(name: str) -> None:
    file = FEEDS / name
    if not file.exists():
        pytest.skip("the collected feeds are not there")
    reading = feed_articles(read_feed(file.read_bytes(), "https://example.org/blog/feed.xml", {}, now=NOW))
    articles, dropped, authors, title, url, date, pictures, blocks = FACTS[name]
    assert (len(reading.articles), len(reading.dropped)) == (articles, dropped)
    if articles:
        first, last = reading.articles[0].item, reading.articles[-1].item
        assert first.authors == authors
        assert last.source is not None
        assert last.date is not None
        assert (last.title, last.source.url, last.date.isoformat()) == (title, url, date)
    texts = [article.item.text for article in reading.articles]
    assert sum(len(_FENCED.findall(text)) for text in texts) == blocks
    assert sum(len(re.findall(r"(?<!\\)!\[", _FENCED.sub("", text))) for text in texts) == pictures
    assert sum(len(article.pictures) for article in reading.articles) == pictures
