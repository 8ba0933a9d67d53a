from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.dates import date_range, long_date, rfc822, rfc3339


def test_days_in_words() -> None:
    assert long_date(date(2026, 11, 20), "en") == "20 Nov 2026"
    assert long_date(date(2026, 11, 20), "zh") == "2026年11月20日"


@pytest.mark.parametrize(
    ("first", "last", "en", "zh"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "16–22 Nov 2026", "2026年11月16日—22日"),
        (date(2026, 9, 28), date(2026, 10, 4), "28 Sep – 4 Oct 2026", "2026年9月28日—10月4日"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 Dec 2026 – 3 Jan 2027", "2026年12月28日—2027年1月3日"),
        (date(2026, 2, 13), date(2026, 2, 13), "13 Feb 2026", "2026年2月13日"),
    ],
)
def test_ranges_say_what_both_days_share_once(first: date, last: date, en: str, zh: str) -> None:
    assert date_range(first, last, "en") == en
    assert date_range(first, last, "zh") == zh


def test_a_year_that_stands_beside_a_range_is_left_out() -> None:
    week = date(2026, 11, 16), date(2026, 11, 22)
    assert date_range(*week, "en", in_year=2026) == "16–22 Nov"
    assert date_range(*week, "zh", in_year=2026) == "11月16日—22日"
    assert date_range(*week, "en", in_year=2025) == "16–22 Nov 2026"
    over_the_year = date(2026, 12, 28), date(2027, 1, 3)
    assert date_range(*over_the_year, "zh", in_year=2026) == "2026年12月28日—2027年1月3日"


def test_machine_forms() -> None:
    moment = datetime(2025, 5, 12, 16, 52, 7, 999, tzinfo=timezone(timedelta(hours=8)))
    assert rfc3339(moment) == "2025-05-12T16:52:07+08:00"
    assert rfc3339(datetime(2025, 5, 12, tzinfo=UTC)) == "2025-05-12T00:00:00Z"
    assert rfc822(moment) == "Mon, 12 May 2025 16:52:07 +0800"
    assert rfc822(datetime(2025, 5, 2, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))).endswith("-0330")


def test_offsets_with_seconds_are_left_to_the_minute() -> None:
    assert rfc3339(datetime(1890, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))) == "1890-01-01T00:00:00+08:05"


def test_a_moment_needs_its_offset() -> None:
    with pytest.raises(ValueError, match="offset"):
        rfc3339(datetime(2025, 5, 12))


@given(st.datetimes(datetime(1900, 1, 1), datetime(9998, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_both_forms_read_back_as_the_same_moment(naive: datetime, minutes: int) -> None:
    moment = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert datetime.fromisoformat(rfc3339(moment)) == moment
    assert parsedate_to_datetime(rfc822(moment)) == moment
