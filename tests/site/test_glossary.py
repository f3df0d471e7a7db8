"""The glossary: what its file may hold, which uses get a card, and that it is text whatever stands in it."""

from __future__ import annotations

import html.parser
import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from served import Reader, get, running

from nnexplain.project import Project
from nnexplain.site.check import check_project
from nnexplain.site.extension import makeExtension
from nnexplain.site.facts import Facts
from nnexplain.site.glossary import PATH, read_glossary

EXTENSIONS = ["attr_list", "md_in_html", "footnotes", "smarty", "tables", "fenced_code", "toc"]
HOSTILE = "</a><script>alert(1)</script>\"' onfocus=x &{{n}}*_`[](#x)<!-- \ue07c &lt;"
CASES = Path(__file__).parents[1] / "sites"


class Seen(html.parser.HTMLParser):
    """What a browser would make of a page: its tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def cards(self) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if attributes.get("class") == "nn-term"]


def write(root: Path, glossary: str, **pages: str) -> None:
    (root / "content").mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text("site_name: A\n", "utf-8")
    (root / PATH).write_text(glossary, "utf-8")
    for name, text in pages.items():
        (root / f"content/{name}.md").write_text(text, "utf-8")


def render(root: Path, text: str) -> str:
    """A page of the site whose Markdown is `text`; any problem fails the test."""
    (root / "content/page.md").write_text(text, "utf-8")
    extension = makeExtension(root=str(root), collector=Facts(), brings=False)
    return Markdown(extensions=[*EXTENSIONS, extension]).convert(text)


def entry(term: str, **given: object) -> str:
    return json.dumps({term: {"says": "It says so.", "where": "there.md", **given}})


def marked(root: Path, text: str) -> list[str]:
    """The words of the page that have a card."""
    return re.findall(r'class="nn-term"[^>]*>(.*?)</a>', render(root, text), re.S)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, entry("hidden layer", forms=["hidden layers", "L∞", "layer"]))
    return tmp_path


def test_without_a_file_nothing_happens(root: Path) -> None:
    (root / PATH).unlink()
    assert marked(root, "A hidden layer.") == []
    assert read_glossary(root).problems == ()


def test_only_the_first_use_gets_a_card_whatever_its_form(root: Path) -> None:
    assert marked(root, "Hidden\nlayers and a hidden layer.\n\nAnother layer.") == ["Hidden\nlayers"]


@pytest.mark.parametrize(
    "text",
    [
        "layered, underlayer, layer-wise, multi-layer, HIDDEN LAYER, _layer_s, layer2, l∞x",
        "`a layer`",
        "```\na layer\n```",
        "    a layer",
        "<code>a layer</code>, <a href='#x'>a layer</a>, <b title='a layer'>b</b>",
        "# A layer {: #layer }",
        "[a *hidden* layer](there.md), ![a layer](layer.png), <span title='layer'></span>",
        "<div>a layer</div>",
        "| layer |\n|---|\n| layer |",
        "<details markdown>\n<summary>A layer?</summary>\n\nNo.\n\n</details>",
        "[^layer]\n\n[^layer]: No.",
    ],
)
def test_it_is_left_alone_where_no_card_can_be(root: Path, text: str) -> None:
    assert marked(root, text) == []
    assert marked(root, f"{text}\n\nThe layer.") == ["layer"], "and the next has it"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("It's “L∞”.", "L∞"),
        ("(layer's)", "layer"),
        ("*A **layer***, &amp; so on", "layer"),
        ("- a\n- layer", "layer"),
        ("<b>layer</b>", "layer"),
        ("Note.[^1]\n\n[^1]: A layer.", "layer"),
        ("<a id='here'></a>layer", "layer"),
        ("<a href='#x'>never closed\n\nA layer.", "layer"),
        ("<details markdown>\n<summary>Hm?</summary>\n\nA layer.\n\n</details>", "layer"),
    ],
)
def test_it_is_found_in_all_other_prose(root: Path, text: str, word: str) -> None:
    assert marked(root, text) == [word]


def test_characters_that_markdown_puts_aside_are_no_words(tmp_path: Path) -> None:
    write(tmp_path, entry("amp", forms=["rsquo", "wzxhzdk", "0", "42", "quot"]))
    text = 'It\'s R&D, <i>so</i> \\* "x".'
    plain = Markdown(extensions=EXTENSIONS).convert(text)
    assert render(tmp_path, text) == plain


def test_where_it_is_explained_it_is_marked_and_has_no_card(root: Path) -> None:
    write(root, entry("layer", where="page.md#b"), there="# There")
    text = (
        "# A {: #a }\n\n## B {: #b }\n\nA layer, a *layer*.\n\n### C\n\n*layer*\n\n## D {: #d }\n\nA layer."
    )
    assert render(root, text).count("<dfn>") == 1
    assert "A layer, a <em><dfn>layer</dfn></em>." in render(root, text)
    assert marked(root, text) == []


def test_the_way_to_a_place_is_seen_from_the_page(tmp_path: Path) -> None:
    write(tmp_path, entry("layer", where="deep/there.md#b"))
    (tmp_path / "content/deep").mkdir()
    text = "One layer."
    (tmp_path / "content/deep/here.md").write_text(text, "utf-8")
    extension = makeExtension(root=str(tmp_path), collector=Facts())
    made = Seen(Markdown(extensions=[extension]).convert(text))
    assert [card["href"] for card in made.cards()] == ["there.md#b"]


def test_an_edit_counts_at_once(root: Path) -> None:
    assert marked(root, "A layer and a sum.") == ["layer"]
    write(root, entry("sum"))
    assert marked(root, "A layer and a sum.") == ["sum"]


words = st.text(st.sampled_from("ab Aß-İſ.*`<>&[]{}|_\"'\\#:0∞\u0301"), min_size=1, max_size=8)
texts = st.lists(
    st.sampled_from(
        ["a", "b", " ", "\n", "\n\n", "*", "`", "# ", "<b>", "</b>", "<a>", "</a>", "[", "](x)", "&", "ß",
         "|", "-", "<code>", "<div>", "</div>", "'", "…", "> ", "\\", "SS", "{{a}}", "<!--", "-->", "    "]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words, words, texts)
def test_whatever_the_words_are_the_page_s_text_stays(
    tmp_path: Path, one: str, other: str, text: str
) -> None:
    """Taken out again, the marks leave the page as it would be without a glossary."""
    write(tmp_path, json.dumps({one: {"says": HOSTILE, "where": "there.md", "forms": [other]}}))
    glossary = read_glossary(tmp_path)
    page = marked = render(tmp_path, text)
    (tmp_path / PATH).unlink()
    page = re.sub(r'<(?:link href|script src)="[^"]*core/terms[^>]*>(?:</script>)?\n?', "", page)
    page = re.sub(r'<a aria-description="[^"]*" class="nn-term" href="there.md">(.*?)</a>', r"\1", page)
    assert page.rstrip() == render(tmp_path, text).rstrip()
    cards = Seen(marked).cards()
    assert len(cards) <= len(glossary.entries)
    assert all(set(card) == {"class", "href", "aria-description"} for card in cards)


def test_a_hostile_sentence_is_text(root: Path) -> None:
    write(root, entry("layer", says=HOSTILE))
    seen = Seen(render(root, "A layer."))
    assert [tag for tag, _ in seen.tags] == ["link", "p", "a", "script"]
    titled = Seen(render(root, "# A title\n\nA layer."))
    assert [tag for tag, _ in titled.tags][:2] == ["h1", "link"], "a host looks for the title in the first"
    # Markdown keeps what looks like an entity: it is a character then, and still no tag.
    assert seen.cards()[0]["aria-description"] == HOSTILE.replace("\ue07c", "|").replace("&lt;", "<")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["a", ":", " ", "\n", "\n  ", "says", "where", "forms", "early", "x.md#y", "[", "]", "{", "}",
                 "&a", "*a", "!!python/x", "|", "'", '"', "- ", "<<", "true", "#", "%", "\t", "?", ","]
            ),
            max_size=30,
        ).map("".join),
    )
)  # fmt: skip
def test_any_file_is_read_or_refused(tmp_path: Path, text: str) -> None:
    write(tmp_path, "", page="# Page\n\nA, x.")
    (tmp_path / PATH).write_bytes(text.encode("utf-8", "surrogatepass"))
    glossary = read_glossary(tmp_path)
    for problem in glossary.problems:
        assert problem.path == PATH and problem.message
    for known in glossary.entries:
        assert known.says and known.term in known.forms and known.page.startswith("content/")
    check_project(Project(tmp_path))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"a:\n  says: \xff\n", "content/glossary.yml:2: not UTF-8: byte 0xff at offset 11"),
        (b"a: [", "content/glossary.yml:1: not YAML: "),
        (b"[" * 1000, "content/glossary.yml: not YAML: nested too deeply"),
        (b"- a\n", "content/glossary.yml:1: not a mapping of terms"),
        (b"a: &a\n  says: *a\n  where: x.md\n", "content/glossary.yml:"),
        (b"", ""),
    ],
)
def test_a_file_that_is_none_is_said(tmp_path: Path, given: bytes, said: str) -> None:
    write(tmp_path, "")
    (tmp_path / PATH).write_bytes(given)
    problems = read_glossary(tmp_path).problems
    assert "".join(str(problem) for problem in problems).startswith(said) and bool(problems) == bool(said)


def test_while_a_value_is_being_made_nothing_is_said_of_what_may_be_in_it(tmp_path: Path) -> None:
    from nnexplain.site.explained import term_problems

    write(tmp_path, entry("layer", where="page.md"), page="# Page\n\n{{ words }}")
    for awaited, said in ((lambda _: "is being made", 0), (lambda _: "", 1)):
        facts = Facts(awaited=awaited)
        text = "# Page\n\n{{ words }}"
        Markdown(extensions=[makeExtension(root=str(tmp_path), collector=facts)]).convert(text)
        assert len(list(term_problems(Project(tmp_path), facts, unread=False))) == said


def test_serving_follows_the_glossary_on_every_page(tmp_path: Path) -> None:
    project = Project(tmp_path / "site")
    shutil.copytree(CASES / "terms", project.root)

    def say(**given: object) -> None:
        (project.root / PATH).write_text(entry("early bird", where="two.md", **given), "utf-8")

    say(early=True)
    (project.content / "index.md").write_text("# Home\n\nAn early bird.", "utf-8")
    with running(project) as server:

        def shows(words: str) -> bool:
            return all(words in get(server, path)[1] for path in ("/", "/one/"))

        reader = Reader(server.server_port)
        reader.until(lambda _: shows("It says so."))
        say(early=True, says="Anew.")
        reader.until(lambda _: shows("Anew."))
        say()
        state = reader.until(lambda state: state["problems"])
        assert state["problems"][0].startswith("content/one.md:5: 'early bird' is used before")
