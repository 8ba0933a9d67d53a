from datetime import datetime

import pytest

from digest.importers.stamps import find_stamp, read_stamp
from importing import ZONE


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "moment", "written"),
    [
        ("2025-11-03", at(2025, 11, 3), "2025-11-03"),
        ("2026年2月4日，开源", at(2026, 2, 4), "2026年2月4日"),
        ("发布于2025年6月3日的版本", at(2025, 6, 3), "2025年6月3日"),
        ("v2于2025/6/3上线", at(2025, 6, 3), "2025/6/3"),
        ("2025\u20116\u20133", at(2025, 6, 3), "2025\u20116\u20133"),
        ("2025－8－29", at(2025, 8, 29), "2025－8－29"),
        ("2025-06-30 16:13:39 Monday ｜ x", at(2025, 6, 30, 16, 13, 39), "2025-06-30 16:13:39 Monday"),
        ("某社 2025年06月23日 12:05", at(2025, 6, 23, 12, 5), "2025年06月23日 12:05"),
        ("2025-06-30 25:99 x", at(2025, 6, 30), "2025-06-30"),
        ("2025-02-30, 2025-03-01", at(2025, 3, 1), "2025-03-01"),
    ],
)  # fmt: skip
def test_a_date_is_found_in_a_text(text: str, moment: datetime, written: str) -> None:
    stamp = find_stamp(text, ZONE)
    assert stamp is not None
    assert (stamp.moment, stamp.has_day, text[stamp.start : stamp.end]) == (moment, True, written)


@pytest.mark.parametrize("text", ["2025-5-*", "2025-05-xx", "2025.5.?", "2025年5月*日"])
def test_an_unknown_day_is_the_first_of_its_month(text: str) -> None:
    stamp = find_stamp(text, ZONE)
    assert stamp is not None
    assert (stamp.moment, stamp.has_day, stamp.end) == (at(2025, 5, 1), False, len(text))


@pytest.mark.parametrize(
    "text", ["", "2025", "2025-5", "2025年5月", "20250623", "12025-5-3", "2025-13-01", "2025-5-x86", "2025-1-123"]
)  # fmt: skip
def test_what_is_no_date_in_a_text(text: str) -> None:
    assert find_stamp(text, ZONE) is None


@pytest.mark.parametrize(
    ("text", "moment", "has_day"),
    [
        (" 2025-8-29 ", at(2025, 8, 29), True),
        ("20250623", at(2025, 6, 23), True),
        ("2025-5", at(2025, 5, 1), False),
        ("2025年5月", at(2025, 5, 1), False),
        ("2025-5-*", at(2025, 5, 1), False),
    ],
)
def test_a_date_alone(text: str, moment: datetime, has_day: bool) -> None:
    stamp = read_stamp(text, ZONE)
    assert stamp is not None
    assert (stamp.moment, stamp.has_day) == (moment, has_day)
    assert text[stamp.start : stamp.end] == text.strip()


@pytest.mark.parametrize(
    "text", ["", "2025", "2025-8-29 x", "x 2025-8-29", "20251301", "2025-13", "202506231"]
)
def test_what_is_no_date_alone(text: str) -> None:
    assert read_stamp(text, ZONE) is None
