"""Every bundled template with views full and bare; the environment: layers, prefixes, errors, escaping."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from digest.pages.views import SiteView
from digest.problems import DigestError
from digest.render.layers import Layer, Layers
from digest.render.resources import bundled_folder
from digest.render.templates import Templates

from . import samples

BUNDLED = Layer(bundled_folder("templates"), "(bundled) templates")
NAMES = tuple(samples.pages(Markup("")))
HOSTILE = (
    "\"'><script>alert(1)</script><!--{{ 7*191919 }}{% raw %}&amp;</title></a><img src=x onerror=alert(1)>"
)
TAG = re.compile(r"<[a-zA-Z][^\s>]*((?:\s+[^\s=>\"]+=\"[^\"]*\"|\s+(?:hidden|open))*)\s*>")

bundled = Templates(Layers((Layer(Path("no-such-folder"), "templates"), BUNDLED)), "zh")


def page(name: str, say: samples.Say = str, *, full: bool = True, site: SiteView | None = None) -> str:
    card = Markup(bundled.render("parts/card.html", card=samples.card(say, full=full, lang="en")))
    view = samples.pages(card, say, full=full)[name]
    return bundled.render(name.partition("#")[0], site=site or samples.site(say=say), page=view)


def tree(html: str) -> Element:
    """The document as a strict HTML parser sees it; any parse error raises."""
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert isinstance(root, Element)
    return root


def shape(html: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Elements with the names of their attributes: what text may never change."""
    for element in tree(html).iter():
        yield str(element.tag), tuple(sorted(element.attrib))


every_page = pytest.mark.parametrize("name", NAMES)
full_and_bare = pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])


def test_every_template_of_a_page_is_tried() -> None:
    pages = {path.name for path in BUNDLED.folder.glob("*.html")} - {"base.html"}

    assert pages == {name.partition("#")[0] for name in NAMES}


@every_page
@full_and_bare
def test_pages_parse_without_an_error(name: str, full: bool) -> None:
    assert tree(page(name, full=full)).find("body") is not None


@every_page
@full_and_bare
def test_every_attribute_is_quoted(name: str, full: bool) -> None:
    html = re.sub(r"<!doctype html>", "", page(name, full=full))

    rest = TAG.sub("", re.sub(r"</[a-z0-9]+>", "", html))

    assert "<" not in rest
    assert ">" not in rest


@every_page
@full_and_bare
def test_one_h1_and_no_level_left_out(name: str, full: bool) -> None:
    levels = [
        int(element.tag[1])
        for element in tree(page(name, full=full)).iter()
        if re.fullmatch("h[1-6]", element.tag)
    ]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@every_page
@full_and_bare
def test_ids_are_unique(name: str, full: bool) -> None:
    ids = [element.attrib["id"] for element in tree(page(name, full=full)).iter() if "id" in element.attrib]
    ids = [
        value for value in ids if value not in {"a", "b"}
    ]  # of the sample's body, which home and issue repeat

    assert len(ids) == len(set(ids))


@every_page
def test_images_have_an_alternative(name: str) -> None:
    assert all("alt" in image.attrib for image in tree(page(name)).iter("img"))


@every_page
def test_the_policy_forbids_inline_scripts_and_foreign_hosts(name: str) -> None:
    root = tree(page(name))
    (policy,) = [
        element.attrib["content"]
        for element in root.iter("meta")
        if element.attrib.get("http-equiv") == "Content-Security-Policy"
    ]

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert all("style" not in element.attrib for element in root.iter())
    assert not list(root.iter("style"))
    assert all(
        "src" in script.attrib or script.attrib["type"] == "application/ld+json"
        for script in root.iter("script")
    )


@every_page
def test_strings_from_outside_stay_text(name: str) -> None:
    assert list(shape(page(name, lambda text: text + HOSTILE))) == list(shape(page(name)))


@pytest.mark.parametrize("name", ["entry.html", "issue.html", "list.html"])
@given(text=st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=30))
@settings(max_examples=25, deadline=None)
def test_no_string_changes_the_shape_of_a_page(name: str, text: str) -> None:
    try:
        found = list(shape(page(name, lambda original: f"{original} {text}")))
    except html5lib.html5parser.ParseError as failure:
        pytest.fail(f"{failure} with {text!r}")

    assert found == list(shape(page(name)))


def test_a_template_in_content_is_written_as_it_is() -> None:
    assert "{{ 7*191919 }}" in page("entry.html", lambda text: text + "{{ 7*191919 }}")


def test_the_frame_is_in_the_language_of_the_site_and_the_title_in_its_own() -> None:
    root = tree(page("entry.html"))
    (title,) = root.iter("h1")

    assert root.attrib["lang"] == "zh"
    assert title.attrib["lang"] == "en"


def test_the_navigation_says_where_the_reader_is() -> None:
    marked = [link.attrib for link in tree(page("list.html")).iter("a") if "aria-current" in link.attrib]

    assert marked == [{"href": "/d/tags/", "aria-current": "page"}]


def test_a_title_leads_to_the_original_and_a_word_to_the_entry() -> None:
    links = list(tree("<!doctype html>" + bundled.render("parts/card.html", card=samples.card())).iter("a"))

    assert links[0].attrib["href"] == "https://arxiv.org/abs/2505.09568"
    assert links[-1].text == "详情"
    assert links[-1].attrib["href"] == "/d/entries/long/"


def test_without_an_original_the_title_leads_to_the_entry() -> None:
    html = bundled.render("parts/card.html", card=samples.card(full=False))

    assert re.findall(r'href="([^"]*)"', html) == ["/d/entries/bare/"]


def test_links_out_do_not_tell_where_they_come_from() -> None:
    links = [
        link.attrib for link in tree(page("entry.html")).iter("a") if link.attrib["href"].startswith("https:")
    ]

    assert links
    assert all("noopener noreferrer" in link.get("rel", "") for link in links)


def test_machine_text_is_marked_where_no_note_speaks() -> None:
    noted = bundled.render("parts/entry.html", item=samples.item(number=1))
    alone = bundled.render("parts/entry.html", item=samples.item(number=3))

    assert "机器" not in noted.replace("机器写的两句概要", "")
    assert "机器撰写" in alone


def test_fields_the_machine_filled_are_marked_on_the_page_of_the_entry() -> None:
    assert page("entry.html").count("机器撰写") == 2


def test_an_issue_of_forty_entries_is_light() -> None:
    html = bundled.render("issue.html", site=samples.site(), page=samples.issue(entries=40))

    assert html.count("<article") == 40
    assert len(html.encode()) < 80_000


def test_an_empty_site_says_what_to_do() -> None:
    assert "digest new entry" in page("home.html", full=False)


def test_the_style_sheet_is_linked_by_its_hashed_address_and_may_be_missing() -> None:
    bare = samples.site()
    site = SiteView(
        title=bare.title,
        url=bare.url,
        home=bare.home,
        language="zh",
        description="",
        author="",
        navigation=(),
        more=(),
        assets={},
    )

    assert 'href="/d/assets/theme.css"' in page("home.html")
    assert "stylesheet" not in page("home.html", site=site)


def test_structured_data_is_not_escaped_twice() -> None:
    assert '<script type="application/ld+json">{"@type":"ScholarlyArticle"}</script>' in page("entry.html")


def test_bundled_templates_trust_nothing_by_themselves() -> None:
    sources = [path.read_text("utf-8") for path in BUNDLED.folder.rglob("*.html")]

    assert not [source for source in sources if re.search(r"\|\s*safe\b|autoescape|Markup", source)]


# ---- a site's own templates


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    for name in ("site", "paper", "plain", "bundled"):
        (tmp_path / name).mkdir()
    return tmp_path


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.html").write_text(text, "utf-8")


def layered(folders: Path, language: str = "en") -> Templates:
    return Templates(stack(folders), language)


def stack(folders: Path) -> Layers:
    return Layers(
        (
            Layer(folders / "site", "templates"),
            Layer(folders / "paper", "themes/paper/templates"),
            Layer(folders / "plain", "themes/plain/templates"),
            Layer(folders / "bundled", "(bundled) templates"),
        )
    )


def test_the_site_lies_over_the_theme_over_the_bundled(folders: Path) -> None:
    write(folders / "bundled", a="bundled", b="bundled", c="bundled")
    write(folders / "paper", a="paper", b="paper")
    write(folders / "site", a="site")

    templates = layered(folders)

    assert [templates.render(f"{name}.html") for name in "abc"] == ["site", "paper", "bundled"]


def test_a_template_extends_what_it_replaces(folders: Path) -> None:
    write(folders / "bundled", a="[{% block x %}bundled{% endblock %}]")
    for name in ("site", "paper", "plain"):
        write(
            folders / name,
            a=f'{{% extends "theme:a.html" %}}{{% block x %}}{name}+{{{{ super() }}}}{{% endblock %}}',
        )

    assert layered(folders).render("a.html") == "[site+paper+plain+bundled]"


def test_default_means_the_bundled_one(folders: Path) -> None:
    write(folders / "bundled", a="[{% block x %}bundled{% endblock %}]")
    write(folders / "paper", a="paper")
    write(folders / "site", a='{% extends "default:a.html" %}{% block x %}site{% endblock %}')

    assert layered(folders).render("a.html") == "[site]"


def test_theme_leaves_out_the_site_for_other_templates(folders: Path) -> None:
    write(folders / "site", a='{% include "b.html" %} {% include "theme:b.html" %}', b="site")
    write(folders / "paper", b="paper")

    assert layered(folders).render("a.html") == "site paper"


def test_everything_is_escaped_and_strict(folders: Path) -> None:
    write(folders / "site", a="{{ x }}{{ y }}")

    templates = layered(folders)

    assert templates.render("a.html", x="<b>", y=Markup("<i>")) == "&lt;b&gt;<i>"
    with pytest.raises(DigestError, match="'y' is undefined"):
        templates.render("a.html", x="")


def test_an_undefined_name_has_its_place(folders: Path) -> None:
    write(folders / "bundled", base="<p>\n{% block main %}{% endblock %}</p>")
    write(
        folders / "site", a='{% extends "base.html" %}\n{% block main %}\n{{ page.tittle }}\n{% endblock %}'
    )

    with pytest.raises(DigestError) as caught:
        layered(folders).render("a.html", page=samples.anchor())

    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("templates/a.html", 3)
    assert "tittle" in problem.message
    assert problem.hint


def test_a_syntax_error_has_its_place(folders: Path) -> None:
    write(folders / "paper", a="fine\n{% if %}\n")

    with pytest.raises(DigestError) as caught:
        layered(folders).render("a.html")

    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("themes/paper/templates/a.html", 2)


def test_a_failure_below_a_template_has_the_place_of_the_template(folders: Path) -> None:
    write(folders / "site", a="\n\n{{ t('no_such_word') }}", b="\n{{ 1 // 0 }}")

    for name, line, words in (("a", 3, "no_such_word"), ("b", 2, "ZeroDivisionError")):
        with pytest.raises(DigestError) as caught:
            layered(folders).render(f"{name}.html")
        (problem,) = caught.value.problems
        assert (problem.path, problem.line) == (f"templates/{name}.html", line)
        assert words in problem.message


def test_a_missing_template_is_named_with_the_nearest(folders: Path) -> None:
    write(folders / "bundled", entry="x")
    write(folders / "site", a='\n{% include "enrty.html" %}')

    with pytest.raises(DigestError) as caught:
        layered(folders).render("a.html")

    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("templates/a.html", 2)
    assert 'no template "enrty.html"' in problem.message
    assert "entry.html" in problem.hint


def test_a_template_that_extends_itself_is_told_how_to(folders: Path) -> None:
    write(folders / "site", a='{% extends "a.html" %}')

    with pytest.raises(DigestError, match="theme:NAME"):
        layered(folders).render("a.html")


def test_a_template_that_is_not_utf8_has_its_place(folders: Path) -> None:
    (folders / "site" / "a.html").write_bytes("好\n".encode() + "坏".encode("gb18030"))

    with pytest.raises(DigestError) as caught:
        layered(folders).render("a.html")

    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("templates/a.html", 2)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.html",
        "/etc/passwd",
        "x/../../secret.html",
        "folder/../a.html",
        "..\\secret.html",
        "theme:../secret.html",
        "./a.html",
        "link.html",
        "linked/secret.html",
        "evil:a.html",
        "99:a.html",
        "",
        "\0.html",
        "secret.txt",
    ],
)
def test_nothing_outside_the_folders_is_a_template(folders: Path, name: str) -> None:
    (folders / "outside").mkdir()
    (folders / "site" / "folder").mkdir()
    write(folders / "outside", secret="secret")
    write(folders, secret="secret")
    (folders / "site" / "secret.txt").write_text("secret")
    write(folders / "site", a="a", asks="{% include name %}")
    (folders / "site" / "link.html").symlink_to(folders / "outside" / "secret.html")
    (folders / "site" / "linked").symlink_to(folders / "outside")

    templates = layered(folders)

    with pytest.raises(DigestError, match="no template"):
        templates.render(name)
    with pytest.raises(DigestError, match="no template"):
        templates.render("asks.html", name=name)


def test_nothing_random_is_offered(folders: Path) -> None:
    write(folders / "site", a="{{ lipsum() }}", b="{{ [1, 2] | random }}")

    for name in ("a.html", "b.html"):
        with pytest.raises(DigestError):
            layered(folders).render(name)


def test_a_renderer_gives_markup(folders: Path) -> None:
    write(folders / "site", card="<p>{{ card }}</p>")

    html = layered(folders).renderer("card.html", "card")("<b>")

    assert isinstance(html, Markup)
    assert html == "<p>&lt;b&gt;</p>"


def test_the_digest_changes_with_every_template(folders: Path) -> None:
    write(folders / "bundled", a="a")
    seen = {stack(folders).digest()}

    write(folders / "paper", a="a")
    seen.add(stack(folders).digest())
    write(folders / "paper", a="b")
    seen.add(stack(folders).digest())
    (folders / "paper" / "a.html").rename(folders / "paper" / "c.html")
    seen.add(stack(folders).digest())

    assert len(seen) == 4
    assert stack(folders).digest() in seen
