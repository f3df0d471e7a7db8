"""The syntax of values: what is shown is what Python's own `format` shows; nothing else gets through."""

from __future__ import annotations

import html
import html.parser
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from nnexplain.site.extension import makeExtension
from nnexplain.site.facts import Facts
from nnexplain.site.image import parse_image
from nnexplain.site.values import FormatError, parse_expression, show

numbers = st.integers(-(10**12), 10**12) | st.floats(allow_nan=False, allow_infinity=False)
scalars = numbers | st.text(max_size=40) | st.booleans()
specs = st.text(alphabet="0123456789.,_+-<>=^#zbdeEfFgGosxX% ", max_size=8)


@given(scalars, specs)
def test_a_format_is_pythons_or_refused(value: str | float | bool, spec: str) -> None:
    try:
        shown = show(value, spec)
    except FormatError as error:
        assert "formats for it" in str(error)
    else:
        if spec and not isinstance(value, bool):
            assert shown == format(value, spec)
        assert len(shown) <= 500


def test_examples_and_what_could_hurt() -> None:
    given = [(0.98531, ".1%"), (1797, ",d"), (0.0025, ""), (True, ""), ("a", ">3")]
    assert [show(value, spec) for value, spec in given] == ["98.5%", "1,797", "0.0025", "true", "  a"]
    for spec in ("100d", "999999999d", ".999f", "{}", "d!r", "n", "c", "0.1.2", "%%", "\n", "١d"):
        with pytest.raises(FormatError):
            show(12, spec)


@given(st.text(max_size=30))
def test_an_expression_is_read_or_refused(inner: str) -> None:
    try:
        script, name, spec = parse_expression(inner)
    except ValueError:
        return
    assert re.fullmatch(r"[A-Za-z][\w-]*", name, re.A)
    assert script is None or ".." not in script
    assert spec == inner.partition("|")[2].strip()


def test_expressions() -> None:
    assert parse_expression(" accuracy ") == (None, "accuracy", "")
    assert parse_expression("models/taste/loss | .2e") == ("models/taste", "loss", ".2e")
    assert parse_expression("My-Lesson/b") == ("My-Lesson", "b", "")  # a name that planning takes
    for bad in ("", "1a", "../a", "a/../b/c", "a b", "/a", "a.b", "a[0]", "a!r"):
        with pytest.raises(ValueError, match="write"):
            parse_expression(bad)


@given(st.text(max_size=80))
def test_a_paragraph_is_an_image_or_not(block: str) -> None:
    image = parse_image(f"![{block}](figures/a/b.svg)")
    assert image is None or image.figure() == ("a", "b")


def test_images() -> None:
    image = parse_image('![A [b] c](../figures/a/b-c.svg "Say \\"hi\\" (now).\nAnd *more*."){ #x .wide }')
    assert image is not None
    assert (image.alt, image.id, image.classes) == ("A [b] c", "x", ("wide",))
    assert image.caption == 'Say "hi" (now). And *more*.'
    assert image.figure("guide") == ("a", "b-c") and image.figure() is None
    for caption, both in {
        "See. // Drag *it*.": ("See.", "Drag *it*."),
        "// Drag.": ("", "Drag."),
        "See //\nit. Drag.": ("See", "it. Drag."),
        "At http://x or 1//2.": ("At http://x or 1//2.", ""),
    }.items():
        image = parse_image(f'![a](figures/a/b.svg "{caption}")')
        assert image is not None and (image.caption, image.acts) == both
    assert parse_image('![a](figures/a/b.svg "t")\n![b](figures/a/c.svg "u")') is None
    assert parse_image("![a](figures/a/b.svg) and text") is None


class Seen(html.parser.HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}


EVIL = '"><script>alert(1)</script><b onclick=x>&{{n}}*_`[](#x)<!--'
ENTITY = "AT&amp;T &lt;b&#62;"
TEXTS = st.lists(
    st.sampled_from(
        [
            "{{", "}}", "|", "evil", "n", " ", "one/evil", ".1%", "[", "](", ")", "![", '"', "\n", "\n\n",
            "# ", "<div>", "</div>", "`", "```\n", "figures/one/cube.svg", "#cube", "{ #a .b }", "*", "> ",
            "- ", "\\", "| a |\n|---|\n|", "?step=", "<p title='", "'>", "{: ", "}", "<!--", "-->", "    ",
            "[^1]", "\x02", "\ue07c",
        ]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("root")
    (root / "mkdocs.yml").write_text("site_name: A\n", "utf-8")
    folder = root / "content/figures/one"
    folder.mkdir(parents=True)
    values = {"evil": EVIL, "n": 3, "less": -1.5e-7, "entity": ENTITY}
    (folder / "values.json").write_text(json.dumps({"schema": 2, "values": values}), "utf-8")
    good = Path(__file__).parents[1] / "sites/good/content/figures/lesson"
    (folder / "cube.svg").write_bytes((good / "cube.svg").read_bytes())
    figure = json.loads((good / "cube.json").read_bytes())
    figure["description"] = figure["params"][0]["label"] = EVIL
    figure["params"][1] |= {"options": [EVIL], "value": EVIL}
    (folder / "cube.json").write_text(json.dumps(figure), "utf-8")
    return root


def convert(root: Path, text: str) -> tuple[str, Facts]:
    facts = Facts()
    extension = makeExtension(root=str(root), collector=facts, brings=False)
    names = ["attr_list", "md_in_html", "tables", "footnotes", "smarty", "toc", "fenced_code", extension]
    return Markdown(extensions=names).convert(text), facts


@settings(max_examples=150)
@given(text=TEXTS)
def test_no_markdown_breaks_it_and_no_value_is_markup(root: Path, text: str) -> None:
    out, _ = convert(root, text)
    seen = Seen()
    seen.feed(out)
    assert "script" not in seen.tags and "onclick" not in seen.names


PLACES = [
    "{{ one/evil }}",
    "# {{ one/evil }}",
    "[{{ one/evil }}](#x)",
    '[a](#x "{{ one/evil }}")',
    "[a](?x={{ one/evil }}#x)",
    "![{{ one/evil }}](x.png)",
    '![{{ one/evil }}](figures/one/cube.svg "{{ one/evil }}")',
    "| a |\n|---|\n| {{ one/evil }} |",
    '<div title="{{ one/evil }}">{{ one/evil }}</div>',
    'Text <a href="{{ one/evil }}">x</a>',
    "<div markdown='1'>\n{{ one/evil }}\n</div>",
    "<details markdown>\n<summary><b>a</b> {{ one/evil }}</summary>\n\nb\n\n</details>",
    "Text[^1]\n\n[^1]: {{ one/evil }}",
]


def test_a_value_is_text_wherever_it_stands(root: Path) -> None:
    for text in PLACES:
        out, facts = convert(root, text)
        seen = Seen()
        seen.feed(out)
        assert "script" not in seen.tags and "onclick" not in seen.names, out
        assert "alert(1)" in html.unescape(out), text
        assert not [problem for problem in facts.problems if "value" in problem.message], text


def test_what_looks_like_an_entity_is_text_as_well(root: Path) -> None:
    for text in PLACES:
        out, _ = convert(root, text.replace("evil", "entity"))
        assert ENTITY in html.unescape(out), text


def test_a_minus_in_prose_is_one_and_a_link_keeps_its_hyphen(root: Path) -> None:
    out, _ = convert(root, "{{ one/less | .1e }} and {{ one/less | .8f }}, [x](?turn={{ one/less | .1e }}#y)")
    assert ">−1.5e−07</span>" in out and ">−0.00000015</span>" in out
    assert "?turn=-1.5e-07#y" in out


def test_a_summary_among_markdown_is_filled(root: Path) -> None:
    around = "<details markdown>\n<summary>of <b>all</b> {}?</summary>\n\n*So* {}.\n\n</details>"
    out, facts = convert(root, around.format("{{ one/n | ,d }}", "{{ one/n }}"))
    assert "<summary>of <b>all</b> 3?</summary>" in out and "<em>So</em>" in out
    assert not facts.problems
    _, facts = convert(root, around.format("{{ one/nope }}", "x"))
    assert any("nope" in problem.message for problem in facts.problems)
