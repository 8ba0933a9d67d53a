"""Values the tests of this package share."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from digest.exporters.feed import FeedHead, FeedItem

ITEM = FeedItem(
    id="urn:uuid:0b0e0d5c-1111-5222-8333-444455556666",
    title="BLIP3-o：统一的 <图像> 理解与生成",
    url="https://example.org/d/entries/大模型/",
    original="https://arxiv.org/abs/2505.09568",
    published="2025-05-14T18:00:00+08:00",
    updated="2025-05-20T09:30:00+08:00",
    summary_html="<p>一个 <em>开放</em> 的模型 &amp; 数据</p>",
    summary_text="一个开放的模型 & 数据",
    content_html="<p>正文 a &lt; b ]]&gt;</p>",
    authors=("Jiuhai Chen", "刘强"),
    tags=("多模态", "R&D"),
    image="https://example.org/d/a.png",
    lang="zh",
)
BARE = FeedItem(id="https://example.org/d/x/", title="Plain", url="https://example.org/d/x/")
HEAD = FeedHead(
    title="AI 周报 <测试>",
    home_url="https://example.org/d/",
    feed_url="https://example.org/d/index.xml",
    description="每周 & 每天",
    language="zh",
    updated="2025-05-20T09:30:00+08:00",
    author="编辑部",
)

NASTY = (
    "]]>",
    "<![CDATA[x]]>",
    "</script><script>alert(1)</script>",
    '"\'><b x="',
    "&amp;&#0;&nbsp;",
    "a\x00b\x08c\x1b[31m",
    "x\ud800y\udfffz",
    "\ufffe\uffff\U0001fffe\ufdd0",
    "\u202egpj.exe\u2066 \u200f",
    "👩‍💻 العربية 中文\u2028\u2029\x85",
    "line\r\nbreak\ttab\x0b\x0c",
    "{\\input{x}}$%&#_^~}",
    'http://example.org/ä b?<>"{}|\\^`%zz%20',
    "javascript:alert(1)",
    "",
    " ",
)
texts = st.one_of(st.sampled_from(NASTY), st.text(st.characters(), max_size=60))
"""Anything a stranger may write, lone surrogates and forbidden characters included."""

many_texts = st.lists(texts, max_size=3).map(tuple)
dates = st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()) | st.just("")

items = st.builds(
    FeedItem,
    id=texts,
    title=texts,
    url=texts,
    original=texts,
    published=dates,
    updated=dates,
    summary_html=texts,
    summary_text=texts,
    content_html=texts,
    authors=many_texts,
    tags=many_texts,
    image=texts,
    lang=texts,
)
heads = st.builds(
    FeedHead,
    title=texts,
    home_url=texts,
    feed_url=texts,
    description=texts,
    language=texts,
    updated=dates.filter(bool),
    author=texts,
)

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff]"
)
"""Characters that reach no output (C0 but tab and newline, DEL, C1, surrogates, noncharacters)."""
