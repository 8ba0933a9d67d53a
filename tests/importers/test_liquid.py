"""Jekyll's Liquid in a body."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.importers.trees.liquid import Names, turn_liquid
from digest.importers.trees.turning import Turned

NAMES = Names(
    post={"2025-08-08-lamp": "/posts/2025-08-08-lamp.md"}.get,
    file={"about.md": "/about.md", "assets/a b.pdf": "/assets/a b.pdf"}.get,
    page={"title": "Lamps", "url": "/lamps/"},
    site={"title": "Mei", "url": "https://mei.org", "baseurl": "/blog"},
)


def turn(body: str) -> Turned:
    return turn_liquid(body, path="post.md", first_line=5, names=NAMES)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("{% highlight ruby %}\nputs 1\n{% endhighlight %}", "```ruby\nputs 1\n```"),
        ("{%- highlight c++ -%}\n  x\n{%- endhighlight -%}", "```c++\n  x\n```"),
        ("{% highlight md %}\n```\nx\n```\n{% endhighlight %}", "````md\n```\nx\n```\n````"),
        ("- {% highlight c %}\n  x\n  {% endhighlight %}", "- ```c\n  x\n  ```"),
        (
            "{% highlight liquid %}{% raw %}{% highlight c %}{% endhighlight %}{% endraw %}{% endhighlight %}",
            "```liquid\n{% highlight c %}{% endhighlight %}\n```",
        ),
        ("{% raw %}{{ x }} {% if %}{% endraw %}", "{{ x }} {% if %}"),
        ("```\n{% raw %}{{ x }}{% endraw %}\n```", "```\n{{ x }}\n```"),
        ("`{% raw %}{{ x }}{% endraw %}`", "`{{ x }}`"),
        ("{{ '{{' }} and {{ \"{%\" }}", "{{ and {%"),
        ("[l]({% post_url 2025-08-08-lamp %})", "[l](/posts/2025-08-08-lamp.md)"),
        ("[l]({% post_url 2025-08-08-lamp %}#oil)", "[l](/posts/2025-08-08-lamp.md#oil)"),
        ("[l]({{ site.baseurl }}{% post_url 2025-08-08-lamp %})", "[l](/posts/2025-08-08-lamp.md)"),
        ("see {% post_url 2025-08-08-lamp %}", "see [2025-08-08-lamp](/posts/2025-08-08-lamp.md)"),
        ("[a]({% link about.md %})", "[a](/about.md)"),
        ("[a]({% link assets/a b.pdf %})", "[a](</assets/a b.pdf>)"),
        ("![p]({{ site.baseurl }}/img/p.png)", "![p](/img/p.png)"),
        ("![p]({{site.url}}{{site.baseurl}}/img/p.png)", "![p](/img/p.png)"),
        ("![p]({{ '/img/p.png' | relative_url }})", "![p](/img/p.png)"),
        ('![p]({{ "img/p.png" | absolute_url }})', "![p](/img/p.png)"),
        ('![p]({{ "/img/p.png" | prepend: site.baseurl }})', "![p](/img/p.png)"),
        ("at {{ site.url }}{{ site.baseurl }}/", "at https://mei.org/blog/"),
        ("[here]({{ page.url }}#oil)", "[here](/lamps/#oil)"),
        ("{{ page.title }} of {{- site.title -}}", "Lamps of Mei"),
        ("{% comment %} later {% endcomment %}", "<!-- later -->"),
        ("{% gist mei/12 %}", "[Gist: mei/12](https://gist.github.com/mei/12)"),
    ],
)
def test_tags_become_what_they_mean(body: str, text: str) -> None:
    turned = turn(body)
    assert turned.text == text
    assert turned.unknown == 0
    assert turned.turned >= 1
    assert turned.remarks == ()


@pytest.mark.parametrize(
    "body",
    [
        "* content\n{:toc}",
        "text{:.wide} and {: .wide}",
        "`{{ page.title }} {% include x.html %}`",
        "```liquid\n{% include x.html %}\n```",
        "~~~\n{% highlight c %}\n~~~",
    ],
)
def test_code_and_kramdown_are_left_alone(body: str) -> None:
    turned = turn(body)
    assert turned.text == body
    assert (turned.turned, turned.unknown) == (0, 0)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ('{% include figure.html src="{{ page.x }}" %}', "include"),
        ("{% seo %}", "seo"),
        ('{{ page.date | date: "%Y" }}', '{{ page.date | date: "%Y" }}'),
        ("{{ page.nothing }}", "{{ page.nothing }}"),
        ("{% link {{ page.x }} %}", "link"),
        ("{% highlight c %} never closed", "highlight (not closed)"),
        ("{% raw %} never closed", "raw"),
        ("{% never closed", "{% (not closed)"),
        ("{{ never closed", "{{ (not closed)"),
    ],
)
def test_unknown_ones_stay_and_are_named(body: str, name: str) -> None:
    turned = turn(f"first\n\n{body}")
    assert turned.text == f"first\n\n{body}"
    assert (turned.turned, turned.unknown) == (0, 1)
    (remark,) = turned.remarks
    assert f"the Liquid tag {name} is not known" in remark.message
    assert (remark.path, remark.line, remark.severity) == ("post.md", 7, "warning")


def test_conditions_stay_with_all_their_parts() -> None:
    body = "{% if page.x %}a{% else %}b{% endif %}"
    turned = turn(body)
    assert turned.text == body
    assert turned.unknown == 3
    assert [remark.line for remark in turned.remarks] == [5, 5, 5]


def test_a_link_to_nothing_is_kept_and_told() -> None:
    turned = turn("a\n[x]({% post_url 2020-01-01-gone %}) [y]({% link gone.md %})")
    assert turned.text == "a\n[x](/2020-01-01-gone) [y](/gone.md)"
    assert [(r.line, r.message) for r in turned.remarks] == [
        (6, "nothing here is called 2020-01-01-gone"),
        (6, "nothing here is called gone.md"),
    ]


def test_options_without_a_place_are_counted_and_named() -> None:
    turned = turn('{% highlight c linenos mark_lines="1 2" %}\nx\n{% endhighlight %}')
    assert turned.text == "```c\nx\n```"
    assert turned.left_out == 2
    assert turned.notes[1] == ("navigation", 'tag highlight without linenos, mark_lines="1 2"')
    assert [turned.notes[line].verdict for line in (2, 3)] == ["page", "navigation"]


PIECES = [
    "{%",
    "%}",
    "{{",
    "}}",
    "raw",
    "endraw",
    " highlight c ",
    "`",
    "```\n",
    "|",
    "'",
    "-",
    "\n",
    "site.url",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(string.printable, max_size=3), max_size=40))
def test_any_text_is_read(pieces: list[str]) -> None:
    turned = turn("".join(pieces))
    assert turned.unknown >= len({remark.message for remark in turned.remarks}) - turned.turned


@pytest.mark.parametrize(
    "piece",
    [
        "{% ",
        "{{ ",
        "{% raw %}",
        "{% highlight c %}{% raw %}",
        "{{ site.url }}",
        "{% comment %}",
        "{% x {{ ",
        "`",
    ],
)
def test_hostile_text_is_read_once(piece: str) -> None:
    assert turn(piece * 100_000).text  # a look-ahead that is not remembered takes hours here
