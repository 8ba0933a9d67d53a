"""Bibliographies."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.exporters.bibtex import BibEntry, bib_entry, bibliography, citation_key, distinct_keys, is_journal
from digest.text.clean import clean_line

from .bibtex_reader import names, plain, read_bibtex
from .samples import FORBIDDEN, many_texts, texts

BLIP = BibEntry(
    id="arxiv:2505.09568",
    title="BLIP3-o: A Family of Fully Open Unified Multimodal Models",
    authors=("Jiuhai Chen", "Zhiyang Xu"),
    date="2025-05-14T18:00:00+08:00",
    url="https://example.com/mirror",
)
WECHAT = BibEntry(
    id="wechat:MzI3MTA0MTk1MA==/2652594180/1",
    title="一文读懂 GRPO",
    authors=("刘强",),
    source="机器之心",
    date="2025-05-14",
    url="https://mp.weixin.qq.com/s/abc",
)
bib_entries = st.builds(
    BibEntry,
    id=texts | st.just("arxiv:2505.09568"),
    title=texts,
    authors=many_texts,
    organizations=many_texts,
    date=texts | st.just("2025-05-14"),
    venue=texts,
    url=texts,
    source=texts,
)


def fields_of(entry: BibEntry) -> dict[str, str]:
    ((_, _, fields),) = read_bibtex(bib_entry(entry))
    return fields


def kind_of(entry: BibEntry) -> str:
    return read_bibtex(bib_entry(entry))[0][0]


def test_a_preprint_is_misc_with_its_arxiv_number() -> None:
    assert bib_entry(BLIP) == (
        "@misc{chen2025blip3o,\n"
        "  title = {{BLIP3-o}: A Family of Fully Open Unified Multimodal Models},\n"
        "  author = {Jiuhai Chen and Zhiyang Xu},\n"
        "  year = {2025},\n"
        "  month = may,\n"
        "  eprint = {2505.09568},\n"
        "  archivePrefix = {arXiv},\n"
        "  url = {https://arxiv.org/abs/2505.09568}\n"
        "}\n"
    )


def test_an_article_on_wechat_names_its_account() -> None:
    assert bib_entry(WECHAT) == (
        "@misc{wechat-3353f452d4,\n"
        "  title = {一文读懂 {GRPO}},\n"
        "  author = {刘强},\n"
        "  year = {2025},\n"
        "  month = may,\n"
        "  howpublished = {机器之心},\n"
        "  url = {https://mp.weixin.qq.com/s/abc}\n"
        "}\n"
    )


def test_a_bibliography_holds_all_records_in_order() -> None:
    read = read_bibtex(bibliography([bib_entry(BLIP), bib_entry(WECHAT)]))
    assert [key for _, key, _ in read] == [citation_key(BLIP), citation_key(WECHAT)]


@pytest.mark.parametrize(
    ("venue", "kind", "field"),
    [
        ("CVPR 2025", "inproceedings", "booktitle"),
        ("International Conference on Data Science", "inproceedings", "booktitle"),
        ("IEEE Transactions on Pattern Analysis", "article", "journal"),
        ("Nature", "article", "journal"),
        ("Workshop on Peer Review", "inproceedings", "booktitle"),
        ("计算机学报", "article", "journal"),
    ],
)
def test_a_venue_decides_the_kind(venue: str, kind: str, field: str) -> None:
    entry = BibEntry(id="arxiv:2505.09568", title="T", venue=venue)
    assert kind_of(entry) == kind
    assert fields_of(entry)[field] == venue
    assert fields_of(entry)["eprint"] == "2505.09568"
    assert is_journal(venue) == (kind == "article")


def test_arxiv_is_no_venue() -> None:
    assert kind_of(BibEntry(id="arxiv:2505.09568", title="T", venue="arXiv preprint")) == "misc"


def test_the_year_is_that_of_the_venue_and_the_key_stays() -> None:
    accepted = BibEntry(id=BLIP.id, title=BLIP.title, authors=BLIP.authors, date=BLIP.date, venue="ICLR 2026")
    assert fields_of(accepted)["year"] == "2026"
    assert "month" not in fields_of(accepted)
    assert citation_key(accepted) == citation_key(BLIP)
    same_year = BibEntry(id=BLIP.id, title=BLIP.title, date=BLIP.date, venue="CVPR 2025")
    assert (fields_of(same_year)["year"], fields_of(same_year)["month"]) == ("2025", "may")


def test_a_doi_comes_from_the_id_and_is_checked() -> None:
    assert fields_of(BibEntry(id="doi:10.1145/ABC", title="T"))["doi"] == "10.1145/abc"
    assert "doi" not in fields_of(BibEntry(id="doi:10.1145/}x", title="T"))
    assert fields_of(BibEntry(id="doi:10.1145/1", title="T"))["url"] == "https://doi.org/10.1145/1"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("100% of R&D in $ #1_a", r"100\% of {R}\&{D} in \$ \#1\_a"),
        ("a {b} ~ c", r"a \textbraceleft{}b\textbraceright{} \textasciitilde{} c"),
        ("c ^ d \\ e", r"c \textasciicircum{} d \textbackslash{} e"),
        ("Self-Improving Q-Learning with Qwen-VL", "Self-Improving {Q-Learning} with {Qwen-VL}"),
        ("Vitamin C: A Study", "Vitamin {C}: A Study"),
        (r"$\pi_0$: a Policy for $O(N^2)$ robots", r"{$\pi_0$}: a Policy for {$O(N^2)$} robots"),
        ("from $5 to $6", r"from \$5 to \$6"),
        ("costs $5 and LLaVA $7", r"costs \$5 and {LLaVA} \$7"),
        (r"$\input{/etc/passwd}$", r"\$\textbackslash{}input\textbraceleft{}/etc/passwd\textbraceright{}\$"),
        (r"$^^5cinput x$", r"\$\textasciicircum{}\textasciicircum{}5cinput x\$"),
        (r"$x_{1$ and $2}$", r"\$x\_\textbraceleft{}1\$ and \$2\textbraceright{}\$"),
        (r"$\{a\}$", r"{$\{a\}$}"),
        ("$a%b$ and $5-$6", r"\$a\%b\$ and \$5-\$6"),
        (r"$\{a}$", r"\$\textbackslash{}\textbraceleft{}a\textbraceright{}\$"),
        (r"$\{a$", r"\$\textbackslash{}\textbraceleft{}a\$"),
        ("Qwen2.5-VL Technical Report.", "{Qwen2.5-VL} Technical Report."),
        ("用LLaVA做视觉问答", "用{LLaVA}做视觉问答"),
        ("Über GPT-4", "Über {GPT-4}"),
    ],
)
def test_titles_print_as_they_are_and_keep_the_capitals_that_matter(title: str, written: str) -> None:
    assert fields_of(BibEntry(id="x", title=title))["title"] == written


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Jiuhai Chen", "Jiuhai Chen"),
        ("Chen, Jiuhai", "Chen, Jiuhai"),
        ("李 明", "李 明"),
        ("Qwen Team", "{Qwen Team}"),
        ("OpenAI, Inc.", "{OpenAI, Inc.}"),
        ("上海人工智能实验室", "{上海人工智能实验室}"),
        ("Hugging Face", "{Hugging Face}"),
        ("Meta AI", "{Meta AI}"),
        ("Qian Ai", "Qian Ai"),
        ("Barnes and Noble", "{Barnes and Noble}"),
        ("a, b, c, d", "{a, b, c, d}"),
        (", x", "{, x}"),
        ("x,", "{x,}"),
        ("AT&T Labs", r"{AT\&T Labs}"),
        ("J. O_o", r"{J. O\_o}"),
        ("et al.", "others"),
        ("等", "others"),
    ],
)
def test_names_of_persons_stay_and_others_are_kept_whole(author: str, written: str) -> None:
    entry = BibEntry(id="x", title="T", authors=("A B", author), organizations=("Hugging Face",))
    assert fields_of(entry)["author"] == f"A B and {written}"


def test_organisations_sign_where_nobody_else_does() -> None:
    entry = BibEntry(id="x", title="T", organizations=("Salesforce", "清华大学"))
    assert fields_of(entry)["author"] == "{Salesforce} and {清华大学}"


@pytest.mark.parametrize(
    ("author", "title", "key"),
    [
        ("Jiuhai Chen", "BLIP3-o: A Family", "chen2025blip3o"),
        ("Chen, Jiuhai", "The Art of Scaling", "chen2025art"),
        ("Łukasz Kaiser", "On Émile's Work", "kaiser2025emiles"),
        ("Jürgen Schmidhuber Jr.", "3D", "schmidhuber20253d"),
        ("Aleksander Mądry", "X", "madry2025x"),
        ("Qwen Team", "Qwen2.5-VL", "qwen2025qwen25vl"),
        ("OpenAI", "GPT-4", "openai2025gpt4"),
        ("刘强", "Flow", "arxiv-2505-09568"),
        ("Jane Doe", "统一模型", "arxiv-2505-09568"),
        ("", "Flow", "arxiv-2505-09568"),
        ("Jane Doe", "The", "arxiv-2505-09568"),
    ],
)
def test_a_key_is_name_year_and_word_or_the_id(author: str, title: str, key: str) -> None:
    entry = BibEntry(id="arxiv:2505.09568", title=title, authors=(author,), date="2025-05")
    assert citation_key(entry) == key


def test_without_a_year_the_id_makes_the_key() -> None:
    entry = BibEntry(id="github:JiuhaiChen/BLIP3o", title="BLIP3-o", authors=("Jiuhai Chen",))
    assert citation_key(entry) == "github-jiuhaichen-blip3o"


def test_the_first_work_keeps_a_shared_key_and_no_other_key_depends_on_the_rest() -> None:
    first, second, third = [(f"arxiv:2505.0000{number}", "wang2025learning") for number in (1, 2, 3)]
    keys = distinct_keys([first, second, third])
    assert keys[0] == "wang2025learning"
    assert len(set(keys)) == 3
    assert all(re.fullmatch("wang2025learning-[0-9a-f]{6}", key) for key in keys[1:])
    assert distinct_keys([first, second]) == keys[:2]
    assert distinct_keys([first, third]) == [keys[0], keys[2]]


def test_a_key_given_is_used() -> None:
    assert bib_entry(BibEntry(id="x", title="T", key="wang2025learning-1a2b3c")).startswith(
        "@misc{wang2025learning-1a2b3c,"
    )


@settings(max_examples=200, deadline=None)
@given(bib_entries)
def test_any_text_makes_one_record_that_reads_back(entry: BibEntry) -> None:
    text = bib_entry(entry)
    assert not FORBIDDEN.search(text)
    ((_, key, fields),) = read_bibtex(text)
    assert re.fullmatch(r"[a-z0-9-]+", key)
    if "$" not in entry.title:
        assert plain(fields.get("title", "")) == clean_line(entry.title)
    signed = [name for each in entry.authors or entry.organizations if (name := clean_line(each))]
    if entry.authors and signed:
        assert [plain(name) for name in names(fields["author"])] == signed
    for name in ("title", "author", "howpublished", "booktitle", "journal"):
        # Outside of maths only commands of ours are left.
        rest = re.sub(
            r"\\([&%$#_]|text(brace(left|right)|ascii(tilde|circum)|backslash)\{\})", "", fields.get(name, "")
        )
        assert "$" in rest or not re.search(r"[\\&%#_~^]", rest)
    assert not re.search(r"[{}\\\s]", fields.get("url", ""))


@settings(max_examples=60, deadline=None)
@given(st.lists(bib_entries, max_size=6))
def test_all_keys_of_a_site_differ_also_without_regard_to_case(works: list[BibEntry]) -> None:
    unlike = {work.id: work for work in works}.values()
    found = distinct_keys((work.id, citation_key(work)) for work in unlike)
    assert len({key.lower() for key in found}) == len(unlike)
