"""Two of the documents this project started from, copied unchanged into a section, make a site without a fault."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from building import SHARED, build_site, write
from digest.engine.options import BuildReport
from site_check import HtmlPage, check_site, summary

BASE = "https://example.org/w/"
CONFIG = f"site: {{title: 周刊, base_url: '{BASE}', language: zh, timezone: Asia/Shanghai}}\n"
TAGS = ["qwen", "多模态", "阿里", "蚂蚁", "全模态", "双工", "实时"]


@pytest.fixture(scope="module", params=["topics-zh", "posts"])
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, BuildReport]:
    """The output folder, the section and the report of a build."""
    section: str = request.param
    folder = tmp_path_factory.mktemp(section)
    write(folder, "site/digest.yaml", CONFIG)
    for number in ("001", "004"):
        found = sorted((SHARED / "seeds").glob(f"{number}_*.txt"))
        if not found:
            pytest.skip(f"{SHARED / 'seeds'} is missing: real documents were not built")
        write(folder, f"site/content/{section}/{found[0].stem}.md", found[0].read_bytes())
    report = build_site(folder / "site", folder / "out", clock="2026-12-01T00:00:00Z")
    return folder / "out", section, report


def page(out: Path, address: str) -> str:
    return (out / address / "index.html").read_text(encoding="utf-8")


def listed(built: tuple[Path, str, BuildReport]) -> tuple[str, str]:
    """The pages of 001 and of 004."""
    out, section, _ = built
    (first,) = (path for path in (out / section).iterdir() if path.name.startswith("001"))
    return page(out, f"{section}/{first.name}"), page(out, "all_modality")


def body(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def test_the_site_has_no_fault(built: tuple[Path, str, BuildReport]) -> None:
    found = check_site(built[0], BASE)
    own = [each for each in found if "follows h" not in each.message]  # 001 itself goes from ## to ####
    assert summary(own) == ""
    assert not [problem for problem in built[2].problems if problem.severity == "error"]


def test_front_matter_is_understood(built: tuple[Path, str, BuildReport]) -> None:
    first, second = listed(built)
    assert "<title>多模态 · 周刊</title>" in first
    assert '<time class="dt-published" datetime="2025-08-12T00:00:00+08:00">' in first
    assert "<title>全模态大模型专题 · 周刊</title>" in second
    assert '<time class="dt-published" datetime="2025-08-08T16:52:00+08:00">' in second
    assert f'href="{BASE}all_modality/"' in second
    assert 'name="description" content="全模态大模型原理及各种实现"' in second


def test_seven_tags(built: tuple[Path, str, BuildReport]) -> None:
    out, section, _ = built
    tags = re.findall(r'<a class="p-category" href="[^"]*" rel="tag">([^<]*)</a>', body(listed(built)[1]))
    assert tags == TAGS
    feed = json.loads((out / section / "feed.json").read_bytes())
    assert next(i["tags"] for i in feed["items"] if i["title"] == "全模态大模型专题") == TAGS
    for tag in TAGS:
        assert "全模态大模型专题" in page(out, f"tags/{tag}")


def test_bold_phrases(built: tuple[Path, str, BuildReport]) -> None:
    """001 has 14, one of which is emphasis in no dialect and stays as typed, with a warning; 004 has 44."""
    first, second = (body(html) for html in listed(built))
    assert first.count("<strong>") == 13
    assert first.count("**") == 2
    assert "** 清华" in first or "**清华" in first or "团队**" in first
    assert second.count("<strong>") == 44
    assert "**" not in re.sub(r"<code.*?</code>", "", second, flags=re.DOTALL)
    (warned,) = (p for p in built[2].problems if "`**`" in p.message)
    assert Path(warned.path).name.startswith("001")
    assert warned.line == 13


def test_no_address_swallows_chinese(built: tuple[Path, str, BuildReport]) -> None:
    for html in listed(built):
        for element in HtmlPage(html).named("a", "img"):
            address = unquote(element.attributes.get("href") or element.attributes.get("src", ""))
            place, _, _ = address.partition("#")
            if "example.org" not in place and not place.startswith("/w/"):
                assert not re.search(r"[\u2e80-\u9fff\uff00-\uffef]", place), address


def test_tables_of_contents(built: tuple[Path, str, BuildReport]) -> None:
    for html in listed(built):
        toc = html[html.index('<details class="toc"') :]
        toc = toc[: toc.index("</details>")]
        ids = set(HtmlPage(html).ids)
        fragments = [unquote(e.attributes["href"][1:]) for e in HtmlPage(toc).named("a")]
        assert len(fragments) >= 2
        assert set(fragments) <= ids
