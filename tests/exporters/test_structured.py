"""JSON-LD and citation tags."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.exporters.structured import (
    ListedPage,
    Work,
    article,
    citation_meta,
    collection_page,
    is_paper,
    json_ld,
    scholarly_article,
    website,
)
from digest.text.clean import clean_line

from .samples import dates, many_texts, texts

PAPER = Work(
    id="arxiv:2505.09568",
    title="BLIP3-o",
    url="https://example.org/entries/统一/",
    original="https://arxiv.org/abs/2505.09568",
    description="An open model",
    authors=("Jiuhai Chen", "刘强"),
    organizations=("Salesforce",),
    published="2025-05-14T18:00:00+08:00",
    modified="2025-05-20T00:00:00Z",
    lang="en",
    image="https://example.org/a.png",
    keywords=("多模态",),
    venue="CVPR 2026",
)
BLOG = Work(
    id="url:https://example.com/post",
    title="A post",
    url="https://example.org/entries/post/",
    original="https://example.com/post",
    organizations=("Qwen Team",),
    source="Qwen",
)
works = st.builds(
    Work,
    id=texts | st.just("arxiv:2505.09568"),
    title=texts,
    url=texts,
    original=texts,
    description=texts,
    authors=many_texts,
    organizations=many_texts,
    published=dates,
    modified=dates,
    lang=texts,
    image=texts,
    keywords=many_texts,
    venue=texts,
    source=texts,
)


def test_a_paper_is_a_scholarly_article() -> None:
    assert json.loads(json_ld(scholarly_article(PAPER))) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": "BLIP3-o",
        "name": "BLIP3-o",
        "url": "https://example.org/entries/%E7%BB%9F%E4%B8%80/",
        "description": "An open model",
        "inLanguage": "en",
        "mainEntityOfPage": "https://example.org/entries/%E7%BB%9F%E4%B8%80/",
        "sameAs": ["https://arxiv.org/abs/2505.09568"],
        "author": [{"@type": "Person", "name": "Jiuhai Chen"}, {"@type": "Person", "name": "刘强"}],
        "datePublished": "2025-05-14T18:00:00+08:00",
        "dateModified": "2025-05-20T00:00:00Z",
        "image": "https://example.org/a.png",
        "keywords": ["多模态"],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "arXiv", "value": "2505.09568"},
        ],
        "isPartOf": {"@type": "CreativeWork", "name": "CVPR 2026"},
    }


def test_anything_else_is_an_article_of_its_publisher() -> None:
    assert json.loads(json_ld(article(BLOG))) == {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": "A post",
        "name": "A post",
        "url": "https://example.org/entries/post/",
        "mainEntityOfPage": "https://example.org/entries/post/",
        "sameAs": ["https://example.com/post"],
        "author": [{"@type": "Organization", "name": "Qwen Team"}],
        "publisher": {"@type": "Organization", "name": "Qwen"},
    }


def test_a_list_keeps_its_order_and_counts_from_one() -> None:
    listed = [ListedPage("乙", "https://example.org/b/"), ListedPage("甲", "https://example.org/甲/")]
    page = collection_page("第 20 周", "https://example.org/issues/2025-w20/", listed, lang="zh")
    assert page["mainEntity"] == {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "乙", "url": "https://example.org/b/"},
            {"@type": "ListItem", "position": 2, "name": "甲", "url": "https://example.org/%E7%94%B2/"},
        ],
    }
    assert page["@type"] == "CollectionPage"
    assert page["inLanguage"] == "zh"


def test_a_site_names_its_author() -> None:
    site = website("周报", "https://example.org/", description="每周", lang="zh", author="编辑部")
    assert site["@type"] == "WebSite"
    assert site["author"] == {"@type": "Person", "name": "编辑部"}


def test_a_doi_is_an_identifier() -> None:
    work = Work(id="doi:10.1145/ABC", title="T", url="https://example.org/")
    assert scholarly_article(work)["identifier"] == [
        {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1145/abc"}
    ]


def test_nothing_in_json_ld_can_end_a_script_element() -> None:
    hostile = "</script><!-- & \u2028 \u2029"
    text = json_ld(website(hostile, "https://example.org/", description=hostile))
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["name"] == clean_line(hostile)


def test_line_separators_outside_cleaned_fields_are_escaped_too() -> None:
    assert json_ld({"x": "\u2028\u2029"}) == r'{"@context":"https://schema.org","x":"\u2028\u2029"}'


def test_a_paper_has_citation_tags() -> None:
    assert citation_meta(PAPER) == (
        ("citation_title", "BLIP3-o"),
        ("citation_author", "Jiuhai Chen"),
        ("citation_author", "刘强"),
        ("citation_publication_date", "2025/05/14"),
        ("citation_conference_title", "CVPR 2026"),
        ("citation_arxiv_id", "2505.09568"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2505.09568"),
        ("citation_abstract_html_url", "https://arxiv.org/abs/2505.09568"),
        ("citation_language", "en"),
    )


def test_other_works_have_no_citation_tags() -> None:
    assert not is_paper(BLOG)
    assert citation_meta(BLOG) == ()


def test_a_journal_article_without_authors_is_signed_by_its_organisations() -> None:
    work = Work(
        id="doi:10.1038/S1", title="T", url="https://example.org/", venue="Nature", organizations=("X Lab",)
    )
    assert citation_meta(work) == (
        ("citation_title", "T"),
        ("citation_author", "X Lab"),
        ("citation_journal_title", "Nature"),
        ("citation_doi", "10.1038/s1"),
        ("citation_abstract_html_url", "https://doi.org/10.1038/s1"),
    )


@settings(max_examples=120, deadline=None)
@given(works)
def test_any_text_stays_inside_its_value(work: Work) -> None:
    for make in (scholarly_article, article):
        text = json_ld(make(work))
        assert not set("<>&\u2028\u2029") & set(text)
        read = json.loads(text.encode())
        assert read["headline"] == clean_line(work.title)
        assert all(url.lower().startswith("http") for url in read.get("sameAs", []))
    for name, value in citation_meta(work):
        assert name.startswith("citation_")
        assert value == clean_line(value) != ""
