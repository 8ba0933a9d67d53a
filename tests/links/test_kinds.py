import pytest

from digest.content.drafts import LinkKind
from digest.links.kinds import is_label, kind_of_address, kind_of_words, link_kind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://arxiv.org/abs/2503.99901", "paper"),
        ("https://www.arxiv.org/pdf/2503.99901", "paper"),
        ("http://export.arxiv.org/abs/2503.99901", "paper"),
        ("https://doi.org/10.1000/x", "paper"),
        ("https://notarxiv.org/abs/1", "other"),
        ("https://huggingface.co/papers/2503.99901", "paper"),
        ("https://huggingface.co/datasets/a/b", "dataset"),
        ("https://huggingface.co/spaces/a/b", "demo"),
        ("https://a-b.hf.space/", "demo"),
        ("https://huggingface.co/a/b", "model"),
        ("https://huggingface.co/a", "other"),
        ("https://huggingface.co/blog/a/b", "article"),
        ("https://huggingface.co/posts/a/1", "discussion"),
        ("https://huggingface.co/collections/a/b", "model"),
        ("https://modelscope.cn/models/a/b", "model"),
        ("https://github.com/a/b", "code"),
        ("https://GitHub.com/a/b", "code"),
        ("https://github.com/a/b/blob/main/report.pdf", "other"),
        ("https://a.github.io/b/", "project"),
        ("https://www.bilibili.com/video/x", "video"),
        ("https://mp.weixin.qq.com/s/x", "article"),
        ("https://www.jiqizhixin.com/articles/x", "article"),
        ("https://example.org/x", "other"),
        ("https://[broken/x", "other"),
        ("", "other"),
    ],
)
def test_kinds_of_addresses(url: str, kind: LinkKind) -> None:
    assert kind_of_address(url) == kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("论文链接", "paper"),
        ("论⽂链接", "paper"),
        ("arXiv 地址", "paper"),
        ("FVDM 论文", "paper"),
        ("论文代码", "code"),
        ("论文仓库", "code"),
        ("Paper code", "code"),
        ("论文主页", "project"),
        ("论文解读", "article"),
        ("项目代码", "code"),
        ("项目地址", "project"),
        ("Project page", "project"),
        ("Pusa 主页 / 代码库", "code"),
        ("Github Repo", "code"),
        ("Huggingface Model", "model"),
        ("Hugging Face", "model"),
        ("Demo", "demo"),
        ("Benchmark", "dataset"),
        ("体验入口", "demo"),
        ("博客", "article"),
        ("codec", "other"),
        ("democracy", "other"),
        ("链接", "other"),
    ],
)
def test_kinds_of_words(words: str, kind: LinkKind) -> None:
    assert kind_of_words(words) == kind


@pytest.mark.parametrize(
    ("url", "words", "kind"),
    [
        ("https://arxiv.org/abs/2503.99901", "项目", "paper"),
        ("https://github.com/a/b", "项目地址", "code"),
        ("https://github.com/a/b", "Hugging Face", "code"),
        ("https://github.com/a/b", "论文", "code"),
        ("https://github.com/a/b/blob/main/report.pdf", "技术报告", "paper"),
        ("https://github.com/a/b", "Demo", "demo"),
        ("https://github.com/a/b", "ComfyUI", "other"),
        ("https://github.com/a/b", "ComfyUI 插件", "other"),
        ("https://huggingface.co/a/b", "代码", "model"),
        ("https://huggingface.co/spaces/a/b", "Hugging Face", "demo"),
        ("https://huggingface.co/datasets/a/b", "Benchmark", "dataset"),
        ("https://mp.weixin.qq.com/s/x", "论文解读", "article"),
        ("https://example.org/x.pdf", "论文", "paper"),
        ("https://example.org/x", "项目主页", "project"),
        ("https://example.org/x", "", "other"),
        ("https://a.github.io/b", "地址", "project"),
    ],
)
def test_kinds_of_both(url: str, words: str, kind: LinkKind) -> None:
    assert link_kind(url, words) == kind


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("BLIP3-o 论文", True),
        ("Qwen2.5-Omni技术报告", True),
        ("PDF", True),
        ("Skiff Paper", True),
        ("论文链接 ", True),
        ("Qwen2.5-Omni Technical Report", False),
        ("MokA: Multimodal Low-Rank Adaptation for MLLMs", False),
        ("Wallpaper", False),
        ("", False),
    ],
)
def test_labels_are_no_titles(words: str, expected: bool) -> None:
    assert is_label(words) is expected
