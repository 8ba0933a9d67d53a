"""Whole sites of Hugo and Jekyll, and single posts of either."""

import os
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import build_site
from digest.content.permalinks import address_of
from digest.content.read import read_draft
from digest.engine.assets import HARMLESS as PUBLISHED
from digest.importers.imported import Imported
from digest.importers.trees.pages import reading_config
from digest.importers.trees.parts import HARMLESS
from digest.importers.trees.post import hugo_evidence, read_hugo
from digest.importers.trees.reader import read_tree
from digest.problems import DigestError
from importing import SETTING, ZONE, document, lost_addresses, lost_words, read, seed

FRONT = "---\ntitle: {}\ndate: 2025-08-08T23:30:00+08:00\n{}---\n"
PICTURE = b"\x89PNG\r\n\x1a\n picture"


def site(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def post(title: str = "A lamp", keys: str = "", body: str = "Text\n") -> str:
    return FRONT.format(title, keys) + body


LINKS = "[b]({% post_url 2025-08-09-b %}) [c]({% link docs/c.md %}) ![]({{ site.baseurl }}/img/p.png)\n"
OWN = "{:toc}\n[f]({% link img/f.pdf %}) {{ page.url }} {{ site.title }}\n"
LAMP = '{{< figure src="lamp.png" alt="L" >}}\n\n[to oil]({{< ref "/blog/oil.md#wick" >}})\n'
WICK = "[a]({% link about.md %}) ![r]({{ site.baseurl }}/assets/r.png)\n"


def files_of(imported: tuple[Imported, ...]) -> dict[str, bytes]:
    found = {part.path: part.data for document in imported for part in document.files}
    assert len(found) == sum(len(document.files) for document in imported)
    return found


def imported_files(root: Path) -> dict[str, bytes]:
    return files_of(read_tree(root, SETTING))


def addresses(root: Path) -> dict[str, str]:
    config = reading_config(ZONE)
    found = {}
    for path, data in imported_files(root).items():
        if path.endswith((".md", ".markdown")):
            draft, _ = read_draft(data, path=path, config=config)
            found[path.removeprefix("content/")] = address_of(draft, config)
    return found


def remarks(root: Path) -> list[str]:
    return [
        f"{remark.path.removeprefix(root.as_posix()).lstrip('/')}:{remark.line}: {remark.message}"
        for imported in read_tree(root, SETTING)
        for remark in imported.remarks
    ]


def failures(root: Path) -> list[str]:
    with pytest.raises(DigestError) as failure:
        read_tree(root, SETTING)
    return [
        f"{problem.path.removeprefix(root.as_posix()).lstrip('/')}:{problem.line}: {problem.message}"
        for problem in failure.value.problems
    ]


# Hugo


def test_pages_are_copied_byte_for_byte(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {
        "content/_index.md": post("Home"),
        "content/posts/lamp.md": post(
            "Lamp", "cover:\n  image: x.png\nparams: {a: 1}\n", "中文 **x**  \n\n\n"
        ),
        "content/posts/toml.md": b"+++\ntitle = 'T'\ndate = 2025-01-01\n[custom]\na = [1]\n+++\r\nText",
        "content/posts/json.md": '{"title": "J"}\nText\n',
        "content/posts/mark.md": "\ufeff---\r\ntitle: M\r\n---\r\nText\r\n",
        "content/posts/bundle/index.md": post(),
        "content/empty/_index.md": "",
        "content/tags/oil/_index.md": post("Oil"),
    }
    assert imported_files(site(tmp_path, pages)) == {
        name: text.encode() if isinstance(text, str) else text for name, text in pages.items()
    }


@pytest.mark.parametrize(
    ("name", "keys", "address"),
    # As Hugo 0.168 lays these out.
    [
        ("posts/lamp.md", "", "/posts/lamp/"),
        ("posts/2025-08-08-lamp.md", "", "/posts/2025-08-08-lamp/"),
        ("posts/2025-08-09-lamp/index.md", "", "/posts/2025-08-09-lamp/"),
        ("posts/v1.2 notes (C++) it's.md", "", "/posts/v1.2-notes-c++-its/"),
        ("posts/a--b_c.md", "", "/posts/a--b_c/"),
        ("posts/page.md", "", "/posts/page/"),
        ("posts/Ünïcode中文，标题.md", "", "/posts/ünïcode中文标题/"),
        ("Posts/UPPER.md", "", "/posts/upper/"),
        ("posts/x.md", 'slug: "My Slug.x"\n', "/posts/my-slug.x/"),
        ("posts/x.md", "url: rel/x.html\n", "/rel/x.html"),
        ("posts/x.md", "url: /t/:year/:slug/\n", "/t/2025/a-lamp/"),
        ("blog/x.md", "", "/2025/08/08/a-lamp/"),
        ("blog/x.md", "slug: oil\n", "/2025/08/08/oil/"),
        ("notes/sub/N2.md", "", "/n/notes/a-lamp/n2/"),
        ("notes/deep/er/x.md", "", "/n/notes/deep/a-lamp/x/"),
        ("docs/_index.md", "", "/d/"),
        ("docs/sub/_index.md", "", "/docs/sub/"),
        ("docs/sub/p.md", "", "/docs/sub/p/"),
        ("about.md", "", "/about/"),
        ("_index.md", "", "/"),
        ("about.zh.md", "", "/zh/about/"),
        ("posts/c/index.zh.md", "", "/zh/posts/c/"),
        ("posts/x.en.md", "", "/posts/x/"),
        ("posts/x.fr.md", "", "/posts/x.fr/"),
    ],
)
def test_pages_keep_their_addresses(tmp_path: Path, name: str, keys: str, address: str) -> None:
    config = (
        'permalinks:\n  blog: "/:year/:month/:day/:slug/"\n  notes: "/n/:sections/:title/:filename/"\n'
        "  section:\n    docs: /d/\nlanguages:\n  en: {weight: 1}\n  zh: {weight: 2}\n"
    )
    section = {"content/notes/deep/_index.md": post(keys="url: /deep/\n")}
    root = site(tmp_path, {"hugo.yaml": config, f"content/{name}": post(keys=keys), **section})
    assert addresses(root) == {name: address, "notes/deep/_index.md": "/deep/"}


@pytest.mark.parametrize(
    ("config", "address"),
    [
        (
            {"config.toml": "[permalinks]\nposts = '/:yearday/:weekday/:monthname/:contentbasename/'"},
            "/220/5/august/2025-08-09-x/",
        ),
        (
            {"hugo.json": '{"Permalinks": {"page": {"posts": "/:sections[1:]/:slugorfilename/"}}}'},
            "/2025-08-09-x/",
        ),
        (
            {"config/_default/permalinks.toml": "posts = '/p/:sections[last]/:filename/'"},
            "/p/posts/2025-08-09-x/",
        ),
        ({"hugo.toml": "[frontmatter]\ndate = [':filename', ':default']"}, "/posts/sub/x/"),
        ({"hugo.toml": "[frontmatter]\ndate = [':filename']\n[permalinks]\nposts = '/:day/:slug'"}, "/09/x/"),
        ({"hugo.toml": "uglyURLs = true"}, "/posts/sub/2025-08-09-x.html"),
        ({"hugo.toml": "uglyURLs = true\n[permalinks]\nposts = '/:day/:slug'"}, "/08/a-lamp.html"),
        ({"hugo.toml": "[permalinks]\nposts = '/:moon/'"}, "/posts/sub/x/"),
    ],
)
def test_permalinks_of_the_site_hold(tmp_path: Path, config: dict[str, str], address: str) -> None:
    root = site(tmp_path, {**config, "content/posts/sub/2025-08-09-x.md": post()})
    assert addresses(root) == {"posts/sub/2025-08-09-x.md": address}


def test_what_cannot_be_kept_of_an_address_is_told(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        {
            "hugo.toml": "uglyURLs = true\n[permalinks]\nnotes = '/:moon/'",
            "content/notes/a.md": post(),
            "content/posts/c#.md": post(),
        },
    )
    assert remarks(root) == [
        "content/posts/c#.md:0: its address /posts/c#.html cannot be kept: it contains #; it is /posts/c/ now",
        ":0: permalinks of notes: :moon is not known here, its pages get addresses of this program",
        ":0: uglyURLs: every page keeps its .html by an url of its own",
    ]


def test_an_added_url_is_the_only_change(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        {
            "content/posts/2025-01-02-y.md": "---\r\ntitle: Y # said\r\ntags: [a]\r\n---\r\nText\r\n",
            "content/posts/2025-01-02-t.md": "+++\ntitle = 'T'\n[a]\nb = 1\n+++\nText\n",
            "content/posts/2025-01-02-j.md": '{\n "title": "J"\n}\nText\n',
            "content/posts/2025-01-02-n.md": "Text\n",
            "content/posts/2025-01-02-m.md": "\ufeff---\ntitle: M\n---\nText",
        },
    )
    assert imported_files(root) == {
        "content/posts/2025-01-02-y.md": (
            b"---\r\ntitle: Y # said\r\ntags: [a]\r\nurl: /posts/2025-01-02-y/\r\n---\r\nText\r\n"
        ),
        "content/posts/2025-01-02-t.md": (
            b"+++\nurl = \"/posts/2025-01-02-t/\"\ntitle = 'T'\n[a]\nb = 1\n+++\nText\n"
        ),
        "content/posts/2025-01-02-j.md": b'{\n "url": "/posts/2025-01-02-j/",\n "title": "J"\n}\nText\n',
        "content/posts/2025-01-02-n.md": b"---\nurl: /posts/2025-01-02-n/\n---\n\nText\n",
        "content/posts/2025-01-02-m.md": (b"\xef\xbb\xbf---\ntitle: M\nurl: /posts/2025-01-02-m/\n---\nText"),
    }


@pytest.mark.parametrize(
    ("name", "reference", "written"),
    [
        ("posts/a.md", "b.md", "b.md"),
        ("posts/a.md", "b", "b"),
        ("posts/a.md", "B.md#x", "/posts/b.md#x"),
        ("posts/a.md", "/posts/b.md#x", "/posts/b.md#x"),
        ("posts/a.md", "posts/b", "/posts/b.md"),
        ("posts/a.md", "deep", "/notes/sub/deep/index.md"),
        ("posts/a.md", "../notes/sub/deep", "../notes/sub/deep"),
        ("posts/a.md", "/notes", "/notes/_index.md"),
        ("posts/a.md", "#here", "#here"),
        ("notes/sub/deep/index.md", "side.md", "/notes/sub/side.md"),
        ("posts/a.md", "twice", "twice"),  # two pages are called that: told below
    ],
)
def test_references_lead_to_files(tmp_path: Path, name: str, reference: str, written: str) -> None:
    pages = ["posts/a.md", "posts/b.md", "notes/sub/deep/index.md", "notes/_index.md", "notes/sub/side.md"]
    pages += ["one/twice.md", "two/twice.md"]
    root = site(tmp_path, {f"content/{page}": post() for page in pages})
    site(root, {f"content/{name}": post(body=f'[x]({{{{< ref "{reference}" >}}}})\n')})
    assert imported_files(root)[f"content/{name}"].decode().endswith(f"[x]({written})\n")
    told = [remark for remark in remarks(root) if "nothing here is called" in remark]
    assert told == ([f"content/{name}:5: nothing here is called twice"] if reference == "twice" else [])


def test_files_beside_the_pages_come_along_if_they_are_harmless(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        {
            "content/posts/b/index.md": post(),
            "content/posts/b/img/lamp.png": PICTURE,
            "content/posts/loose.PDF": b"%PDF",
            "content/posts/b/x.svg": "<svg/>",
            "content/posts/live.html": "<script>1</script>",
            "content/posts/other.org": "* x",
            "content/.hidden.md": "x",
            "content/posts/copy.md~": "x",
            "static/CNAME": "lamp.example",
            "static/css/a.css": "p{}",
            "static/js/a.js": "1",
            "static/img/q.png": PICTURE,
            "assets/img/r.png": PICTURE,
            "assets/img/q.png": b"another",
            "assets/scss/a.scss": "p",
            "layouts/index.html": "x",
            "public/index.html": "x",
        },
    )
    documents = read_tree(root, SETTING)
    assert [sorted(part.path for part in document.files) for document in documents] == [
        ["content/posts/b/img/lamp.png", "content/posts/b/index.md"],
        [
            "content/posts/loose.PDF",
            "static/CNAME",
            "static/css/a.css",
            "static/img/q.png",
            "static/img/r.png",
        ],
    ]
    assert files_of(documents)["static/img/q.png"] == PICTURE
    assert documents[-1].document.lines == ()
    assert documents[-1].counts == {"files beside the pages": 5, "files left out": 6}
    left = "left out: {} ({})"
    among = "a file of this kind is not published from among pages"
    active = "a browser would run it as a page of the site: put it below static/ yourself if you trust it"
    assert remarks(root) == [
        ":0: not looked into: layouts/, public/ (only Hugo reads these)",
        "assets/img:0: " + left.format("q.png", "another file goes to the same place"),
        "assets/scss:0: " + left.format("a.scss", "only the pictures of assets/ are taken over"),
        "content/posts:0: " + left.format("live.html, other.org", among),
        "content/posts/b:0: " + left.format("x.svg", among),
        "static/js:0: " + left.format("a.js", active),
    ]


def test_what_is_harmless_is_what_the_build_publishes() -> None:
    assert HARMLESS == PUBLISHED


def test_links_out_of_the_site_are_not_followed(tmp_path: Path) -> None:
    outside = site(tmp_path / "outside", {"secret.md": post("Secret"), "folder/x.md": post("Secret")})
    root = site(tmp_path / "site", {"content/posts/a.md": post("A"), "content/posts/sub/z.md": post("Z")})
    (root / "content/posts/b.md").symlink_to("a.md")
    (root / "content/posts/c.md").symlink_to(outside / "secret.md")
    (root / "content/posts/d").symlink_to(outside / "folder")
    (root / "content/posts/e").symlink_to("sub")
    (root / "content/posts/f.md").symlink_to("gone.md")
    os.mkfifo(root / "content/posts/pipe.md")
    found = imported_files(root)
    assert sorted(found) == ["content/posts/a.md", "content/posts/b.md", "content/posts/sub/z.md"]
    assert [remark.split(" (")[0] for remark in remarks(root)] == [
        "content/posts/c.md:0: left out: this link leads out of the site",
        "content/posts/d:0: left out: this link leads out of the site",
        "content/posts/e:0: left out: links to folders are not followed",
        "content/posts/f.md:0: left out: this link leads to nothing",
        "content/posts/pipe.md:0: left out: this is no file",
    ]


def test_pages_in_sections_of_this_program_are_refused_by_name(tmp_path: Path) -> None:
    names = ["entries/a.md", "issues/2025-W20.md", "tags/oil/x.md", "topics/a/b/_index.md"]
    fine = ["tags/oil/_index.md", "tags/_index.md", "topics/a/_index.md", "posts/entries/a.md"]
    root = site(tmp_path, {f"content/{name}": post() for name in names + fine})
    assert [failure.split(": ")[0] for failure in failures(root)] == [f"content/{name}:0" for name in names]
    assert "content/issues/ is kept for what this program makes" in failures(root)[1]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        {
            "content/posts/a.md": b"---\ntitle: A\n---\nText \xff\xfe\n",
            "content/posts/b.md": "---\ntitle: [\n---\n",
            "content/posts/c.md": "---\ntitle: C\ndate: soon\ndraft: maybe\n---\n",
            "content/posts/d.md": "---\ntitle: D\n",
            "content/posts/e.md": post(keys="aliases: ['/a?b']\n"),
            "content/posts/good.md": post(),
        },
    )
    found = failures(root)
    assert [failure.split(": ")[0] for failure in found] == [
        "content/posts/a.md:4",
        "content/posts/b.md:3",
        "content/posts/c.md:3",
        "content/posts/c.md:4",
        "content/posts/d.md:1",
        "content/posts/e.md:4",
    ]


def test_one_address_of_two_pages_is_told(tmp_path: Path) -> None:
    root = site(tmp_path, {"content/a.md": post(keys="url: /x/\n"), "content/b.md": post(keys="url: /X\n")})
    assert remarks(root) == [
        f"content/b.md:0: {root.as_posix()}/content/a.md has the same address, /x/: the site will not build"
    ]


def test_pages_in_other_languages_are_told(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        {
            "hugo.toml": "[languages.en]\n[languages.zh]\ncontentDir = 'content/zh'\n",
            "content/posts/a/index.md": post("A"),
            "content/posts/a/index.zh.md": post("Z"),
            "content/posts/b.zh.md": post("B"),
        },
    )
    another = "this is a page in another language (zh)"
    assert remarks(root) == [
        ":0: languages have folders of their own (content/zh): these count as folders of the site here",
        f"content/posts/a/index.zh.md:0: {another}; beside an index.md it gets no page here",
        f"content/posts/b.zh.md:0: {another}, and a page of its own here",
    ]


def test_parts_of_a_page_are_told(tmp_path: Path) -> None:
    part = post("Part", body="v1.2\n").encode()
    names = ["a/2025-01-02-b.md", "a/sub/2025-01-02-c.md"]
    root = site(tmp_path, {"content/a/index.md": post("A"), **{f"content/{name}": part for name in names}})
    assert [imported_files(root)[f"content/{name}"] for name in names] == [part, part]
    assert remarks(root) == [
        "content/a/2025-01-02-b.md:0: to Hugo this is a part of a/, and no page",
        "content/a/sub/2025-01-02-c.md:0: to Hugo this is a part of a/, and no page; it is one here",
    ]


@pytest.mark.parametrize("start", ["{root}", "{root}/content"])
def test_the_content_folder_alone_will_do(tmp_path: Path, start: str) -> None:
    root = site(tmp_path, {"content/posts/2025-01-02-a.md": post(), "static/a.png": PICTURE})
    site(root, {"hugo.toml": "[permalinks]\nposts = '/p/:filename/'"})
    found = files_of(read_tree(Path(start.format(root=root)), SETTING))
    assert b"url: /p/2025-01-02-a/" in found["content/posts/2025-01-02-a.md"]
    assert ("static/a.png" in found) == (start == "{root}")


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path) -> None:
    site(tmp_path, {"notes/a.md": post(), "file": "x"})
    (failure,) = failures(tmp_path)
    assert failure.startswith(":0: this folder is the site of neither Hugo (content/) nor Jekyll")
    assert failures(tmp_path / "gone") == [":0: there is no such folder"]
    site(tmp_path, {"hugo.toml": "a = ", "content/a.md": post()})
    assert failures(tmp_path) == ["hugo.toml:1: not readable as TOML: Invalid value"]


# Jekyll


@pytest.mark.parametrize(
    ("style", "address"),
    [
        ("", "/lights/oil/2025/08/08/old-lamp.html"),
        ("permalink: date\n", "/lights/oil/2025/08/08/old-lamp.html"),
        ("permalink: pretty\n", "/lights/oil/2025/08/08/old-lamp/"),
        ("permalink: ordinal\n", "/lights/oil/2025/220/old-lamp.html"),
        ("permalink: weekdate\n", "/lights/oil/2025/w32/fri/old-lamp.html"),
        ("permalink: none\n", "/lights/oil/old-lamp.html"),
        ("permalink: /a/:short_year-:i_month-:i_day/:title/\n", "/a/25-8-8/old-lamp/"),
        ("permalink: /:year_:month/:slug\n", "/2025_08/old-lamp/"),
        ("permalink: /:moon/:slug\n", "/posts/old-lamp/"),
        ("collections: {posts: {permalink: '/c/:title/'}}\n", "/c/old-lamp/"),
        ("timezone: Europe/London\n", "/lights/oil/2025/08/08/old-lamp.html"),
        ("timezone: Pacific/Auckland\n", "/lights/oil/2025/08/09/old-lamp.html"),
    ],
)
def test_posts_keep_their_addresses(tmp_path: Path, style: str, address: str) -> None:
    root = site(
        tmp_path,
        {
            "_config.yml": style,
            "_posts/2025-08-08-Old-Lamp.md": post(keys="layout: post\ncategories: Lights oil OIL\n"),
        },
    )
    assert addresses(root) == {"posts/2025-08-08-Old-Lamp.md": address}


@pytest.mark.parametrize(
    ("name", "keys", "target", "address"),
    [
        ("_posts/2025-8-8-a.md", "", "posts/2025-08-08-a.md", "/2025/08/08/a.html"),
        ("_posts/sub/2025-08-08-a.md", "", "posts/2025-08-08-a.md", "/2025/08/08/a.html"),
        (
            "blog/_posts/2025-08-08-a.markdown",
            "category: x\n",
            "posts/2025-08-08-a.markdown",
            "/blog/x/2025/08/08/a.html",
        ),
        ("_posts/2025-08-08-a.md", "permalink: /own/\n", "posts/2025-08-08-a.md", "/own/"),
        (
            "_posts/2025-08-08-a.md",
            "layout: p\npermalink: /:year/:title/\n",
            "posts/2025-08-08-a.md",
            "/2025/a/",
        ),
        ("_posts/2025-08-08-a.md", "slug: b\n", "posts/2025-08-08-a.md", "/2025/08/08/b.html"),
        ("_drafts/a.md", "", "posts/a.md", "/2025/08/08/a.html"),
        ("about.md", "", "about.md", "/about.html"),
        ("about.md", "permalink: /who/\n", "about.md", "/who/"),
        ("index.md", "", "index.md", "/"),
        ("docs/index.md", "", "docs/index.md", "/docs/"),
        ("docs/p.md", "", "docs/p.md", "/docs/p.html"),
        ("_recipes/sub/soup.md", "", "recipes/sub/soup.md", "/recipes/sub/soup.html"),
    ],
)
def test_other_names_and_places(tmp_path: Path, name: str, keys: str, target: str, address: str) -> None:
    config = "collections:\n  recipes: {output: true}\n  hidden: {output: false}\n"
    root = site(tmp_path, {"_config.yml": config, "_hidden/x.md": post(), name: post(keys=keys)})
    assert {path: where for path, where in addresses(root).items() if path.endswith(target)} == {
        target: address
    }
    assert len(addresses(root)) == 1


def test_a_post_reads_here_as_it_did_there(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        {
            "_config.yml": "defaults:\n  - {scope: {path: '', type: posts}, values: {layout: essay}}\n",
            "_posts/2025-08-08-a.md": "---\ntitle: A\npublished: false\npermalink: /a/\ntags: oil wick\n---\nText\n",
            "_posts/2025-08-09-b.md": "---\ntitle: B\npermalink: /b/\n---\nText\n",
            "_drafts/c.md": "Only text\n",
        },
    )
    found = imported_files(root)
    path = "content/posts/2025-08-08-a.md"
    draft, _ = read_draft(found[path], path=path, config=reading_config(ZONE))
    assert (draft.draft, draft.url, draft.tags) == (True, "/a/", ("oil", "wick"))
    assert found["content/posts/2025-08-08-a.md"].endswith(b"tags: oil wick\nlayout: essay\n---\nText\n")
    assert (
        found["content/posts/2025-08-09-b.md"] == b"---\ntitle: B\npermalink: /b/\nlayout: essay\n---\nText\n"
    )
    assert found["content/posts/c.md"] == b"---\ndraft: true\n---\n\nOnly text\n"


def test_a_jekyll_site_comes_along_whole(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        {
            "_config.yml": "title: Mei\nbaseurl: /m\nexclude: [tools]\n",
            "_posts/2025-08-08-a.md": post(keys="layout: post\n", body=LINKS + "{% seo %}\n"),
            "_posts/sub/2025-08-09-b.md": post(keys="layout: post\npermalink: /b/\n", body=OWN),
            "_posts/2025-08-10-raw.md": post(
                keys="layout: post\npermalink: /raw/\nrender_with_liquid: false\n", body="{% seo %}\n"
            ),
            "docs/index.md": post(),
            "docs/c.md": post(keys="permalink: /docs/c/\nlayout: page\n"),
            "img/p.png": PICTURE,
            "img/f.pdf": b"%PDF",
            "js/a.js": "1",
            "CNAME": "x",
            "search.json": "---\n---\n[]",
            "README.md": "# About\n",
            "index.html": "---\n---\nx",
            "Gemfile": "x",
            "_layouts/post.html": "x",
            "_site/index.html": "x",
            "node_modules/x/README.md": "---\n---\n",
            "tools/x.md": post(),
        },
    )
    found = imported_files(root)
    assert sorted(found) == [
        "content/docs/_index.md",
        "content/docs/c.md",
        "content/posts/2025-08-08-a.md",
        "content/posts/2025-08-09-b.md",
        "content/posts/2025-08-10-raw.md",
        "static/CNAME",
        "static/img/f.pdf",
        "static/img/p.png",
    ]
    assert found["content/posts/2025-08-08-a.md"].decode().partition("---\n[")[2] == (
        "b](/posts/2025-08-09-b.md) [c](/docs/c.md) ![](/img/p.png)\n{% seo %}\n"
    )
    assert found["content/posts/2025-08-09-b.md"].endswith(b"---\n{:toc}\n[f](/img/f.pdf) /b/ Mei\n")
    assert found["content/posts/2025-08-10-raw.md"].endswith(b"---\n{% seo %}\n")
    told = remarks(root)
    assert told[0] == "_posts/2025-08-08-a.md:7: the Liquid tag seo is not known here and stays as text"
    assert [remark.split(" (")[0] for remark in told[1:]] == [
        ":0: left out: Gemfile, _config.yml",
        ":0: left out: README.md",
        ":0: left out: index.html",
        ":0: left out: search.json",
        ":0: not looked into: _layouts/, _site/, node_modules/, tools/",
        "js:0: left out: a.js",
    ]
    assert sum(i.counts.get("Liquid tags turned", 0) for i in read_tree(root, SETTING)) == 6
    alone = files_of(read_tree(root / "_posts", SETTING))
    assert sorted(alone) == [path for path in sorted(found) if path.startswith("content/posts/")]


def test_posts_of_one_name_both_stay(tmp_path: Path) -> None:
    root = site(
        tmp_path,
        {"a/_posts/2025-08-08-x.md": post("A"), "b/_posts/2025-08-08-X.md": post("B"), "_posts/.keep": ""},
    )
    site(
        root,
        {"_posts/2025-08-09-y.md": post(body="{% post_url a/2025-08-08-x %} {% post_url b/2025-08-08-X %}")},
    )
    found = imported_files(root)
    assert sorted(found) == [
        "content/posts/2025-08-08-x.md",
        "content/posts/2025-08-09-y.md",
        "content/posts/b/2025-08-08-X.md",
    ]
    assert (
        b"(/posts/2025-08-08-x.md) [b/2025-08-08-X](/posts/b/2025-08-08-X.md)"
        in found["content/posts/2025-08-09-y.md"]
    )


def test_a_configuration_with_anchors_still_says_the_addresses(tmp_path: Path) -> None:
    config = "base: &b {x: 1}\npermalink: '/:title/' # short\n"
    root = site(tmp_path, {"_config.yml": config, "_posts/2025-08-08-a.md": post()})
    assert addresses(root) == {"posts/2025-08-08-a.md": "/a/"}
    assert remarks(root)[1].startswith(
        "_config.yml:1: of this configuration only permalink, url and timezone are read"
    )


# Both


def test_what_was_imported_builds_and_leads_to_the_old_addresses(tmp_path: Path) -> None:
    hugo = site(
        tmp_path / "hugo",
        {
            "hugo.toml": "[permalinks]\nblog = '/:year/:slug/'",
            "content/posts/2025-01-02-lamp/index.md": post("Lamp", body=LAMP),
            "content/posts/2025-01-02-lamp/lamp.png": PICTURE,
            "content/blog/oil.md": post("Oil", body="## Wick\n\n![q](/img/q.png)\n"),
            "static/img/q.png": PICTURE,
        },
    )
    jekyll = site(
        tmp_path / "jekyll",
        {
            "_config.yml": "baseurl: /m\n",
            "_posts/2025-03-04-wick.md": post("Wick", "layout: post\n", WICK),
            "about.md": post("About", "layout: page\n", "[w]({% post_url 2025-03-04-wick %})\n"),
            "assets/r.png": PICTURE,
        },
    )
    made = site(tmp_path / "made", {"digest.yaml": "site: {title: Lamps}\n"})
    for source in (hugo, jekyll):
        site(made, dict(imported_files(source)))
    report = build_site(made, tmp_path / "out", clock="2026-01-01T00:00:00Z")
    assert list(report.problems) == []
    pages = {
        path: (tmp_path / "out" / path).read_text(encoding="utf-8")
        for path in (
            "posts/2025-01-02-lamp/index.html",
            "2025/oil/index.html",
            "2025/08/08/wick.html",
            "about.html",
        )
    }
    assert 'src="/posts/2025-01-02-lamp/lamp.png"' in pages["posts/2025-01-02-lamp/index.html"]
    assert 'href="/2025/oil/#wick"' in pages["posts/2025-01-02-lamp/index.html"]
    assert 'src="/img/q.png"' in pages["2025/oil/index.html"]
    assert 'href="/about.html"' in pages["2025/08/08/wick.html"]
    assert 'src="/assets/r.png"' in pages["2025/08/08/wick.html"]
    assert 'href="/2025/08/08/wick.html"' in pages["about.html"]


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    root = site(tmp_path, {f"content/posts/{number}.md": post(body="{{< x >}}") for number in range(9)})
    assert read_tree(root, SETTING) == read_tree(root, SETTING)


# Single posts

SINGLE = """---
title: A lamp
date: 2025-08-08
tags: [oil]
---

See [the maker](https://maker.example/a) and {{< youtube id=w7Ft title="Filling it" >}}.

{{< figure src="lamp.png" caption="With a wick" width="30" >}}

{{< highlight go "linenos=table" >}}
light := on
{{< /highlight >}}

{{< notice tip >}}Trim it.{{< /notice >}} [more](https://more.example/)
"""


def test_a_single_post() -> None:
    imported = read(read_hugo, SINGLE)
    (file,) = imported.files
    assert file.path == "content/posts/paste.md"
    assert imported.counts == {"shortcodes turned": 3, "shortcodes unknown": 1, "options left out": 2}
    assert [(a.line, a.verdict) for a in imported.accounts if a.verdict == "navigation"] == [
        (11, "navigation"),
        (13, "navigation"),
    ]
    # Names of shortcodes and of their arguments are markup; nothing else may be missing.
    markup = {"youtube", "id", "title", "figure", "src", "caption", "width", "30"}
    assert {word for words in lost_words(imported).values() for word in words} <= markup
    assert lost_addresses(imported) == {}


def test_a_single_jekyll_post() -> None:
    body = "{% highlight c %}\nx\n{% endhighlight %}\n[b]({% post_url 2025-08-09-b %})\n"
    text = f"---\nlayout: post\ntitle: A\n---\n{body}"
    imported = read_hugo(document(text, "_posts/2025-08-08-a.markdown"), SETTING)
    assert imported.files[0].path == "content/posts/2025-08-08-a.md"
    assert imported.files[0].data.decode().endswith("---\n```c\nx\n```\n[b](/posts/2025-08-09-b.md)\n")
    assert imported.counts == {"Liquid tags turned": 2, "Liquid tags unknown": 0}


def test_a_single_post_that_was_not_published_stays_so() -> None:
    imported = read_hugo(document("---\ntitle: A\npublished: false\n---\nText\n", "a.md"), SETTING)
    assert imported.files[0].data == b"---\ntitle: A\npublished: false\nlayout: post\n---\nText\n"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("site/content/posts/lamp/index.md", "lamp"),
        ("index.md", "a-lamp"),
        ("2025-08-08-灯.md", "2025-08-08-灯"),
        ("-", "a-lamp"),
        ("a\\b:c?.md", "b-c"),
    ],
)
def test_the_name_of_a_single_post(path: str, name: str) -> None:
    assert read_hugo(document(post(), path), SETTING).files[0].path == f"content/posts/{name}.md"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Only text\n", 1, "begins with front matter"),
        ("---\ntitle: A\n", 1, "has no end"),
        ("---\ntitle: A\ndate: soon\n---\n", 3, "not a date"),
    ],
)
def test_what_is_no_post_is_refused(text: str, line: int, message: str) -> None:
    with pytest.raises(DigestError) as failure:
        read_hugo(document(text), SETTING)
    assert failure.value.problems[0].line == line
    assert message in failure.value.problems[0].message


def test_no_document_is_taken_for_a_post_unasked() -> None:
    assert 0 < hugo_evidence(document(SINGLE)) < 30
    assert hugo_evidence(document("# A README\n\nText\n")) == 0
    assert hugo_evidence(document("---\n\nA rule and text\n")) == 5


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_seed_is_taken_for_a_post(number: str) -> None:
    assert hugo_evidence(document(seed(number))) < 30


@given(st.data())
def test_damaged_posts_are_read_or_refused(data: st.DataObject) -> None:
    lines = SINGLE.splitlines()
    chosen = data.draw(
        st.lists(st.sampled_from(lines) | st.text(string.printable, max_size=9), min_size=1, max_size=25)
    )
    text = "\n".join(lines[: data.draw(st.integers(0, 7))] + chosen)
    try:
        source = document(text)
        imported = read_hugo(source, SETTING)
    except DigestError:
        return
    numbers = [number for number in range(1, len(source.lines) + 1) if not source.is_blank(number)]
    assert [account.line for account in imported.accounts] == numbers
    assert lost_addresses(imported) == {}
