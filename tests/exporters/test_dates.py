"""Dates of feeds."""

from __future__ import annotations

import itertools

import pytest

from digest.exporters.dates import EMPTY_FEED_DATE, newest_date, rss_date, sitemap_date, xml_date


def test_the_newest_date_is_found_across_offsets_and_in_any_order() -> None:
    known = ("2025-05-14T23:00:00+08:00", "2025-05-14T16:00:00Z", "", "2025-05-14T08:00:00-07:00")
    assert {newest_date(order) for order in itertools.permutations(known)} == {"2025-05-14T16:00:00Z"}


def test_the_same_moment_written_twice_gives_one_text_in_any_order() -> None:
    twice = ("2025-05-14T16:00:00Z", "2025-05-15T00:00:00+08:00")
    assert newest_date(twice) == newest_date(twice[::-1]) == "2025-05-15T00:00:00+08:00"


def test_without_dates_the_fixed_one_stands() -> None:
    assert newest_date([""]) == newest_date([]) == EMPTY_FEED_DATE == "1970-01-01T00:00:00Z"


def test_each_format_has_its_form() -> None:
    assert rss_date("2025-05-04T08:05:09.123+08:00") == "Sun, 04 May 2025 08:05:09 +0800"
    assert xml_date("2025-05-04T08:05:09.123+00:00") == "2025-05-04T08:05:09Z"
    assert sitemap_date("2025-05-04") == "2025-05-04"
    assert sitemap_date("2025-05-04T08:05:09-03:30") == "2025-05-04T08:05:09-03:30"


@pytest.mark.parametrize("text", ["yesterday", "2025-02-30T00:00:00Z", "2025-05-04T08:05:09"])
def test_what_is_no_date_is_refused(text: str) -> None:
    for convert in (rss_date, xml_date, sitemap_date):
        with pytest.raises(ValueError):  # noqa: PT011  the wording is Python's
            convert(text)
    with pytest.raises(ValueError):  # noqa: PT011  the wording is Python's
        newest_date([text, "2025-05-04T08:05:09Z"])
