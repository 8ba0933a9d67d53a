import re

from hypothesis import given
from hypothesis import strategies as st

from digest.render.markdown import Markdown
from digest.summarize.overview import Pick, overview_of
from digest.summarize.trends import TermCounts, count_terms, rising_terms

PICKS = (
    Pick(title="Otter：漂在河上的浮标，能测水位", topic="三维", tags=("浮标", "LoRA"), has_code=True),
    Pick(title="Lantern: reading old maps by lamplight", topic="多模态", tags=("LoRA",)),
    Pick(
        title="A title that says in a great many words, and then in some more, what nobody could say shortly in twenty"
    ),
    Pick(
        title="Astrolabe: Stars",
        topic="三维",
        abstract="Stars move. We introduce Astrolabe, a small sorter of stars.",
    ),
)
EARLIER = (count_terms([("Old: boats on lakes", ("浮标",))] * 10),)


def test_summary_counts_by_topic_and_names_what_rose() -> None:
    zh = overview_of(PICKS, EARLIER, "zh")
    assert zh.summary == (
        "本期收录 4 篇：三维 2 篇（Otter、Astrolabe），多模态 1 篇（Lantern），"
        "其他 1 篇（A title that says in a great many words, and then in some more, what nobody could say shortly in "
        "twenty）。1 篇公开了代码、模型或数据。"
        "比前几期更多见的有：LoRA。"
    )
    en = overview_of(PICKS[:2], (), "en")
    assert en.summary == (
        "This issue has 2 works: 三维 1 (Otter); 多模态 1 (Lantern). With code, models or data: 1."
    )


def test_highlights_and_title_come_from_the_titles() -> None:
    week = overview_of(PICKS, EARLIER, "zh")
    assert (
        week.title
        == "Otter：漂在河上的浮标，能测水位 | Lantern: reading old maps by lamplight | Astrolabe: Stars"
    )
    assert week.highlights == tuple(pick.title for pick in PICKS)
    day = overview_of(PICKS, EARLIER, "zh", quote=True)
    assert day.highlights[-1] == "Astrolabe：We introduce Astrolabe, a small sorter of stars."
    assert overview_of((), (), "en") == type(week)("", "", ())


def test_a_topic_is_never_left_out_of_the_highlights_for_more_of_another() -> None:
    many = [Pick(title=f"W{number}: x", topic="a") for number in range(9)] + [
        Pick(title="Last: y", topic="b")
    ]
    assert overview_of(many, (), "en").highlights[-1] == "Last: y"


HOSTILE = (
    "[x](https://evil.example) *b* <i>a</i>: y",
    "Pay $5 at https://evil.example/x",
    "Then $6 [more](https://evil.example)",
    "`a` ![p](https://evil.example/p.png): z",
    "| a | b |",
)


def test_names_cannot_become_markup() -> None:
    picks = [Pick(title=title, topic=str(number)) for number, title in enumerate(HOSTILE)]
    summary = overview_of(picks, (), "en").summary
    html = Markdown(html="escape", language="en").render(summary, first_line=1).html
    assert set(re.findall("<[^>]+>", html)) == {"<p>", "</p>"}
    assert "Pay $5 at https://evil.example/x" in html


def test_a_formula_in_a_name_stays_one() -> None:
    assert "Fast $O(n_1)$ \\*x\\*" in overview_of([Pick(title="Fast $O(n_1)$ *x*")], (), "en").summary


def test_a_term_rises_by_its_share_not_by_its_count() -> None:
    before = count_terms([("a: Slow boats", ("x",)), ("b: Slow boats", ())])
    same = count_terms([(f"{n}: Slow boats", ("x",)) for n in range(50)])
    assert rising_terms(same, [before]) == ("x",)
    assert rising_terms(count_terms([("c: Night trains", ()), ("d: night Trains", ())]), [before]) == (
        "Night trains",
    )
    assert rising_terms(same, []) == ()
    assert rising_terms(count_terms([("c: Night trains", ("y",))]), [before]) == ()
    assert rising_terms(TermCounts(0), [before]) == ()


TITLES = st.lists(
    st.text(alphabet="abXY 甲乙：:，,1234$*_[]<>`\\", min_size=1, max_size=40).map(str.strip).filter(bool),
    max_size=8,
)


@given(TITLES, st.sampled_from(["zh", "en"]))
def test_every_number_is_a_count_or_stands_in_a_title(titles: list[str], language: str) -> None:
    picks = [Pick(title=title, topic="ab"[len(title) % 2], has_code=True) for title in titles]
    overview = overview_of(picks, (), "zh" if language == "zh" else "en")
    said = set(re.findall(r"[0-9]+", " ".join((overview.title, overview.summary, *overview.highlights))))
    known = set(re.findall(r"[0-9]+", " ".join(titles))) | {str(n) for n in range(len(titles) + 1)}
    assert said <= known
