"""Small pages in the form of mp.weixin.qq.com, written for the tests."""

URL = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"
HEAD = """
var biz = null;
var library = {nick_name: '微信广告', title: "not this"};
var biz = "" || "MzTest0001==";
var mid = "" || "" || "2247000001";
var idx = "" || "2";
var sn = "0123456789abcdef" || "";
var nickname = htmlDecode("小站 &amp; 朋友");
var ct = "1735689600";
var msg_title = 'A &amp; B'.html(false);
var msg_link = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv";
var msg_source_url = 'https://example.org/post?a=1\\x26amp;b=2';
var item_show_type = "0";
"""


def article(body: str, scripts: str = HEAD, *, around: str = "") -> bytes:
    """A page of the ordinary kind."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<meta property="og:title" content="A &amp;amp; B"><meta name="author" content="王小明">
<meta property="og:image" content="http://mmbiz.qpic.cn/mmbiz_png/cover/0?wx_fmt=png">
<script>{scripts}</script></head><body><div id="js_article">{around}
<h1 class="rich_media_title" id="activity-name"> A &amp; B </h1><a id="js_name"> 小站 &amp; 朋友 </a>
<em id="publish_time"></em>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">{body}</div>
</div></body></html>""".encode()


def post(data: str) -> bytes:
    """A page that holds everything in its data."""
    return f"""<html><head><script>
function JsDecode(str) {{ return str; }}
window.cgiDataNew = {{
  base_resp: {{ret: '0' * 1, errmsg: JsDecode('ok'),}},
  nick_name: JsDecode('小站'), bizuin: JsDecode('MzTest0001=='), mid: '2247000009' * 1, idx: '1' * 1,
  ori_create_time: '1735689600' * 1, create_time: JsDecode('2025-01-01 08:00'),
  {data}
}};
</script></head><body><div id="js_article"><div id="js_content">小站, ,</div></div></body></html>""".encode()
