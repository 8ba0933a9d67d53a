from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.weeks import (
    Week,
    is_day_name,
    is_week_name,
    local_day,
    parse_period,
    parse_week,
    period_days,
    week_of_day,
)


def test_reads_both_spellings() -> None:
    assert parse_week("2025-W20") == parse_week("2025-w20") == Week(2025, 20)
    assert str(Week(2025, 4)) == "2025-W04"
    assert Week(2025, 4).slug == "2025-w04"


def test_week_53_exists_where_it_does() -> None:
    assert parse_week("2026-W53").last_day == date(2027, 1, 3)
    with pytest.raises(ValueError, match="2025-W52"):
        parse_week("2025-W53")


@pytest.mark.parametrize(
    "text", ["2025-W00", "2025-W54", "0000-W01", "2025-20", "2025-W2", "２025-W20", " 2025-W20"]
)
def test_refuses_what_is_no_week(text: str) -> None:
    with pytest.raises(ValueError, match=r"week|W01"):
        parse_week(text)


def test_a_moment_belongs_to_the_week_of_the_zone() -> None:
    moment = datetime(2025, 5, 18, 17, 0, tzinfo=UTC)  # Monday 01:00 in Shanghai
    assert week_of_day(local_day(moment, UTC)) == Week(2025, 20)
    assert week_of_day(local_day(moment, ZoneInfo("Asia/Shanghai"))) == Week(2025, 21)


def test_the_ends_of_the_calendar_do_not_fail() -> None:
    assert local_day(datetime(9999, 12, 31, 23, tzinfo=UTC), ZoneInfo("Asia/Shanghai")) == date.max
    assert week_of_day(date.max) == Week(9999, 52)
    assert Week(9999, 52).last_day == date.max
    assert local_day(datetime(1, 1, 1, tzinfo=UTC), ZoneInfo("America/New_York")) == date.min


def test_tells_weeks_from_days() -> None:
    assert parse_period("2025-w20") == Week(2025, 20)
    assert parse_period("2026-02-13") == date(2026, 2, 13)
    assert is_week_name("2025-W20")
    assert not is_week_name("2026-02-13")
    assert is_day_name("2026-02-13")
    assert not is_day_name("2026-02-13-title")
    with pytest.raises(ValueError, match="does not exist"):
        parse_period("2026-02-30")
    with pytest.raises(ValueError, match="neither"):
        parse_period("next week")


def test_a_period_knows_its_days() -> None:
    assert period_days(Week(2026, 47)) == (date(2026, 11, 16), date(2026, 11, 22))
    assert period_days(date(2026, 2, 13)) == (date(2026, 2, 13), date(2026, 2, 13))


@given(st.dates(date(1, 1, 15), date(9999, 12, 20)))
def test_weeks_follow_one_another_and_hold_their_days(day: date) -> None:
    week = week_of_day(day)
    assert week.first_day <= day <= week.last_day
    assert week.first_day.isoweekday() == 1
    following = week_of_day(week.last_day + timedelta(days=1))
    assert following.first_day == week.first_day + timedelta(days=7)
    assert week < following
    assert parse_week(str(week)) == week
