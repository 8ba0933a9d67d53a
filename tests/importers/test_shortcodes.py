"""Hugo's shortcodes in a body."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.importers.trees.shortcodes import turn_shortcodes
from digest.importers.trees.turning import Turned


def turn(body: str) -> Turned:
    pages = {"lamp.md": "lamp.md", "lamp": "lamp.md", "lamp.md#oil": "lamp.md#oil", "a b.md": "a b.md"}
    return turn_shortcodes(body, path="post.md", first_line=5, resolve=pages.get, value={"owner": "Mei"}.get)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # figures
        ('{{< figure src="lamp.png" >}}', "![](lamp.png)"),
        ('{{% figure src="/img/lamp.png" alt="A [lamp]" %}}', r"![A \[lamp\]](/img/lamp.png)"),
        ('{{< figure src="lamp.png" title="The \\"old\\" one" />}}', '![](lamp.png "The \\"old\\" one")'),
        ('{{< figure src="my lamp (1).png" >}}', "![](<my lamp (1).png>)"),
        ('{{< figure src="a.png" alt="x" caption="Oil" >}}', "![x](a.png)\n\n*Oil*"),
        ('{{< figure src="a.png" caption="See [it](b.md)" >}}', "![See it](a.png)\n\nSee [it](b.md)"),
        ('{{< figure src="a.png" alt="x" link="https://e.org/" >}}', "[![x](a.png)](https://e.org/)"),
        (
            '{{< figure src="a.png" attr="Mei" attrlink="https://m.org" >}}',
            "![](a.png)\n\n[Mei](https://m.org)",
        ),
        ('- {{< figure src="a.png" alt="x" caption="Oil" >}}', "- ![x](a.png)\n\n  *Oil*"),
        ('> {{< figure src="a.png" alt="x" caption="Oil" >}}', "> ![x](a.png)\n>\n> *Oil*"),
        ('| {{< figure src="a.png" alt="x" caption="Oil" >}} |', "| ![x](a.png) *Oil* |"),
        ('{{< figure\n  src="a.png"\n  alt="灯"\n>}}\nafter', "![灯](a.png)\nafter"),
        # code
        ("{{< highlight go >}}\nx := 1\n{{< /highlight >}}", "```go\nx := 1\n```"),
        ('{{< highlight go "linenos=table" >}}x{{< / highlight >}}', "```go\nx\n```"),
        ("{{% highlight md %}}\n```\nx\n```\n{{% /highlight %}}", "````md\n```\nx\n```\n````"),
        ("- {{< highlight go >}}\n  x\n  {{< /highlight >}}", "- ```go\n  x\n  ```"),
        ('a {{< highlight go "hl_inline=true" >}}f(`x`){{< /highlight >}} b', "a ``f(`x`)`` b"),
        ("a {{< highlight go >}}x{{< /highlight >}} b", "a \n\n```go\nx\n```\n\n b"),
        ("{{< highlight `x y` >}}\nz\n{{< /highlight >}}", "```\nz\n```"),
        # references
        ('[the lamp]({{< ref "lamp.md" >}})', "[the lamp](lamp.md)"),
        ('[oil]({{% relref path="lamp.md#oil" lang="en" %}})', "[oil](lamp.md#oil)"),
        ("[l]({{< ref lamp >}}#top)", "[l](lamp.md#top)"),
        ('[l]({{< relref "a b.md" >}})', "[l](<a b.md>)"),
        ('see {{< ref "lamp" >}}', "see [lamp](lamp.md)"),
        ('[l]: {{< ref "lamp" >}}', "[l]: lamp.md"),
        # embeds
        ("{{< youtube w7-Ft >}}", "[YouTube: w7-Ft](https://www.youtube.com/watch?v=w7-Ft)"),
        (
            '{{< youtube id="x" title="On oil" start=30 >}}',
            "[On oil](https://www.youtube.com/watch?v=x&t=30)",
        ),
        ("{{< vimeo 12 >}}", "[Vimeo: 12](https://vimeo.com/12)"),
        ('{{< x user="mei" id="12" >}}', "[X: @mei](https://x.com/mei/status/12)"),
        ('{{< twitter user="mei" id="12" >}}', "[X: @mei](https://x.com/mei/status/12)"),
        ("{{< tweet 12 >}}", "[X: 12](https://x.com/i/status/12)"),
        ("{{< instagram Bx >}}", "[Instagram: Bx](https://www.instagram.com/p/Bx/)"),
        ("{{< gist mei 12 >}}", "[Gist: mei/12](https://gist.github.com/mei/12)"),
        (
            '{{< gist mei 12 "a b.py" >}}',
            "[Gist: mei/12 (a b.py)](https://gist.github.com/mei/12#file-a-b-py)",
        ),
        # the rest
        ("by {{< param owner >}}.", "by Mei."),
        ("{{% param `owner` %}}", "Mei"),
        ('{{< qr text="https://e.org/a" />}}', "[https://e.org/a](https://e.org/a)"),
        ('{{< qr text="a" />}} {{< qr >}}b{{< /qr >}}', "a b"),
        ("{{< qr >}}\nhello *you*\n{{< /qr >}}", r"hello \*you\*"),
        ("{{% comment %}} later {{% /comment %}}", "<!-- later -->"),
        (
            '{{< details summary="More" >}}\nInside\n{{< /details >}}\nafter',
            "**More**\n\nInside\n\nafter",
        ),
        ("{{% details %}}\n{{< param owner >}}\n{{% /details %}}", "**Details**\n\nMei\n"),
    ],
)
def test_hugos_own_become_markdown(body: str, text: str) -> None:
    turned = turn(body)
    assert turned.text == text
    assert turned.unknown == 0
    assert turned.turned >= 1
    assert turned.remarks == ()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("{{</* figure src=`a` */>}}", "{{< figure src=`a` >}}"),
        ("`{{%/* ref x */%}}`", "`{{% ref x %}}`"),
        (
            "```\n{{</* figure */>}} {{< figure src=a >}}\n```",
            "```\n{{< figure >}} {{< figure src=a >}}\n```",
        ),
    ],
)
def test_shown_shortcodes_lose_their_comment_marks(body: str, text: str) -> None:
    turned = turn(body)
    assert turned.text == text
    assert (turned.turned, turned.unknown) == (0, 0)


@pytest.mark.parametrize(
    "body",
    [
        "no tag at all",
        "a template's own {{ .Title }}",
        "`{{< youtube x >}}`",
        "``a ` {{< youtube x >}} ``",
        "```\n{{< youtube x >}}\n```",
        "````\n```\n{{< youtube x >}}\n````",
        "~~~md\n```\n{{< youtube x >}}\n~~~",
        "- a\n\n  ```\n  {{< youtube x >}}\n  ```",
        "> ```\n> {{< youtube x >}}\n> ```",
        "```\n{{< youtube x >}}",
    ],
)
def test_code_is_left_alone(body: str) -> None:
    turned = turn(body)
    assert turned.text == body
    assert (turned.turned, turned.unknown) == (0, 0)


@pytest.mark.parametrize(
    "body",
    [
        "a ` b\n\n{{< youtube x >}} ` c",  # a code span ends with its paragraph
        "\\`{{< youtube x >}}`",  # an escaped backtick begins nothing
        "a ``b` {{< youtube x >}}",
        "```js`\n{{< youtube x >}}\n",  # no fence: its info holds a backtick
        "```\na\n```\n{{< youtube x >}}",
        "        ```\n\n{{< youtube x >}}",  # an indented block, not a fence
    ],
)
def test_what_only_resembles_code_is_not(body: str) -> None:
    assert "youtube.com" in turn(body).text


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("{{< notice tip >}}", "notice"),
        ('{{< my/card name="x" >}}', "my/card"),
        ('{{< figure alt="no source" >}}', "figure"),
        ("{{< highlight go >}} never closed", "highlight (not closed)"),
        ("{{< param nobody >}}", "param"),
        ("{{< /details >}}", "/details"),
        ("{{< broken", "{{< (not closed, or not readable)"),
        ('{{< figure src="a >}}', "{{< (not closed, or not readable)"),
        ("{{</* figure", "/* (not closed)"),
    ],
)
def test_unknown_ones_stay_and_are_named(body: str, name: str) -> None:
    turned = turn(f"first\n\n{body}")
    assert turned.text == f"first\n\n{body}"
    assert (turned.turned, turned.unknown) == (0, 1)
    (remark,) = turned.remarks
    assert f"the shortcode {name} is not known" in remark.message
    assert (remark.path, remark.line, remark.severity) == ("post.md", 7, "warning")


def test_one_remark_tells_all_places_of_a_name() -> None:
    turned = turn("{{< notice >}}a{{< /notice >}}\n" * 14)
    (remark,) = turned.remarks
    assert turned.unknown == 14
    assert remark.line == 5
    assert "also in line 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 and 3 more" in remark.message


def test_a_reference_to_nothing_is_kept_and_told() -> None:
    turned = turn('a\n[x]({{< ref "gone.md" >}})')
    assert turned.text == "a\n[x](gone.md)"
    assert [(r.line, r.message) for r in turned.remarks] == [(6, "nothing here is called gone.md")]


def test_options_without_a_place_are_counted_and_named() -> None:
    turned = turn(
        '{{< figure src="a.png" width="30" class="wide" >}}\n\n'
        '{{< highlight go "linenos=table, hl_lines=3 6-8" >}}\nx\n{{< /highlight >}}'
    )
    assert turned.left_out == 4
    assert turned.notes[1] == ("page", "text (shortcode figure without width, class)")
    assert turned.notes[3] == ("navigation", "shortcode highlight without linenos=table, hl_lines=3 6-8")
    assert turned.notes[5].verdict == "navigation"


def test_details_left_open_are_told() -> None:
    turned = turn('a\n{{< details summary="More" >}}\nb')
    assert turned.text == "a\n**More**\n\nb"
    assert [(r.line, r.message) for r in turned.remarks] == [(6, "the shortcode details is not closed")]


def test_an_address_with_a_scheme_of_its_own_stays_a_text_of_markdown() -> None:
    assert turn('{{< figure src="javascript:alert(1)" >}}').text == "![](<javascript:alert(1)>)"


PIECES = [
    "{{<",
    ">}}",
    "{{%",
    "%}}",
    "/*",
    "*/",
    '"',
    "`",
    "```\n",
    "highlight",
    "/",
    "figure src=",
    "\n",
    " ",
    "\\",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(string.printable, max_size=3), max_size=40))
def test_any_text_is_read(pieces: list[str]) -> None:
    turned = turn("".join(pieces))
    assert turned.unknown >= len(turned.remarks) - turned.turned


@pytest.mark.parametrize(
    "piece",
    [
        '{{< a "',
        "`",
        "{{</* ",
        "{{< highlight go >}}",
        "      ```\n",
        "{{< a `",
        "{{< youtube a >}} ",
        "> ",
        "- ",
    ],
)
def test_hostile_text_is_read_once(piece: str) -> None:
    turned = turn(piece * 100_000)  # a look-ahead that is not remembered takes hours here
    assert turned.text
