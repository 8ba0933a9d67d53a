"""`digest add`: one work by its address, from a server on this machine that speaks as the sources do."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from building import build_site
from cli.commands import refused, run, tree
from digest.cli import add, reject
from digest.config.schema import Config
from digest.content.drafts import EntryDraft
from digest.content.ownership import value_digest
from digest.content.read import read_draft
from digest.ingest.entry_file import entry_fields, item_of
from fetch.server import Reply, Request, Server, reply
from site_check import check_site
from sources.arxiv.documents import entry, feed
from sources.wechat_pages import article

ATOM = "application/atom+xml"
PAPER = "https://arxiv.org/abs/2503.00001v2"
CLOCK = ("--clock", "2025-03-10T09:00:00+08:00")
PATH = "content/entries/2025/w11/gulls-a-model-of-wings/index.md"
POST = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Gulls in the wild</title>
<meta property="og:title" content="Gulls in the wild">
<meta property="article:published_time" content="2025-03-08T10:00:00Z">
</head><body><article><h1>Gulls in the wild</h1>{}</article></body></html>""".format(
    "".join(
        f"<p>Paragraph {number} tells at some length how the model of wings behaves above open water, what the wind"
        f" does to its estimates and why the authors measured {number} flights before they trusted it.</p>"
        for number in range(12)
    )
)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def site(tmp_path: Path, server: Server) -> Path:
    mirrors = ", ".join(f"'https://{host}': '{server.base}/{host}/'" for host in HOSTS)
    (tmp_path / "digest.yaml").write_text(
        "site: {title: T, language: en, timezone: Asia/Shanghai, base_url: https://example.org/d/}\n"
        f"fetch: {{allow_private_hosts: [127.0.0.1], mirrors: {{{mirrors}}},"
        " delays: {default: 0, arxiv: 0, wechat: 0}, retries: 0}\n",
        encoding="utf-8",
    )
    return tmp_path


HOSTS = ("export.arxiv.org", "arxiv.org", "mp.weixin.qq.com", "blog.example.org", "mmbiz.qpic.cn")


def answer_paper(server: Server, **facts: str) -> None:
    title = facts.pop("title", "Gulls: A Model of Wings")
    page = feed(entry("2503.00001", title, version="v2", **facts))
    server.on("/export.arxiv.org/api/query", reply(page, type=ATOM))


def read(site: Path, path: str = PATH) -> EntryDraft:
    draft, warnings = read_draft((site / path).read_bytes(), path=path, config=Config())
    assert warnings == ()
    assert isinstance(draft, EntryDraft)
    return draft


def test_a_paper_becomes_an_entry(site: Path, server: Server, tmp_path: Path) -> None:
    answer_paper(server, summary="We measure wings of $n$ gulls.")
    result = run(add.command, site, PAPER, *CLOCK)
    assert result.stdout == f"{PAPER}: added as {PATH}\n"
    found = read(site)
    assert (found.id, found.title, found.authors) == (
        "arxiv:2503.00001",
        "Gulls: A Model of Wings",
        ("Ada Example",),
    )
    assert (found.abstract, found.subjects) == ("We measure wings of $n$ gulls.", ("cs.CV",))
    assert found.date is not None
    assert found.date.isoformat() == "2025-03-04T10:00:00+00:00"
    assert found.publish_date is not None
    assert found.publish_date.isoformat() == "2025-03-10T09:00:00+08:00"
    assert not found.draft
    build_site(site, tmp_path / "public", clock="2025-04-01T00:00:00Z")
    assert check_site(tmp_path / "public", "https://example.org/d/") == []


def test_what_another_run_remembers_meanwhile_stays(site: Path, server: Server) -> None:
    page = feed(entry("2503.00001", "Gulls: A Model of Wings", version="v2"))
    line = b'{"source":"blog","key":"https://blog.example.org/1","seen":"2025-03-10T08:00:00Z"}\n'
    waiting = site / ".digest/state/waiting.jsonl"

    def answer(_: Request) -> Reply:
        waiting.parent.mkdir(parents=True, exist_ok=True)
        waiting.write_bytes(line)  # as a fetch does that ends while this asks
        return reply(page, type=ATOM)

    server.on("/export.arxiv.org/api/query", answer)
    run(add.command, site, PAPER, *CLOCK)
    assert waiting.read_bytes() == line


def test_the_machine_notes_what_it_filled(site: Path, server: Server) -> None:
    answer_paper(server)
    run(add.command, site, PAPER, *CLOCK)
    found = read(site)
    fields = entry_fields(item_of(found), found.id)
    owned = {name for name in fields if name not in {"id", "publishDate", "auto"}}
    assert found.auto.keys() == owned
    assert all(found.auto[name].sha == value_digest(fields[name]) for name in owned)
    assert {record.by for record in found.auto.values()} == {"fetch"}


def test_adding_again_changes_only_what_the_machine_still_owns(site: Path, server: Server) -> None:
    answer_paper(server)
    run(add.command, site, PAPER, *CLOCK)
    before = tree(site / "content")
    answer_paper(server)
    assert "nothing new" in run(add.command, site, PAPER, "--clock", "2025-04-10T09:00:00+08:00").stdout
    assert tree(site / "content") == before
    file = site / PATH
    mine = file.read_text(encoding="utf-8").replace('title: "Gulls: A Model of Wings"', "title: 海鸥  # 我的")
    assert "海鸥" in mine
    file.write_text(mine + "我的话。\n", encoding="utf-8")
    answer_paper(server, title="Gulls: Wings Remodelled", summary="A better abstract.")
    assert "brought up to date" in run(add.command, site, PAPER, *CLOCK).stdout
    found = read(site)
    assert (found.title, found.abstract) == ("海鸥", "A better abstract.")
    assert "# 我的" in file.read_text(encoding="utf-8")
    assert found.body.strip() == "我的话。"
    assert found.auto["abstract"].sha == value_digest("A better abstract.")
    assert found.auto["title"].sha == value_digest("Gulls: A Model of Wings")


def test_an_article_of_wechat(site: Path, server: Server) -> None:
    words = "".join(
        f"<p>第{number}段：海鸥模型在开阔水面上的表现，以及风怎样影响它的估计。</p>" for number in range(8)
    )
    server.on("/mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", reply(article(words)))
    run(add.command, site, "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv?scene=1", "--draft", *CLOCK)
    (path,) = [path for path in tree(site / "content") if path.endswith("index.md")]
    found = read(site, f"content/{path}")
    assert (found.id, found.title) == ("wechat:MzTest0001==/2247000001/2", "A & B")
    assert found.source is not None
    assert (found.source.kind, found.source.name) == ("wechat", "小站 & 朋友")
    assert found.draft
    assert found.body == ""
    assert "第7段" in (site / "content" / path).with_name("source.md").read_text(encoding="utf-8")


def png(width: int) -> bytes:
    """A picture of one colour."""
    header = struct.pack(">IIBBBBB", width, 200, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * (width + 1) * 200)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def test_pictures_are_kept_beside_the_entry(site: Path, server: Server) -> None:
    text = "<p>海鸥模型在开阔水面上的表现，以及风怎样影响它的估计，作者又为什么要量这么多次。</p>"
    pictures = "".join(
        f'<p>{text}<img data-src="https://mmbiz.qpic.cn/mmbiz_png/{name}/640?wx_fmt=png&amp;from=appmsg"></p>'
        for name in ("one", "two", "gone", "page")
    )
    server.on("/mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", reply(article(pictures)))
    server.on("/mmbiz.qpic.cn/mmbiz_png/one/640", reply(png(300), type="image/png"))
    server.on("/mmbiz.qpic.cn/mmbiz_png/two/640", reply(png(301), type="image/png"))
    server.on("/mmbiz.qpic.cn/mmbiz_png/gone/640", reply(404))
    server.on("/mmbiz.qpic.cn/mmbiz_png/page/640", reply("<script>alert(1)</script>", type="image/png"))
    result = run(add.command, site, "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", *CLOCK)
    (index,) = [path for path in tree(site / "content") if path.endswith("index.md")]
    folder = (site / "content" / index).parent
    names = {path.name for path in folder.iterdir()} - {"index.md", "source.md"}
    assert {(folder / name).read_bytes() for name in names} == {png(300), png(301)}
    source = (folder / "source.md").read_text(encoding="utf-8")
    assert all(f"]({name})" in source for name in names)
    assert source.count("](https://mmbiz.qpic.cn/") == 2
    assert result.stderr.count("stays where it is") >= 2
    asked = [request for request in server.requests if request.path.startswith("/mmbiz.qpic.cn/")]
    assert {dict(request.headers).get("referer", "") for request in asked} == {"https://mp.weixin.qq.com/"}
    before = tree(site / "content")
    server.on("/mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", reply(article(pictures)))
    server.on("/mmbiz.qpic.cn/mmbiz_png/one/640", reply(png(300), type="image/png"))
    server.on("/mmbiz.qpic.cn/mmbiz_png/two/640", reply(png(301), type="image/png"))
    run(add.command, site, "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", *CLOCK)
    assert tree(site / "content") == before


@pytest.mark.parametrize(("ratio", "kept"), [("0.5", True), ("1.5", False)])
def test_a_placeholder_is_not_kept_where_it_is_the_only_picture(
    ratio: str, kept: bool, site: Path, server: Server
) -> None:
    """What the site sends for a foreign `Referer` has one shape for all, and the article says that of its own."""
    text = "<p>海鸥模型在开阔水面上的表现，以及风怎样影响它的估计，作者又为什么要量这么多次。</p>"
    picture = f'<img data-src="https://mmbiz.qpic.cn/a/640?wx_fmt=png" data-ratio="{ratio}" data-w="1080">'
    server.on("/mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", reply(article(text + picture)))
    server.on("/mmbiz.qpic.cn/a/640", reply(png(400), type="image/png"))
    result = run(add.command, site, "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", *CLOCK)
    assert any(path.endswith(".png") for path in tree(site / "content")) is kept
    assert ("another shape" in result.stderr) is not kept


def test_a_post_of_a_blog(site: Path, server: Server) -> None:
    server.on("/blog.example.org/robots.txt", reply(404))
    server.on("/blog.example.org/gulls", reply(POST))
    result = run(add.command, site, "https://blog.example.org/gulls", *CLOCK)
    assert "added as" in result.stdout
    (path,) = [path for path in tree(site / "content") if path.endswith("index.md")]
    found = read(site, f"content/{path}")
    assert found.title == "Gulls in the wild"
    assert found.id == "url:https://blog.example.org/gulls"
    assert found.date is not None
    assert found.date.date().isoformat() == "2025-03-08"


def test_what_is_no_article_is_named_and_the_others_are_added(site: Path, server: Server) -> None:
    answer_paper(server)
    captcha = (
        "<html><body><div>环境异常 当前环境异常，完成验证后即可继续访问。</div><a>去验证</a></body></html>"
    )
    server.on("/mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", reply(captcha))
    message = refused(
        add.command, site, "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", PAPER, "ftp://x/", *CLOCK
    )
    assert "(captcha)" in message
    assert "no http or https address" in message
    assert list(tree(site / "content")) == [PATH.removeprefix("content/")]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/x",
        "http://169.254.169.254/latest/",
        "http://[::1]/",
        "http://localhost/",
        "http://10.0.0.1/",
    ],
)
def test_addresses_of_this_machine_and_its_network_are_not_asked(tmp_path: Path, url: str) -> None:
    (tmp_path / "digest.yaml").write_text("site: {title: T}\n", encoding="utf-8")
    message = refused(add.command, tmp_path, url, *CLOCK)
    assert "could not be read" in message or "no address" in message
    assert not (tmp_path / "content").exists()


def test_a_failing_source_changes_nothing(site: Path, server: Server) -> None:
    server.on("/export.arxiv.org/api/query", reply("<html>busy</html>"))
    before = tree(site)
    assert PAPER in refused(add.command, site, PAPER, *CLOCK)
    assert {path: data for path, data in tree(site).items() if not path.startswith(".digest/")} == before


def test_a_rejected_work_is_not_added(site: Path, server: Server) -> None:
    answer_paper(server)
    run(add.command, site, PAPER, *CLOCK)
    run(reject.command, site, "arxiv:2503.00001")
    answer_paper(server)
    assert "rejected before" in run(add.command, site, PAPER, *CLOCK).stdout
    assert tree(site / "content") == {}


def test_a_paper_brings_its_teaser(site: Path, server: Server) -> None:
    answer_paper(server)
    page = (
        "<html><body><article><figure class='ltx_figure' id='S1.F1'>"
        "<img class='ltx_graphics' src='x1.png' width='600' height='300'>"
        "<figcaption class='ltx_caption'>Figure 1: Wings.</figcaption></figure></article></body></html>"
    )
    server.on("/arxiv.org/html/2503.00001", reply(page))
    server.on("/arxiv.org/html/2503.00001/x1.png", reply(png(640), type="image/png"))
    run(add.command, site, PAPER, *CLOCK)
    found = read(site)
    assert found.image is not None
    assert (site / PATH).with_name(found.image.src).read_bytes() == png(640)
    assert (found.image.alt, found.image.credit) == ("Figure 1: Wings.", "arXiv:2503.00001")


def test_an_article_about_a_paper_is_coverage_of_the_paper(site: Path, server: Server) -> None:
    answer_paper(server)
    words = "".join(f"<p>第{number}段：海鸥模型在开阔水面上的表现。</p>" for number in range(8))
    link = "<p>论文链接：https://arxiv.org/abs/2503.00001v1</p>"
    server.on("/mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", reply(article(words + link)))
    url = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"
    result = run(add.command, site, url, *CLOCK)
    assert result.stdout == f"{url}: joined {PATH}\n"
    found = read(site)
    assert (found.title, found.lang) == ("Gulls: A Model of Wings", "en")
    assert [(told.kind, told.title) for told in found.coverage] == [("wechat", "A & B")]
    before = tree(site)
    assert "nothing new" in run(add.command, site, url, *CLOCK).stdout
    assert tree(site) == before
