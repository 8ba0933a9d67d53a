"""What ids tell."""

from __future__ import annotations

import pytest
from hypothesis import given

from digest.exporters.identifiers import Identifier, identify

from .samples import texts


@pytest.mark.parametrize(
    ("entry_id", "value", "url"),
    [
        ("arxiv:2505.09568", "2505.09568", "https://arxiv.org/abs/2505.09568"),
        ("arXiv:2505.09568v3", "2505.09568", "https://arxiv.org/abs/2505.09568"),
        ("arxiv:0704.0001", "0704.0001", "https://arxiv.org/abs/0704.0001"),
        ("arxiv:hep-th/9901001v2", "hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("arxiv:math.GT/0309136", "math/0309136", "https://arxiv.org/abs/math/0309136"),
        ("arxiv:cond-mat.mes-hall/0001001", "cond-mat/0001001", "https://arxiv.org/abs/cond-mat/0001001"),
        ("arxiv:25050.9568", "25050.9568", ""),
        ("doi:10.1145/3592433.ABC", "10.1145/3592433.abc", "https://doi.org/10.1145/3592433.abc"),
        ("doi:10.1002/(SICI)1<1::AID>3.0;2-#", "10.1002/(sici)1<1::aid>3.0;2-#",
         "https://doi.org/10.1002/(sici)1%3C1::aid%3E3.0;2-%23"),
        ("doi:nonsense", "nonsense", ""),
        ("wechat:MzI3MTA0MTk1MA==/2652594180/1", "MzI3MTA0MTk1MA==/2652594180/1",
         "https://mp.weixin.qq.com/s?__biz=MzI3MTA0MTk1MA==&mid=2652594180&idx=1"),
        ("wechat:AbCdEfGhIjKlMnOpQrStUv", "AbCdEfGhIjKlMnOpQrStUv",
         "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"),
        ("wechat:../x", "../x", ""),
        ("github:JiuhaiChen/BLIP3o", "JiuhaiChen/BLIP3o", "https://github.com/JiuhaiChen/BLIP3o"),
        ("github:a/b/c", "a/b/c", ""),
        ("url:https://example.org/ä?x=1", "https://example.org/ä?x=1", "https://example.org/%C3%A4?x=1"),
        ("url:javascript:alert(1)", "javascript:alert(1)", ""),
        ("isbn:978", "978", ""),
    ],
)  # fmt: skip
def test_an_id_gives_value_and_address(entry_id: str, value: str, url: str) -> None:
    known = identify(entry_id)
    assert (known.value, known.url) == (value, url)
    assert known.scheme == entry_id.partition(":")[0].lower()


def test_arxivs_own_dois_are_arxiv_ids() -> None:
    assert identify("doi:10.48550/arXiv.2505.09568v1") == identify("arxiv:2505.09568")


def test_only_arxiv_has_a_known_pdf() -> None:
    assert identify("arxiv:2505.09568v2").pdf_url == "https://arxiv.org/pdf/2505.09568"
    assert identify("doi:10.1145/3592433").pdf_url == ""


def test_an_id_without_scheme_has_only_a_value() -> None:
    assert identify("blip3-o") == Identifier("", "blip3-o")


@given(texts, texts)
def test_any_text_is_an_id_whose_address_is_a_web_address_or_none(scheme: str, value: str) -> None:
    for text in (scheme, f"url:{value}", f"doi:10.1000/{value}", f"wechat:{value}", f"github:{value}"):
        url = identify(text).url
        assert not url or (url.isascii() and url.lower().startswith(("http://", "https://")))
