import pytest

from digest.text.authors import short_authors
from digest.text.reading_time import reading_minutes


@pytest.mark.parametrize(
    ("han", "words", "minutes"),
    [(0, 0, 1), (300, 0, 1), (449, 0, 1), (450, 0, 2), (0, 660, 3), (900, 220, 4)],
)
def test_minutes_add_up_over_both_scripts(han: int, words: int, minutes: int) -> None:
    assert reading_minutes(han, words) == minutes


def test_three_names_and_the_rest_by_language() -> None:
    names = ["Ann Lee", "Bo Xu", "C. Day", "D. Fu"]
    assert short_authors(names, "en") == "Ann Lee, Bo Xu, C. Day et al."
    assert short_authors(names[:3], "en") == "Ann Lee, Bo Xu, C. Day"
    assert short_authors(names, "zh") == "Ann Lee, Bo Xu, C. Day 等"
    assert short_authors(["张三", "李四", "王五", "赵六"], "zh-Hant") == "张三、李四、王五等"
    assert short_authors(["张三"], "zh") == "张三"
    assert short_authors([], "zh") == ""
