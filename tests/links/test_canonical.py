"""Which addresses are one page, and which stand for one work."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.exporters.identifiers import identify
from digest.links.canonical import arxiv_version, canonical, work_key
from digest.links.find import find_addresses

ARXIV = ("arxiv:2505.09568", "https://arxiv.org/abs/2505.09568")
OLD_ARXIV = ("arxiv:math/0309136", "https://arxiv.org/abs/math/0309136")
REPOSITORY = ("github:junfeng-x/omni.chat", "https://github.com/JunFeng-X/Omni.Chat")
MODEL = "https://huggingface.co/Owner/Some-Model"
DATASET = "https://huggingface.co/datasets/Owner/data"
SPACE = "https://huggingface.co/spaces/Owner/demo"
SCOPE = "https://modelscope.cn/models/Owner/Model"
FORUM = "https://openreview.net/forum?id=aBc_12-XyZ"
OLD_ACL, NEW_ACL = "https://aclanthology.org/P19-1001/", "https://aclanthology.org/2024.acl-long.1/"
YOUTUBE = "https://www.youtube.com/watch?v=dQw4_9WgX-Q"
BILIBILI = "https://www.bilibili.com/video/BV1xx411c7mD"
ZHIHU = "https://zhuanlan.zhihu.com/p/687"
SHORT = ("wechat:gNcdw9cu7LDXowtrlrtx-g", "https://mp.weixin.qq.com/s/gNcdw9cu7LDXowtrlrtx-g")
LONG_URL = "https://mp.weixin.qq.com/s?__biz=MzI3MTA0MTk1MA==&mid=2652594180&idx=1&sn=0a1b2c"
LONG = ("wechat:MzI3MTA0MTk1MA==/2652594180/1", LONG_URL)


def page(url: str) -> tuple[str, str]:
    """The key and address of a page that stands for itself."""
    return f"url:{url}", url


PLACES: list[tuple[str, tuple[str, str]]] = [
    # arXiv
    ("https://arxiv.org/abs/2505.09568", ARXIV),
    ("http://www.arxiv.org/abs/2505.09568v2?context=cs.CV", ARXIV),
    ("https://arxiv.org/pdf/2505.09568", ARXIV),
    ("https://arxiv.org/pdf/2505.09568v1.pdf#page=3", ARXIV),
    ("https://export.arxiv.org/format/2505.09568", ARXIV),
    ("https://cn.arxiv.org/e-print/2505.09568", ARXIV),
    ("https://arxiv.org/src/2505.09568v3", ARXIV),
    ("https://browse.arxiv.org/html/2505.09568v1/", ARXIV),
    ("https://ar5iv.labs.arxiv.org/html/2505.09568", ARXIV),
    ("https://ar5iv.org/abs/2505.09568", ARXIV),
    ("https://arxiv.org/abs/arxiv:2505.09568", ARXIV),
    ("https://arxiv.org/abs/2505.09568\u3002", ARXIV),
    ("https://arxiv.org/pdf/2505.09568https://github.com/a/b", ARXIV),
    ("arXiv:2505.09568v1", ARXIV),
    ("https://doi.org/10.48550/arXiv.2505.09568", ARXIV),
    ("https://doi.org/10.48550/ARXIV.2505.09568v2", ARXIV),
    ("https://arxiv.org/abs/math.GT/0309136v1", OLD_ARXIV),
    ("https://arxiv.org/pdf/math/0309136", OLD_ARXIV),
    ("https://doi.org/10.48550/arXiv.math/0309136", OLD_ARXIV),
    ("https://arxiv.org/abs/2505.095681", page("https://arxiv.org/abs/2505.095681")),
    ("https://arxiv.org/list/cs.CV/recent", page("https://arxiv.org/list/cs.CV/recent")),
    # The same paper elsewhere: another page
    ("https://www.alphaxiv.org/abs/2505.09568v2", (ARXIV[0], "https://www.alphaxiv.org/abs/2505.09568")),
    ("https://alphaxiv.org/zh/overview/2505.09568", (ARXIV[0], "https://www.alphaxiv.org/abs/2505.09568")),
    ("https://huggingface.co/papers/2505.09568#x", (ARXIV[0], "https://huggingface.co/papers/2505.09568")),
    ("https://hf.co/papers/2505.09568", (ARXIV[0], "https://huggingface.co/papers/2505.09568")),
    ("https://papers.cool/arxiv/2505.09568", (ARXIV[0], "https://papers.cool/arxiv/2505.09568")),
    # Hugging Face
    ("https://huggingface.co/Owner/Some-Model", page(MODEL)),
    ("https://hf-mirror.com/Owner/Some-Model/tree/main", page(MODEL)),
    ("https://www.huggingface.co/Owner/Some-Model/?library=x", page(MODEL)),
    (f"{MODEL}/discussions/5", (f"url:{MODEL}", f"{MODEL}/discussions/5")),
    (f"{MODEL}/resolve/main/a.bin?download=true", (f"url:{MODEL}", f"{MODEL}/resolve/main/a.bin?download=true")),
    ("https://hf.co/datasets/Owner/data/viewer", (f"url:{DATASET}", f"{DATASET}/viewer")),
    ("https://huggingface.co/spaces/Owner/demo/", page(SPACE)),
    ("https://huggingface.co/Owner", page("https://huggingface.co/Owner")),
    ("https://hf.co/blog/some/post", page("https://huggingface.co/blog/some/post")),
    ("https://huggingface.co/collections/o/n-1", page("https://huggingface.co/collections/o/n-1")),
    ("https://huggingface.co/docs/transformers/x", page("https://huggingface.co/docs/transformers/x")),
    ("https://owner-demo.hf.space/", page("https://owner-demo.hf.space/")),
    # GitHub
    ("https://github.com/JunFeng-X/Omni.Chat", REPOSITORY),
    ("http://www.github.com/JunFeng-X/Omni.Chat.git", REPOSITORY),
    ("https://github.com/JunFeng-X/Omni.Chat/?tab=readme-ov-file#use", REPOSITORY),
    ("https://github.com/JunFeng-X/Omni.Chat/tree/main/", REPOSITORY),
    ("https://github.com/JunFeng-X/Omni.Chat/blob/master/README.md", REPOSITORY),
    ("git@github.com:JunFeng-X/Omni.Chat.git", REPOSITORY),
    ("ssh://git@github.com/JunFeng-X/Omni.Chat", REPOSITORY),
    ("git+https://github.com/JunFeng-X/Omni.Chat.git", REPOSITORY),
    (f"{REPOSITORY[1]}/issues/5?x=1#c", (REPOSITORY[0], f"{REPOSITORY[1]}/issues/5?x=1")),
    (f"{REPOSITORY[1]}/tree/main/data", (REPOSITORY[0], f"{REPOSITORY[1]}/tree/main/data")),
    ("https://raw.githubusercontent.com/JunFeng-X/Omni.Chat/main/a.png",
     (REPOSITORY[0], "https://raw.githubusercontent.com/JunFeng-X/Omni.Chat/main/a.png")),
    ("https://github.com/topics/diffusion", page("https://github.com/topics/diffusion")),
    ("https://github.com/Sponsors/someone", page("https://github.com/Sponsors/someone")),
    ("https://github.com/orgs/x/repositories", page("https://github.com/orgs/x/repositories")),
    ("https://github.com/someone", page("https://github.com/someone")),
    ("https://github.com/someone/..", page("https://github.com/someone/..")),
    ("https://gist.github.com/someone/0a1b2c", page("https://gist.github.com/someone/0a1b2c")),
    # ModelScope
    ("https://www.modelscope.cn/models/Owner/Model/summary", page(SCOPE)),
    ("https://modelscope.ai/models/Owner/Model/files", page(SCOPE)),
    ("https://modelscope.cn/studios/O/N", page("https://modelscope.cn/studios/O/N")),
    ("https://modelscope.cn/organization/x", page("https://modelscope.cn/organization/x")),
    # OpenReview
    ("https://openreview.net/forum?id=aBc_12-XyZ&noteId=x", page(FORUM)),
    ("https://openreview.net/pdf?id=aBc_12-XyZ", page(FORUM)),
    ("https://openreview.net/attachment?id=aBc_12-XyZ&name=code",
     (f"url:{FORUM}", "https://openreview.net/attachment?id=aBc_12-XyZ&name=code")),
    ("https://openreview.net/group?id=x/2025", page("https://openreview.net/group?id=x/2025")),
    # ACL Anthology
    ("https://aclanthology.org/P19-1001.pdf", page(OLD_ACL)),
    ("http://www.aclweb.org/anthology/p19-1001", page(OLD_ACL)),
    ("https://aclweb.org/anthology/papers/P/P19/P19-1001/", page(OLD_ACL)),
    ("https://aclanthology.org/2024.acl-long.1", page(NEW_ACL)),
    ("https://aclanthology.org/2024.acl-long.1.bib", page(NEW_ACL)),
    ("https://aclanthology.org/2024.acl-long.1v2.pdf", page(NEW_ACL)),
    ("https://aclanthology.org/2024.acl-long.1.v2", page(NEW_ACL)),
    ("https://aclanthology.org/events/acl-2024/", page("https://aclanthology.org/events/acl-2024/")),
    # DOI
    ("https://doi.org/10.1145/3592433.ABC", ("doi:10.1145/3592433.abc", "https://doi.org/10.1145/3592433.abc")),
    ("http://dx.doi.org/10.1145/3592433?x=1", ("doi:10.1145/3592433", "https://doi.org/10.1145/3592433")),
    ("DOI: 10.1145/3592433", ("doi:10.1145/3592433", "https://doi.org/10.1145/3592433")),
    ("doi:10.1002/(SICI)1<1::AID>3.0;2-#",
     ("doi:10.1002/(sici)1<1::aid>3.0;2-#", "https://doi.org/10.1002/(sici)1%3C1::aid%3E3.0;2-%23")),
    ("https://doi.org/", page("https://doi.org/")),
    # Project pages
    ("https://someone.github.io/thing", page("https://someone.github.io/thing/")),
    ("http://someone.github.io/thing/index.html#top", page("https://someone.github.io/thing/")),
    ("https://someone.github.io/v2.github.io", page("https://someone.github.io/v2.github.io/")),
    ("https://someone.github.io/cv.pdf", page("https://someone.github.io/cv.pdf")),
    ("https://someone.gitlab.io", page("https://someone.gitlab.io/")),
    ("https://someone.github.io/thing/a.html", page("https://someone.github.io/thing/a.html")),
    # YouTube
    ("https://youtu.be/dQw4_9WgX-Q?si=abc&t=3", page(YOUTUBE)),
    ("https://m.youtube.com/watch?app=x&v=dQw4_9WgX-Q&list=PL1", page(YOUTUBE)),
    ("https://www.youtube-nocookie.com/embed/dQw4_9WgX-Q", page(YOUTUBE)),
    ("https://youtube.com/shorts/dQw4_9WgX-Q/", page(YOUTUBE)),
    ("https://www.youtube.com/live/dQw4_9WgX-Q?feature=x", page(YOUTUBE)),
    ("https://www.youtube.com/playlist?list=PL1", page("https://www.youtube.com/playlist?list=PL1")),
    ("https://www.youtube.com/embed/videoseries?list=P", page("https://www.youtube.com/embed/videoseries?list=P")),
    # Bilibili
    ("https://www.bilibili.com/video/BV1xx411c7mD/?spm_id_from=333&vd_source=a", page(BILIBILI)),
    ("http://m.bilibili.com/video/bv1xx411c7mD?p=1", page(BILIBILI)),
    ("https://player.bilibili.com/player.html?bvid=BV1xx411c7mD&autoplay=0", page(BILIBILI)),
    ("https://b23.tv/BV1xx411c7mD", page(BILIBILI)),
    ("https://www.bilibili.com/video/BV1xx411c7mD?p=2", (f"url:{BILIBILI}", f"{BILIBILI}?p=2")),
    ("https://www.bilibili.com/video/av170001", page("https://www.bilibili.com/video/av170001")),
    ("https://player.bilibili.com/player.html?aid=170001", page("https://www.bilibili.com/video/av170001")),
    ("https://b23.tv/abcdefg", page("https://b23.tv/abcdefg")),
    # Zhihu
    ("https://zhuanlan.zhihu.com/p/687?utm_psn=1", page(ZHIHU)),
    ("https://www.zhihu.com/tardis/zm/art/687?source_id=1", page(ZHIHU)),
    ("https://zhihu.com/question/1/answer/2?x=1", page("https://www.zhihu.com/question/1/answer/2")),
    ("https://www.zhihu.com/search?q=x", page("https://www.zhihu.com/search?q=x")),
    # WeChat
    ("http://mp.weixin.qq.com/s/gNcdw9cu7LDXowtrlrtx-g?scene=1#rd", SHORT),
    (LONG_URL + "&chksm=84&scene=0&srcid=x&sharer_shareid=y#wechat_redirect", LONG),
    (LONG_URL.replace("&", "&amp;"), LONG),
    (LONG_URL.replace("&", r"\x26amp;"), LONG),
    (LONG_URL.replace("?", r"\?").replace("=", r"\=").replace("&", r"\&"), LONG),
    (LONG_URL.replace("==", "%3D%3D"), LONG),
    ("https://mp.weixin.qq.com/mp/appmsg/show?__biz=MzI3MTA0MTk1MA==&appmsgid=2652594180&itemidx=1&sign=0a1b2c", LONG),
    ("https://mp.weixin.qq.com/s?src=11&timestamp=1&ver=2&signature=x",
     page("https://mp.weixin.qq.com/s?src=11&timestamp=1&ver=2&signature=x")),
    # Redirections
    ("https://link.zhihu.com/?target=https%3A//arxiv.org/abs/2505.09568", ARXIV),
    ("https://link.juejin.cn?target=https%253A%252F%252Farxiv.org%252Fabs%252F2505.09568", ARXIV),
    ("https://link.csdn.net/?from_id=1&target=https%3A%2F%2Fgithub.com%2FJunFeng-X%2FOmni.Chat", REPOSITORY),
    ("https://www.google.com/url?sa=t&q=https://arxiv.org/abs/2505.09568&usg=x", ARXIV),
    ("https://www.google.com/search?q=https://arxiv.org/abs/1",
     page("https://www.google.com/search?q=https://arxiv.org/abs/1")),
    ("https://www.google.com/url?q=https://link.zhihu.com/?target%3Dhttps://arxiv.org/pdf/2505.09568", ARXIV),
    ("https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=x&target_url=https%3A%2F%2Fmp.weixin.qq.com%2Fs%2FgNcdw9cu7LDXowtrlrtx-g",
     SHORT),
    ("https://link.zhihu.com/?target=javascript:alert(1)",
     page("https://link.zhihu.com/?target=javascript:alert(1)")),
    ("https://t.co/abc", page("https://t.co/abc")),
    # Anything else
    (" HTTPS://Example.ORG:443/A/b/?utm_source=x&id=1&FROM=timeline&b=%7e%e4%bd#top ",
     page("https://example.org/A/b/?id=1&b=~%E4%BD")),
    ("http://example.org:8080", page("http://example.org:8080/")),
    ("http://user:secret@example.org./a", page("http://example.org/a")),
    ("https://example.org/#/paper/1", page("https://example.org/#/paper/1")),
    ("https://例子.中国/大模型?", page("https://例子.中国/%E5%A4%A7%E6%A8%A1%E5%9E%8B")),
    ("https://example.org/100%&%zz", page("https://example.org/100%25&%25zz")),
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), PLACES, ids=[url for url, _ in PLACES])
def test_an_address_has_a_key_and_a_canonical_form(url: str, expected: tuple[str, str]) -> None:
    assert (work_key(url), canonical(url)) == expected
    assert (work_key(expected[1]), canonical(expected[1])) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2505.09568",
        "arxiv:unknown",
        "doi:none",
        "mailto:a@example.org",
        "javascript:alert(1)",
        "ftp://example.org/a",
        "https://",
        "https://a b/",
        "https://[::1",
        "https://example.org:99999/",
        "https://evil.example\\@example.org/",
        "git@github.com:topics/x",
        "images/teaser.png",
        "https://example.org/" + "a" * 4000,
    ],
)
def test_what_is_no_address_has_no_key_and_stays(text: str) -> None:
    assert (work_key(text), canonical(text)) == ("", text)


@pytest.mark.parametrize(
    ("url", "version"),
    [
        ("https://arxiv.org/abs/2505.09568v12", "v12"),
        ("https://arxiv.org/pdf/math.GT/0309136v1.pdf", "v1"),
        ("https://doi.org/10.48550/arXiv.2505.09568V2", "v2"),
        ("https://www.alphaxiv.org/abs/2505.09568v3", "v3"),
        ("https://arxiv.org/abs/2505.09568", ""),
        ("https://example.org/abs/2505.09568v1", ""),
    ],
)
def test_the_version_is_told_apart(url: str, version: str) -> None:
    assert arxiv_version(url) == version


def test_addresses_glued_to_chinese_text_keep_their_work() -> None:
    text = "论文（https://arxiv.org/abs/2505.09568v1）：代码https://github.com/A/B。全文见**https://arxiv.org/pdf/2401.00001.pdf**，谢谢"
    keys = [work_key(found.url) for found in find_addresses(text)]
    assert keys == ["arxiv:2505.09568", "github:a/b", "arxiv:2401.00001"]


def test_exporters_know_every_key_by_the_same_value() -> None:
    for url, (key, address) in PLACES:
        known = identify(key)
        assert f"{known.scheme}:{known.value}" == key, url
        if known.scheme in {"arxiv", "doi"} and canonical(known.url) == address:
            assert known.url == address


PIECES = """
    https:// http:// HTTPS:// git@github.com: arXiv: doi: arxiv.org github.com huggingface.co mp.weixin.qq.com
    link.zhihu.com www.google.com youtu.be www.bilibili.com zhihu.com doi.org a.github.io / ? & = # : @ . % %2 %25
    %3A %2F %41 &amp; \\x26 \\ amp; /abs/ /pdf/ /s /url video 2505.09568 v1 .pdf math.GT/0309136 10.48550/arXiv.
    10.1145/ owner repo .git tree/main target q utm_source=a from=b __biz=MzI= mid=1 idx=2 id= BV1xx411c7mD 模型 İ ẞ ſ
"""
URLS = st.sampled_from([url for url, _ in PLACES])
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*PIECES.split(), " ", "\t", "\x00", "\ud800"]), max_size=14).map("".join),
    st.tuples(URLS, st.text(max_size=20)).map("".join),
    st.tuples(st.just("https://link.zhihu.com/?target="), URLS).map("".join),
)


@given(TEXTS)
@example("https://link.zhihu.com/?target=" * 100 + "https://example.org/%2541")
def test_the_canonical_form_of_any_text_is_final_and_has_the_same_key(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert work_key(once) == work_key(text)
    assert once == text or once.startswith(("http://", "https://"))
    assert arxiv_version(text) == "" or work_key(text).startswith("arxiv:")
