"""What pictures of a way are made of, without a browser: stretches, bands, the decision, names on lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

import numpy as np
import pytest
from engine import Engine, engine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SAID = st.lists(st.integers(0, 3), min_size=2, max_size=12)
LOOK = """() => {
  globalThis.drawn = (node) => typeof node === "string" ? [] : [node, ...node.children.flatMap(drawn)];
  globalThis.marks = (node, kind) => drawn(node)
    .filter(({ attributes }) => String(attributes.class).split(" ").includes(kind))
    .map(({ attributes, children }) => ({ ...attributes, words: children.join("") }));
}"""
MODULES = ("net/way/verdict.js", "instruments/band.js", "instruments/along.js", "widgets/way/lines.js")
BOX = {"x": 10, "y": 20, "width": 100, "height": 8}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("along"), MODULES) as made:
        made.evaluate(LOOK)
        yield made


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(said=SAID)
def test_stretches_are_the_runs_of_answers(parts: Engine, said: list[int]) -> None:
    found = parts.evaluate("(said) => nn.stretchesOf(nn.verdictOf(said))", said)
    runs = [(digit, len(list(group))) for digit, group in groupby(said)]
    assert [each["said"] for each in found] == [digit for digit, _ in runs]
    assert found[0]["from"] == 0 and found[-1]["to"] == 1
    assert all(one["to"] == other["from"] for one, other in pairwise(found))
    ends = np.cumsum([count for _, count in runs])[:-1]
    assert [each["to"] for each in found[:-1]] == pytest.approx(
        [(end - 0.5) / (len(said) - 1) for end in ends]
    )


def test_a_third_answer_is_told_apart_and_a_narrow_one_has_no_word(parts: Engine) -> None:
    said = [5] * 40 + [8] * 20 + [5] + [6] * 40
    answers, words, turns = parts.evaluate(
        """([said, box]) => {
          const band = nn.band(nn.verdictOf(said), box);
          return ["answer", "word", "turns"].map((kind) => marks(band, `nn-band__${kind}`));
        }""",
        [said, BOX],
    )
    kinds = [(each["data-said"], each["data-kind"]) for each in answers]
    assert kinds == [(5, "first"), (8, "third"), (5, "first"), (6, "last")]
    assert [each["words"] for each in words] == ["5", "8", "6"]
    edges = [float(x) for x in re.findall(r"M([\d.]+),17v14", turns[0]["d"])]
    assert edges == pytest.approx([49.5, 69.5, 70.5], abs=0.006)
    assert [each["x"] for each in answers[1:]] == pytest.approx(edges, abs=0.006)


def test_the_last_turn_is_the_decision_and_earlier_ones_are_told_apart(parts: Engine) -> None:
    flip, decision, words = parts.evaluate(
        """(said) => {
          const course = nn.course(nn.verdictOf(said), 300);
          return ["flip", "decision", "words"].map((kind) => marks(course, `nn-along__${kind}`));
        }""",
        [5] * 5 + [8] * 3 + [6] * 3,
    )
    for (line,), at in ((flip, 0.45), (decision, 0.75)):
        assert [float(x) for x in re.findall(r"M([\d.]+),75V300", line["d"])] == pytest.approx(
            [34 + 404 * at], abs=0.06
        )
    assert [each["words"] for each in words] == ["decision at 0.75"]
    course = parts.evaluate("() => marks(nn.course(nn.verdictOf([5, 5, 5]), 300), 'nn-along__words')")
    assert [each["words"] for each in course] == ["no decision"]


def test_places_reach_half_way_to_their_neighbours(parts: Engine) -> None:
    edges = parts.evaluate("() => Array.from({ length: 6 }, (_, place) => nn.edgeOf(place, 5))")
    assert (edges[0], edges[-1]) == (34, 438)
    assert np.diff(edges) == pytest.approx([50.5, 101, 101, 101, 50.5])


LINES = """([shares, scale]) => {
  const of = (p, scale) => Float64Array.from(p, (share) => (scale ? 40 * share - 9 : share));
  const passes = shares.map((p) => ({ p: of(p, false), logits: of(p, true) }));
  const said = shares.map((p) => p.indexOf(Math.max(...p)));
  const model = { passes, verdict: nn.verdictOf(said), scale, now: { t: 0, pass: passes[0] } };
  return marks({ children: nn.linesView()(model), attributes: {} }, "nn-way-name");
}"""


def test_only_lines_that_rise_have_names(parts: Engine) -> None:
    shares = [[0.9, 0.05, 0.05, 0], [0.44, 0.44, 0.12, 0], [0.05, 0.9, 0.05, 0]]
    names = parts.evaluate(LINES, [shares, "probability"])
    told = {each["words"]: each["data-said"] for each in names}
    assert told == {"0": "true", "1": "true", "2": "false"}


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(
    rows=st.lists(st.lists(st.integers(1, 20), min_size=10, max_size=10), min_size=2, max_size=6),
    scale=st.sampled_from(["probability", "logits"]),
)
def test_no_name_lies_on_another(parts: Engine, rows: list[list[int]], scale: str) -> None:
    shares = [[number / sum(row) for number in row] for row in rows]
    names = parts.evaluate(LINES, [shares, scale])
    assert scale == "probability" or len(names) == 10
    for k, one in enumerate(names):
        for other in names[:k]:
            assert abs(one["x"] - other["x"]) >= 15 or abs(one["y"] - other["y"]) >= 14.9
