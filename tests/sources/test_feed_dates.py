from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.feeds.dates import read_date

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        # RFC 822
        ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37+00:00"),
        ("Tue, 23 Sep 2025 04:00:00 +0800", "2025-09-23T04:00:00+08:00"),
        ("6 Nov 94 08:49 EST", "1994-11-06T08:49:00-05:00"),
        ("06 Nov 05 08:49:37 -0330", "2005-11-06T08:49:37-03:30"),
        ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37+00:00"),
        ("Mon, 3 August 2020 10:00:00 PDT", "2020-08-03T10:00:00-07:00"),
        ("Mon,  3 Aug 2020 10:00:00 Z", "2020-08-03T10:00:00+00:00"),
        ("Mon, 3 Aug 2020 10:00:00 GMT+8", "2020-08-03T10:00:00+08:00"),
        ("Mon, 3 Aug 2020 10:00:00 +0000 (UTC)", "2020-08-03T10:00:00+00:00"),
        ("Mon, 3 Aug 2020 10:00:00", "2020-08-03T10:00:00+08:00"),
        ("3 Aug 2020", "2020-08-03T00:00:00+08:00"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59+00:00"),
        ("Mon, 3 Aug 2020 10:00:00 CST", "2020-08-03T10:00:00-06:00"),
        # RFC 3339 and its neighbours
        ("2025-03-06T12:48:40+00:00", "2025-03-06T12:48:40+00:00"),
        ("2025-03-06T12:48:40.123456789Z", "2025-03-06T12:48:40+00:00"),
        ("2025-03-06 12:48:40 -0600", "2025-03-06T12:48:40-06:00"),
        ("2025-03-06T12:48", "2025-03-06T12:48:00+08:00"),
        ("2025-3-6", "2025-03-06T00:00:00+08:00"),
        ("20250306", "2025-03-06T00:00:00+08:00"),
        ("20250306T124840Z", "2025-03-06T12:48:40+00:00"),
        # Chinese
        ("2026年11月20日", "2026-11-20T00:00:00+08:00"),
        ("2026年11月20日 15:07", "2026-11-20T15:07:00+08:00"),
        ("2026 年 1 月 2 日 星期五 下午3:07", "2026-01-02T15:07:00+08:00"),
        ("2026年1月2日 15时07分08秒", "2026-01-02T15:07:08+08:00"),
        ("2016/6/29 15:07:41", "2016-06-29T15:07:41+08:00"),
        ("2016.06.29", "2016-06-29T00:00:00+08:00"),
        # C, scripts, English prose
        ("Sun Nov  6 08:49:37 2016", "2016-11-06T08:49:37+08:00"),
        ("Wed Mar 21 2018 10:27:32 GMT+0800 (中国标准时间)", "2018-03-21T10:27:32+08:00"),
        ("November 6, 2016 8:49 PM", "2016-11-06T20:49:00+08:00"),
        ("Sept. 1st, 2016", "2016-09-01T00:00:00+08:00"),
        # Seconds and milliseconds since 1970
        ("1763600000", "2025-11-20T00:53:20+00:00"),
        ("1763600000123", "2025-11-20T00:53:20+00:00"),
    ],
)
def test_forms(written: str, moment: str) -> None:
    found = read_date(written, now=NOW, zone=SHANGHAI)
    assert found is not None
    assert found.isoformat() == moment


@pytest.mark.parametrize(
    "written",
    [
        "", "now", "yesterday", "Q3 2020", "2020", "2020-13", "2023-12", "2023-02-30", "31 Feb 2020 10:00:00 GMT",
        "Mon, 3 Aug 2020 25:00:00 GMT", "Mon, 3 Aug 2020 10:61:00 GMT", "Mon, 3 Fob 2020 10:00:00 GMT",
        "Mon, 01 Jan 0001 00:00:00 +0000", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z",
        "2026-11-23T00:00:00Z", "2025-03-06T12:48:40+99:99", "2025-03-06T12:48:40+24:00", "1234567890123456",
        "Mon, 3 Aug 2020 10:00:00 IST", "3.5.2020 10:00", "12/11/2020", "2020-01-01" + " " * 200 + "x", "²⁰20-01-01",
    ],
)  # fmt: skip
def test_what_is_no_date(written: str) -> None:
    assert read_date(written, now=NOW) is None


def test_the_zone_of_china_in_chinese_feeds() -> None:
    written = "Mon, 3 Aug 2020 10:00:00 CST"
    for language, hours in [("zh-CN", 8), ("zh", 8), ("", -6), ("en-us", -6)]:
        found = read_date(written, now=NOW, language=language)
        assert found is not None
        assert found.utcoffset() == timedelta(hours=hours)


def test_the_window_moves_with_now() -> None:
    written = "2026-11-23T00:00:00Z"
    assert read_date(written, now=NOW) is None
    assert read_date(written, now=NOW + timedelta(days=1)) is not None


@given(st.datetimes(datetime(1991, 1, 1), datetime(2026, 11, 1)), st.integers(-14 * 60, 14 * 60))
def test_what_is_written_by_the_rules_is_read_back(naive: datetime, minutes: int) -> None:
    moment = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert read_date(moment.isoformat(), now=NOW) == moment
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    month = MONTHS[moment.month - 1]
    written = f"{day}, {moment.day:02} {month} {moment.year} {moment:%H:%M:%S %z}"
    assert read_date(written, now=NOW) == moment


@given(st.text(alphabet="0123456789年月日:-+/. TZGMTJanuryCS,()", max_size=40))
def test_no_text_breaks_it(written: str) -> None:
    found = read_date(written, now=NOW)
    assert found is None or datetime(1990, 1, 1, tzinfo=UTC) <= found <= NOW + timedelta(days=2)
