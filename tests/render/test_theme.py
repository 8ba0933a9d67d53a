"""Themes: where they are found, what they inherit, what is wrong with them, and the bundled one's budget."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from digest.problems import DigestError, Problem
from digest.render.resources import bundled_folder
from digest.render.theme import load_theme, template_layers

CSS = bundled_folder("themes") / "default" / "static" / "theme.css"


def make(root: Path, name: str, yaml: str | None = "", **files: str) -> Path:
    folder = root / "themes" / name
    (folder / "static").mkdir(parents=True)
    if yaml is not None:
        (folder / "theme.yaml").write_text(yaml, "utf-8")
    for file, text in files.items():
        (folder / "static" / f"{file}.css").write_text(text)
    return folder


def problems(root: Path, name: str) -> tuple[Problem, ...]:
    with pytest.raises(DigestError) as caught:
        load_theme(root, name)
    return caught.value.problems


def test_the_bundled_theme_is_always_there(tmp_path: Path) -> None:
    theme = load_theme(tmp_path, "default")

    assert {"theme.css", "icon.svg"} <= theme.static.keys()
    assert re.fullmatch(r"theme\.[0-9a-f]{8}\.css", theme.static["theme.css"].hashed_name)


def test_a_theme_of_the_site_goes_before_the_bundled_one(tmp_path: Path) -> None:
    make(tmp_path, "default", "version: 9.0", theme="body{}")

    theme = load_theme(tmp_path, "default")

    assert theme.static["theme.css"].path.read_text() == "body{}"
    assert "icon.svg" not in theme.static


def test_a_theme_takes_what_it_has_not_from_the_one_it_extends(tmp_path: Path) -> None:
    make(tmp_path, "paper", "extends: base\noptions:\n  ground: white\n", theme="paper")
    make(
        tmp_path,
        "base",
        "extends: default\noptions:\n  ground: grey\n  rule: thin\n",
        theme="base",
        extra="extra",
    )

    theme = load_theme(tmp_path, "paper")

    assert [layer.label for layer in theme.templates] == [
        "themes/paper/templates",
        "themes/base/templates",
        "(bundled) themes/default/templates",
    ]
    assert theme.options.items() >= {"ground": "white", "rule": "thin"}.items()
    assert theme.static["theme.css"].path.read_text() == "paper"
    assert theme.static["extra.css"].path.read_text() == "extra"
    assert "icon.svg" in theme.static
    assert list(theme.static) == sorted(theme.static)


def test_a_site_sets_the_options_of_its_theme(tmp_path: Path) -> None:
    make(tmp_path, "paper", "extends: base\noptions:\n  ground: white\n")
    make(tmp_path, "base", "options:\n  ground: grey\n  rule: thin\n")

    theme = load_theme(tmp_path, "paper", {"rule": "none"})

    assert theme.options == {"ground": "white", "rule": "none"}


def test_an_option_the_theme_does_not_have_is_named_with_the_nearest(tmp_path: Path) -> None:
    make(tmp_path, "paper", "options:\n  ground: white\n")

    with pytest.raises(DigestError) as caught:
        load_theme(tmp_path, "paper", {"gruond": "black", "edge": "thin"})

    far, near = sorted(caught.value.problems, key=lambda problem: problem.message)
    assert '"gruond"' in near.message
    assert '"ground"' in near.hint
    assert near.path == "digest.yaml"
    assert "ground" in far.hint


def test_templates_lie_in_the_order_of_the_chain(tmp_path: Path) -> None:
    make(tmp_path, "paper", "extends: base")
    make(tmp_path, "base")

    layers = template_layers(tmp_path, load_theme(tmp_path, "paper"))

    assert [layer.label for layer in layers.layers] == [
        "templates",
        "themes/paper/templates",
        "themes/base/templates",
        "(bundled) templates",
    ]
    assert layers.find("base.html") is not None


def test_a_style_sheet_alone_is_a_theme(tmp_path: Path) -> None:
    make(tmp_path, "tiny", None, theme="a{}")

    assert list(load_theme(tmp_path, "tiny").static) == ["theme.css"]


def test_the_hash_follows_the_bytes_and_keeps_the_folder(tmp_path: Path) -> None:
    fonts = make(tmp_path, "tiny") / "static" / "fonts"
    fonts.mkdir()
    (fonts / "a.b.woff2").write_bytes(b"1")
    before = load_theme(tmp_path, "tiny").static["fonts/a.b.woff2"].hashed_name
    (fonts / "a.b.woff2").write_bytes(b"2")

    after = load_theme(tmp_path, "tiny").static["fonts/a.b.woff2"].hashed_name

    assert re.fullmatch(r"fonts/a\.b\.[0-9a-f]{8}\.woff2", after)
    assert before != after


def test_hidden_files_and_links_that_lead_out_are_left_out(tmp_path: Path) -> None:
    static = make(tmp_path, "tiny", theme="a{}") / "static"
    (tmp_path / "secret.css").write_text("secret")
    (static / ".swp.css").write_text("hidden")
    (static / "out.css").symlink_to(tmp_path / "secret.css")
    (static / "alias.css").symlink_to(static / "theme.css")

    assert list(load_theme(tmp_path, "tiny").static) == ["alias.css", "theme.css"]


def test_an_unknown_theme_is_named_with_the_nearest(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "defalt")

    assert problem.path == "digest.yaml"
    assert '"defalt"' in problem.message
    assert '"default"' in problem.hint


@pytest.mark.parametrize("name", ["../default", "/etc", "a/b", ".", "x" * 81, "a\0"])
def test_a_theme_is_the_name_of_a_folder(tmp_path: Path, name: str) -> None:
    (problem,) = problems(tmp_path, name)

    assert "no name of a theme" in problem.message


def test_an_unknown_theme_to_extend_has_its_place(tmp_path: Path) -> None:
    make(tmp_path, "paper", "version: 1\nextends: nowhere\n")

    (problem,) = problems(tmp_path, "paper")

    assert (problem.path, problem.line, problem.column) == ("themes/paper/theme.yaml", 2, 10)


def test_a_circle_is_an_error(tmp_path: Path) -> None:
    make(tmp_path, "a", "extends: b")
    make(tmp_path, "b", "extends: a")

    (problem,) = problems(tmp_path, "a")

    assert problem.path == "themes/b/theme.yaml"
    assert "a -> b -> a" in problem.message


def test_all_that_is_wrong_with_a_theme_is_told_at_once(tmp_path: Path) -> None:
    make(tmp_path, "a", "extend: default\nversion: [1]\noptions: none\nrequires: newest\n")

    found = problems(tmp_path, "a")

    assert [(problem.path, problem.line) for problem in found] == [
        ("themes/a/theme.yaml", line) for line in (1, 2, 3, 4)
    ]
    assert '"extends"' in found[0].hint


def test_options_are_texts(tmp_path: Path) -> None:
    make(tmp_path, "a", "options:\n  fine: 1\n  list: [1]\n")

    (problem,) = problems(tmp_path, "a")

    assert (problem.line, problem.message) == (3, "list must be text")


def test_broken_yaml_and_bytes_have_their_place(tmp_path: Path) -> None:
    make(tmp_path, "a", "name: a\nname: b\n")
    (make(tmp_path, "b") / "theme.yaml").write_bytes(b"\xff\xfe")

    assert problems(tmp_path, "a")[0].path == "themes/a/theme.yaml"
    assert problems(tmp_path, "b")[0].path == "themes/b/theme.yaml"


def test_a_theme_may_need_a_newer_program(tmp_path: Path) -> None:
    make(tmp_path, "new", "requires: 999.0")
    make(tmp_path, "old", "requires: 0.0.1")

    (problem,) = problems(tmp_path, "new")

    assert "999.0" in problem.message
    assert load_theme(tmp_path, "old").templates[0].label == "themes/old/templates"


# ---- the default theme, by the numbers of its design


def tokens(scheme: str) -> dict[str, str]:
    css = CSS.read_text("utf-8")
    light = re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", css.partition("@media (prefers-color-scheme")[0])
    dark = re.findall(
        r"--([\w-]+): (#[0-9a-f]{3,6});", css.partition('[data-theme="dark"]')[2].partition("}")[0]
    )
    return dict(light if scheme == "light" else dark)


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["bg", "surface"])
@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("text", 7),
        ("muted", 4.5),
        ("link", 4.5),
        ("visited", 4.5),
        ("accent", 4.5),
        ("edge", 3),
        ("code-word", 4.5),
        ("code-name", 4.5),
        ("code-text", 4.5),
    ],
)
def test_colours_have_enough_contrast(scheme: str, ground: str, name: str, least: float) -> None:
    colours = tokens(scheme)

    assert contrast(colours[name], colours[ground]) >= least


def test_dark_for_the_system_and_dark_by_choice_are_the_same() -> None:
    css = CSS.read_text("utf-8")
    by_system = css.partition('[data-theme="light"]) {')[2].partition("}")[0]
    by_choice = css.partition(':root[data-theme="dark"] {')[2].partition("}")[0]

    assert by_choice.replace("color-scheme: dark;", "").split() == by_system.split()


def test_text_on_a_mark_is_readable() -> None:
    assert all(contrast(tokens(scheme)["text"], tokens(scheme)["mark"]) >= 7 for scheme in ("light", "dark"))


def test_the_style_sheet_is_small_and_asks_no_other_host() -> None:
    css = CSS.read_text("utf-8")

    assert len(css.encode()) <= 20_000
    assert not re.search(r"@import|url\(|https?:", css.replace('[href^="http"]', ""))


def test_the_style_sheet_is_well_formed() -> None:
    css = re.sub(r"/\*.*?\*/|\"(?:[^\"\\]|\\.)*\"", "", CSS.read_text("utf-8"), flags=re.DOTALL)
    depth = 0
    for character in css:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


def test_all_layers_are_declared_in_order() -> None:
    css = CSS.read_text("utf-8")
    (declared,) = re.findall(r"@layer ([\w, ]+);", css)

    assert re.findall(r"@layer (\w+) \{", css) == declared.split(", ")
