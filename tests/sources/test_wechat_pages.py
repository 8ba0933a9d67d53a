"""Layouts and marks of WeChat pages, in small pages of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.render.markdown import Markdown
from digest.sources.article import NotAnArticle
from digest.sources.wechat.article import SharedPost
from digest.sources.wechat.page import MAX_BYTES, read_page
from sources.wechat_pages import HEAD, URL, article, post

PICTURE = "https://mmbiz.qpic.cn/mmbiz_png/abc/640"


def text(body: str) -> str:
    """The Markdown of an article, a paragraph of its own before and behind what is looked at."""
    return read_page(article(f"<p>开头的话。</p>{body}<p>结尾的话。</p>"), URL).item.text[7:-8]


def test_what_a_page_says_about_its_article() -> None:
    found = read_page(article("<p>你好，世界。</p>"), URL)
    item = found.item
    assert item.title == "A & B"
    assert item.source is not None
    assert (item.source.name, item.source.url) == ("小站 & 朋友", URL)
    assert item.authors == ("王小明",)
    assert item.date is not None
    assert item.date.isoformat() == "2025-01-01T08:00:00+08:00"
    assert (found.key, item.id) == ("MzTest0001==/2247000001/2", "wechat:MzTest0001==/2247000001/2")
    assert found.aliases == ("wechat:AbCdEfGhIjKlMnOpQrStUv",)
    assert item.image is not None
    assert item.image.src == "https://mmbiz.qpic.cn/mmbiz_png/cover/0?wx_fmt=png"
    assert [(link.url, link.title) for link in item.links] == [
        ("https://example.org/post?a=1&b=2", "阅读原文")
    ]
    assert item.text == "你好，世界。\n"


def test_what_a_page_does_not_say_stays_empty() -> None:
    item = read_page(b'<h1 id="activity-name">T</h1><div id="js_content"><p>Hello world</p></div>', URL).item
    assert (item.date, item.authors, item.links, item.image, item.lang) == (None, (), (), None, "")
    assert item.id == "wechat:AbCdEfGhIjKlMnOpQrStUv"


def test_time_without_an_epoch_is_that_of_china() -> None:
    scripts = HEAD.replace('var ct = "1735689600";', "var createTime = '2024-12-31 23:59';")
    date = read_page(article("<p>一</p>", scripts), URL).item.date
    assert date is not None
    assert date.isoformat() == "2024-12-31T23:59:00+08:00"


def test_author_who_is_the_account_is_no_person() -> None:
    page = article("<p>一</p>").replace("王小明".encode(), "小站 &amp; 朋友".encode())
    assert read_page(page, URL).item.authors == ()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<section><section><section>一</section>二</section></section>", "一\n\n二"),
        ("<p><strong>重</strong><strong>点</strong><strong>。</strong>其余</p>", "**重点。**其余"),
        ("<p>甲\n   <span>乙</span>\n  丙 <span>a</span>\n  b</p>", "甲乙丙 a b"),
        ("<p>一<br>二<br><br>三</p>", "一\\\n二\n\n三"),
        ("<p><em>斜</em>与<span style='font-weight:700'>粗</span></p>", "*斜*与**粗**"),
        ("<p>用 <code>a_b*</code> 吧</p>", "用 `a_b*` 吧"),
        ("<p>a_b *c* [d] &lt;e&gt; $5 # ~~x~~</p>", "a_b \\*c\\* \\[d\\] \\<e> \\$5 # \\~\\~x\\~\\~"),
        ("<p># 不是标题</p><p>1. 不是列表</p><p>- 也不是</p>", "\\# 不是标题\n\n1\\. 不是列表\n\n\\- 也不是"),
        ("<ul><li>一</li><li><section>二</section></li></ul>", "- 一\n- 二"),
        ("<ol start='3'><li>一</li><li>二<ul><li>三</li></ul></li></ol>", "3. 一\n4. 二\n   - 三"),
        ("<ul><li><p>一</p><p>二</p></li></ul>", "- 一\n\n  二"),
        ("<blockquote><p>引</p><ul><li>一</li></ul></blockquote>", "> 引\n>\n> - 一"),
        (
            "<table><tr><th>名</th><th>值</th></tr><tr><td>甲|乙</td><td><p>一</p><p>二</p></td></tr></table>",
            "| 名 | 值 |\n| --- | --- |\n| 甲\\|乙 | 一 二 |",
        ),
        ("<table><tr><td><p>只是</p><p>排版</p></td></tr></table>", "只是\n\n排版"),
        ("<h1>大</h1><h3>小</h3>", "## 大\n\n#### 小"),
        ("<h2><span style='display:none'>x</span><strong>标题</strong></h2>", "## 标题"),
        ("<center><p><strong>01</strong></p><p><b>缘起</b></p></center>", "## 01 缘起"),
        ("<p style='font-size:22px'><strong>缘起</strong></p>", "## 缘起"),
        ("<p><strong>只是加粗</strong></p>", "**只是加粗**"),
        ("<p style='text-align:center'><b>一句话。</b></p>", "**一句话。**"),
        ("<p style='text-align:center'><b>诗一</b></p>" * 3, "**诗一**\n\n**诗一**\n\n**诗一**"),
        ("<p>见https://arxiv.org/abs/2401.00001。</p>", "见<https://arxiv.org/abs/2401.00001>。"),
        (
            "<p><a href='javascript:alert(1)'>点</a><a href='https://a.example/x y'>链</a></p>",
            "点[链](https://a.example/x%20y)",
        ),
        (
            "<p><a href='http://mp.weixin.qq.com/s?__biz=MzA=&amp;amp;mid=1&amp;idx=2&amp;sn=ab&amp;chksm=c#rd'>文</a></p>",
            "[文](https://mp.weixin.qq.com/s?__biz=MzA=&mid=1&idx=2&sn=ab)",
        ),
        ("<p><a class='wx_topic_link' href='javascript:;'>#话题</a></p>", "#话题"),
        (
            "<iframe class='video_iframe' data-src='https://v.qq.com/iframe/preview.html?vid=a0123456789&amp;auto=0'></iframe>",
            "<https://v.qq.com/x/page/a0123456789.html>",
        ),
        ("<p>能量<span data-formula='E=mc^2'><svg><path></path></svg></span>守恒</p>", "能量$E=mc^2$守恒"),
        ("<section class='block-equation'><img data-formula='\\frac{a}{b}'></section>", "$$\n\\frac{a}{b}\n$$"),
        ("<p>令 <img data-formula='x_1' data-src='https://mmbiz.qpic.cn/1/0'> 为零</p>", "令 $x_1$ 为零"),
        ("<p><span data-formula='a &lt; b'><svg><title>a</title></svg></span><br></p>", "$$\na < b\n$$"),
        ("<div><svg data-latex='$$z^2$$'></svg></div>", "$$\nz^2\n$$"),
        ("<p>设<span data-formula='k' data-formula-type='block-equation'></span>则</p>", "设\n\n$$\nk\n$$\n\n则"),
        ("<p>由<mjx-container><svg data-tex='n!'></svg></mjx-container>得</p>", "由$n!$得"),
        (
            ("<p>如<span class='katex'><span class='katex-mathml'><math><semantics><mi>y</mi><annotation "
            "encoding='application/x-tex'>y_2</annotation></semantics></math></span><span class='katex-html'>y2</span>"
            "</span>。</p>"),
            "如$y_2$。",
        ),
        ("<p>价 $5 到 $6，写作 $x$ 与 \\(y\\)</p>", "价 \\$5 到 \\$6，写作 \\$x\\$ 与 \\\\(y\\\\)"),
        ("<p>笑<img class='icon_emotion_single' src='x.gif' alt='[微笑]'></p>", "笑\\[微笑\\]"),
        ("<p style='display:none'>看不见</p><p>一</p>", "一"),
        ("<hr><p>一</p>", "---\n\n一"),
        ("<p>一\u200b\ufeff二</p>", "一二"),
    ],
)  # fmt: skip
def test_marks_of_a_body(body: str, expected: str) -> None:
    assert text(body).strip("\n") == expected


def test_a_ragged_table_does_not_swell() -> None:
    rows = "<tr><td>甲</td></tr>" * 2000 + "<tr>" + "<td>乙</td>" * 2000 + "</tr>"
    found = text(f"<table><tr><td>名</td><td>值</td></tr>{rows}</table>")
    assert len(found) < 20_000
    assert (found.count("甲"), found.count("乙")) == (2000, 2000)


SNIPPET = """<section class="code-snippet__fix code-snippet__js">
<ul class="code-snippet__line-index code-snippet__js"><li></li><li>2</li><li></li><li></li></ul>
<pre class="code-snippet__js" data-lang="python"><code><span class="code-snippet_outer">def f(a):</span></code><code>
</code><code><span leaf="">    return a &lt; `b`</span></code><code><span><br></span></code>
<code>f(1)</code></pre></section>"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (SNIPPET, "```python\ndef f(a):\n\n    return a < `b`\n\nf(1)\n```"),
        (
            (
                "<pre data-tool='mdnice'><span style='display:block'></span><code class='hljs language-c'>"
                "int main() {<br>&nbsp;&nbsp;&nbsp;&nbsp;return&nbsp;0;<br>}<br></code></pre>"
            ),
            "```c\nint main() {\n    return 0;\n}\n```",
        ),
        ("<pre><section><pre><code>a</code><code>b</code></pre></section></pre>", "```\na\nb\n```"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
        ("<pre><code>```\nx\n```</code></pre>", "````\n```\nx\n```\n````"),
        (f"<pre><section>文字</section><img data-src='{PICTURE}'></pre>", f"文字\n\n![]({PICTURE})"),
        ("<p>一<code>x<br>y</code></p>", "一\n\n```\nx\ny\n```"),
        (
            "<section class='code-snippet__fix'><pre><code>counter(line</code><code>a</code></pre></section>",
            "```\na\n```",
        ),
        (
            ("<section class='code-snippet__fix'><ul class='code-snippet__line-index'><li></li></ul><p>counter(line</p>"
            "<pre data-lang='go'><code>a := &quot;&lt;b&gt;&quot;</code><code>&nbsp;&nbsp;c()</code></pre></section>"),
            '```go\na := "<b>"\n  c()\n```',
        ),
        (
            ("<pre class='code-snippet__github' data-lang='bash'><code><span leaf=''>cd x</span></code><code>"
            "<span leaf=''><br class='ProseMirror-trailingBreak'></span></code><code>make</code></pre>"),
            "```bash\ncd x\n\nmake\n```",
        ),
    ],
)  # fmt: skip
def test_lines_of_code(body: str, expected: str) -> None:
    assert text(body).strip("\n") == expected


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (
            f"data-src='{PICTURE}?wx_fmt=png&amp;tp=webp&amp;wx_lazy=1#imgIndex=3' src='data:image/gif;base64,R0'",
            f"{PICTURE}?wx_fmt=png",
        ),
        ("data-src='//mmbiz.qpic.cn/a/0' src='https://x.example/blank.gif'", "https://mmbiz.qpic.cn/a/0"),
        ("src='http://mmbiz.qpic.cn/a/0'", "https://mmbiz.qpic.cn/a/0"),
        ("src='https://x.example/a.png?b=1#c'", "https://x.example/a.png?b=1#c"),
        (f"data-src='{PICTURE}' data-w='1'", ""),
        ("data-src='http://wx.qlogo.cn/mmhead/abc/132'", ""),
        ("data-src='https://mp.weixin.qq.com/mp/qrcode?scene=1'", ""),
        ("src='data:image/png;base64,AA'", ""),
        ("src='javascript:alert(1)'", ""),
    ],
)
def test_address_of_a_picture(image: str, expected: str) -> None:
    found = read_page(article(f"<p>一</p><p><img {image} alt='图片'></p><p>二</p>"), URL)
    assert found.item.text == (f"一\n\n![]({expected})\n\n二\n" if expected else "一\n\n二\n")
    cover = "https://mmbiz.qpic.cn/mmbiz_png/cover/0?wx_fmt=png"
    assert [picture.url for picture in found.pictures] == ([expected] if expected else []) + [cover]


def test_pictures_keep_their_words_links_and_order() -> None:
    linked = f"<a href='https://a.example/'><img data-src='{PICTURE}1' alt='甲 [乙]'></a>"
    body = f"<p>{linked}字<img data-src='{PICTURE}2'></p>"
    assert text(body).strip() == f"[![甲 \\[乙\\]]({PICTURE}1)](https://a.example/)\n\n字\n\n![]({PICTURE}2)"


@pytest.mark.parametrize(
    ("noted", "ratio"),
    [
        ("data-ratio='0.5625' data-w='1080'", 0.5625),
        ("data-ratio=' 2 '", 2),
        ("data-ratio='0'", 0),
        ("data-ratio='1e9'", 0),
        ("data-ratio='wide'", 0),
        ("data-ratio='0.5' data-cropx1='0'", 0),
        ("", 0),
    ],
)
def test_shape_of_a_picture(noted: str, ratio: float) -> None:
    found = read_page(article(f"<p>一<img data-src='{PICTURE}' {noted}></p>"), URL)
    assert found.pictures[0].ratio == ratio


TAILS = [
    ("<p>如果觉得文章不错，欢迎点赞、在看、转发三连！</p>", 1),
    (f"<p>长按识别下方二维码关注我们</p><p><img data-src='{PICTURE}qr'></p>", 2),
    (f"<p><img data-src='{PICTURE}qr'></p><p>扫码加入读者交流群</p>", 2),
    ("<p>预览时标签不可点</p>", 1),
    ("<p>— END —</p><p>点击阅读原文，了解更多</p>", 2),
    (
        "<h2>往期推荐</h2><ul><li><a href='https://mp.weixin.qq.com/s?__biz=MzA=&mid=1&idx=1'>旧文</a></li></ul>",
        2,
    ),
    ("<mp-common-profile data-nickname='x'></mp-common-profile>", 1),
]


@pytest.mark.parametrize(("tail", "count"), TAILS)
def test_what_asks_for_attention_is_cut_and_told(tail: str, count: int) -> None:
    found = read_page(article(f"<p>正文在这里。</p>{tail}"), URL)
    assert found.item.text == "正文在这里。\n"
    assert len(found.cut) == count


@pytest.mark.parametrize(
    "body",
    [
        "<p>我会持续关注这个项目，欢迎在评论区分享你的看法与经验。</p>",
        "<p>代码已开源，欢迎点赞：https://github.com/a/b</p>",
        f"<p>实验结果如图。</p><p><img data-src='{PICTURE}'></p>",
        "<h2>往期推荐</h2><p>推荐系统回顾了往期内容，这里仍是正文。</p>",
        "<p>微信扫码登录的原理是这样的：服务器先生成一个编号，再等待手机确认。</p>",
    ],
)
def test_what_belongs_to_the_article_stays(body: str) -> None:
    assert read_page(article(f"<p>正文。</p>{body}"), URL).cut == ()


def test_only_the_ends_are_cut() -> None:
    found = read_page(article("<p>正文。</p><p>欢迎关注我们，点赞在看</p><p>后面还有正文。</p>"), URL)
    assert (found.cut, found.item.text.count("\n\n")) == ((), 2)


NOTES = (
    "<p>模型<sup>[1]</sup>与数据<sup>[2]</sup>，另见<sup>[3]</sup>。</p><h3>参考资料</h3><p>[1]</p>"
    "<p>论文: <em>https://arxiv.org/abs/2401.00001v2</em></p>"
    "<p><code>[2]</code>数据集：<i>https://huggingface.co/datasets/o/d</i><br>[3] 博客 https://blog.example/p</p>"
)


def test_notes_become_links() -> None:
    item = read_page(article(NOTES), URL).item
    assert item.text.startswith(
        "模型[\\[1\\]](https://arxiv.org/abs/2401.00001v2)与数据[\\[2\\]](https://huggingface.co/datasets/o/d)，"
        "另见[\\[3\\]](https://blog.example/p)。"
    )
    assert [(link.kind, link.url, link.title) for link in item.links[1:]] == [
        ("paper", "https://arxiv.org/abs/2401.00001", "论文"),
        ("dataset", "https://huggingface.co/datasets/o/d", "数据集"),
    ]


def test_links_say_what_an_article_is_about() -> None:
    body = (
        "<p>代码：github.com/org/repo，项目主页：https://org.github.io/x/ 论文 arXiv:2402.00002</p>"
        "<p><a href='https://mp.weixin.qq.com/s/ZZZZZZZZZZZZZZZZZZZZZZ'>另一篇</a>、https://news.example/1</p>"
        "<p>讨论见 https://github.com/org/repo/issues/3</p>"
    )
    links = read_page(article(body), URL).item.links[1:]
    assert {(link.kind, link.url) for link in links} == {
        ("code", "https://github.com/org/repo"),
        ("project", "https://org.github.io/x/"),
        ("paper", "https://arxiv.org/abs/2402.00002"),
    }


def test_picture_post() -> None:
    page = post(
        "item_show_type: '8' * 1, title: JsDecode('图'), content_noencode: JsDecode('第一行\\x0a第二行\\x0a\\x0a"
        "\\x3ca class=\\x22wx_img_refer_link\\x22 href=\\x22javascript:;\\x22\\x3e看图\\x3c/a\\x3e'), "
        "picture_page_info_list: [{width: '1200' * 1, height: '900' * 1, cdn_url: JsDecode('https://mmbiz.qpic.cn/1/0?wx_fmt=png\\x26amp;amp;from=appmsg'),"
        "share_cover: {cdn_url: JsDecode('https://mmbiz.qpic.cn/no/0'),},}, "
        "{cdn_url: JsDecode('https://mmbiz.qpic.cn/2/0'),},],"
    )
    found = read_page(page, URL)
    assert found.item.text == (
        "第一行\\\n第二行\n\n看图\n\n![](https://mmbiz.qpic.cn/1/0?wx_fmt=png&from=appmsg)\n\n"
        "![](https://mmbiz.qpic.cn/2/0)\n"
    )
    assert [picture.ratio for picture in found.pictures] == [0.75, 0]


def test_parts_of_a_post_that_look_like_something_else() -> None:
    for words in ("https://a.example/b", "file.txt", "<?xml version='1.0'?>文", "<?php 文 ?>"):
        page = post(f"item_show_type: '8' * 1, title: JsDecode('图'), content_noencode: \"{words}\",")
        assert read_page(page, URL).item.text.strip()


@pytest.mark.parametrize(("is_own", "title", "machine"), [("1", "题目", ()), ("0", "短文一则", ("title",))])
def test_text_post(is_own: str, title: str, machine: tuple[str, ...]) -> None:
    page = post(
        "item_show_type: '10' * 1, title: JsDecode('题目'), "
        f"text_page_info: {{content_noencode: JsDecode('短文一则\\x0a\\x0a第二段'), is_user_title: '{is_own}' * 1,}},"
    )
    item = read_page(page, URL).item
    assert (item.title, item.machine, item.text) == (title, machine, "短文一则\n\n第二段\n")


def test_shared_post_names_the_article() -> None:
    page = article(
        "",
        around="<a id='js_share_source' data-url='https://mp.weixin.qq.com/s?__biz=MzA=&amp;mid=5&amp;idx=1&amp;scene=1'>",
    )
    with pytest.raises(SharedPost) as raised:
        read_page(page, URL)
    assert (raised.value.what, raised.value.url) == (
        "shared",
        "https://mp.weixin.qq.com/s?__biz=MzA=&mid=5&idx=1",
    )


PAID = article("<p>一</p><div class='mp-pay-preview-filter'></div>", "var is_pay_subscribe = '1' * 1;")
MESSAGE = "<html><body><div class='weui-msg'><h2 class='weui-msg__title'>{}</h2></div></body></html>"


@pytest.mark.parametrize(
    ("page", "what"),
    [
        (MESSAGE.format("The content has been deleted by the author."), "deleted"),
        (MESSAGE.format("此帐号已被屏蔽，内容无法查看"), "violation"),
        (MESSAGE.format("该公众号已迁移"), "moved"),
        (MESSAGE.format("链接已过期"), "expired"),
        (MESSAGE.format("参数错误"), "unavailable"),
        (MESSAGE.format("完全不同的话"), "unknown"),
        ("", "unknown"),
        ("<html><body><p>欢迎</p></body></html>", "unknown"),
        (article("").decode(), "empty"),
        (article("<p>一</p>", HEAD.replace('item_show_type = "0"', 'item_show_type = "5"')).decode(), "video"),
        (article("", HEAD.replace('item_show_type = "0"', 'item_show_type = "7"')).decode(), "audio"),
        (PAID.decode(), "paid"),
        ("x" * (MAX_BYTES + 1), "too large"),
        ("<p>" * 1_200_000, "too large"),
    ],
)  # fmt: skip
def test_pages_that_are_no_articles(page: str, what: str) -> None:
    with pytest.raises(NotAnArticle) as raised:
        read_page(page.encode(), URL)
    assert raised.value.what == what
    assert not raised.value.stop_host


def test_an_article_may_quote_what_error_pages_say() -> None:
    body = "<div class='weui-msg'><h2 class='weui-msg__title'>环境异常</h2></div><p>去验证，该内容已被发布者删除</p>"
    assert "环境异常" in read_page(article(body), URL).item.text


def test_scripts_inside_comments_and_left_open() -> None:
    page = article("<!-- <script> --><p>一</p><!-- </p> -->").replace(b"</body>", b"<script>var ct = '1")
    assert read_page(page, URL).item.text == "一\n"


_PIECES = """
    <p> </p> <section> </section> <b> </b> <li> <ul> </ul> <table> <tr> <td> </table> <pre> <code> </code> </pre> <br>
    <h2> </h2> <blockquote> </blockquote> <sup>[1]</sup> <hr> <img/data-src='https://mmbiz.qpic.cn/a'>
    <a/href='https://a.b'> </a> 字 a ** _ ` [ ]( <script> &lt;b&gt; $ | # - https://a.b/c
"""
PIECES = _PIECES.split()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=40,
    )
)
def test_no_body_breaks_the_reader_or_becomes_markup(pieces: list[str]) -> None:
    try:
        item = read_page(article(" ".join(pieces)), URL).item
    except NotAnArticle:
        return
    html = Markdown().render(item.text).html
    assert "<script" not in html
    assert "<b>" not in html


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab字 。*_`[]()<>#$|\\~!&;{}:-=+1.\"'^\n", max_size=60))
def test_text_comes_out_as_it_went_in(words: str) -> None:
    from html import escape

    from bs4 import BeautifulSoup

    try:
        item = read_page(article(f"<p>起{escape(words)}止</p>"), URL).item
    except NotAnArticle:
        return
    shown = BeautifulSoup(Markdown().render(item.text).html, "lxml").get_text()
    # Line breaks of the source are blanks, or nothing between Chinese characters.
    assert "".join(shown.split()) == "".join(f"起{words}止".split())
