import pytest

from digest.text.names import fold_name


@pytest.mark.parametrize("name", ["Große Modelle", "GROSSE  MODELLE", " grosse\u3000modelle\n"])
def test_case_and_white_space_do_not_count(name: str) -> None:
    assert fold_name(name) == "grosse modelle"


def test_composition_does_not_count() -> None:
    assert fold_name("Caf\u0065\u0301") == fold_name("caf\u00e9")


def test_other_names_stay_apart() -> None:
    assert len({fold_name(name) for name in ("C", "C++", "C#", "大模型", "大 模型")}) == 5
