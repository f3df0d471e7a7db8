"""Who decides: the widget `who`, against torch and the method."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnexplain.methods.decisions import contributions

from .apart import Apart
from .digits import number
from .five import heard, twin

Show = Callable[..., Apart]
QUERY = "?digit=301&digit2=22"


@pytest.fixture
def who(five: Callable[[str], Apart]) -> Show:
    return five("who").start


def added_along(kind: str = "blend", *pair: int, other: int = 6, one: int = 5) -> np.ndarray:
    """What each unit and the biases add at every place, (places, 17)."""
    dense = twin().model[4]
    layers = heard(kind, *(pair or (301, 22)))
    return np.asarray(contributions(dense.weight.numpy(), dense.bias.numpy(), layers[1], other, one))


@pytest.mark.parametrize("kind", ("blend", "code-8", "keep", "stroke"))
@pytest.mark.parametrize("pair", [(301, 22), (7, 12), (58, 30)])
def test_contributions_are_the_method_s_and_add_up(who: Show, kind: str, pair: tuple[int, int]) -> None:
    found = who(digit=pair[0], digit2=pair[1]).page.evaluate(
        """(kind) => {
          const [passes, layers] = [way.passes(kind), way.lab.network.layers];
          const rivals = nn.rivalsOf(passes);
          const added = ({ a }) => [...nn.contributions(layers.at(-1), a.at(-2), rivals)];
          return { rivals, all: passes.map(added) };
        }""",
        kind,
    )
    logits = heard(kind, *pair)[-1]
    said = logits.argmax(axis=1)
    one, other = found["rivals"]["one"], found["rivals"]["other"]
    assert one == said[0] and (other == said[-1] or found["rivals"]["same"])
    assert np.abs(np.array(found["all"]) - added_along(kind, *pair, other=other, one=one)).max() < 1e-9
    difference = logits[:, other] - logits[:, one]
    assert np.abs(np.sum(found["all"], axis=1) - difference).max() < 1e-9


def test_where_both_ends_say_the_same_the_next_is_asked(who: Show) -> None:
    rivals = who(digit=7, digit2=7).page.evaluate("() => nn.rivalsOf(way.passes())")
    ranks = np.argsort(-heard("blend", 7, 7)[-1][-1])
    assert rivals == {"one": ranks[0], "other": ranks[1], "same": True}


def test_rounded_numbers_add_up(who: Show) -> None:
    rng = np.random.default_rng(0)
    page = who().page
    for _ in range(60):
        numbers = rng.normal(0, 3, 17) * (rng.random(17) > 0.3)
        found = page.evaluate("(numbers) => nn.adding(numbers)", numbers.tolist())
        assert sum(found) == int(np.floor(sum(numbers.tolist()) * 100 + 0.5))
        assert all(abs(whole - 100 * exact) < 1 for whole, exact in zip(found, numbers, strict=True))
        assert all(whole == 0 for whole, exact in zip(found, numbers, strict=True) if exact == 0)


def test_bands_fill_what_is_between_zero_and_the_sums(who: Show) -> None:
    bands = who(QUERY).page.evaluate(
        """() => {
          const [passes, layers] = [way.passes(), way.lab.network.layers];
          const rivals = nn.rivalsOf(passes);
          return nn.stacked(passes.map(({ a }) => nn.contributions(layers.at(-1), a.at(-2), rivals)));
        }"""
    )
    added = added_along()
    high, low = (np.array([band[edge] for band in bands]) for edge in ("high", "low"))
    order = [band["index"] for band in bands]
    assert np.abs((high - low).T - added[:, order]).max() < 1e-9
    assert high.max(axis=0) == pytest.approx(np.maximum(added, 0).sum(axis=1), abs=1e-9)
    assert high.min(axis=0) == pytest.approx(np.minimum(added, 0).sum(axis=1), abs=1e-9)
    assert order == sorted(order, key=lambda k: -np.abs(added[:, k]).sum())


def columns(shown: Apart) -> tuple[list[int], list[int]]:
    """The two columns of numbers as printed, in hundredths; the last is the sum."""
    now, change = (
        [
            round(number(mark["words"]) * 100)
            for mark in shown.marks(panel=0)
            if mark["kind"] == "text" and mark["x"] == x and re.search(r"\d", mark["words"])
        ]
        for x in (346, 434)
    )
    return now, change


@pytest.mark.parametrize("t", [0, 0.37, 0.5, 1])
def test_what_is_printed_adds_up_to_the_difference(who: Show, t: float) -> None:
    shown, logits, place = who(QUERY, t=t), heard("blend", 301, 22)[-1], round(t * 100)
    now, change = columns(shown)
    assert len(now) == len(change) == 18
    lead = logits[:, 6] - logits[:, 5]
    assert sum(now[:-1]) == now[-1] == round(100 * lead[place])
    assert sum(change[:-1]) == change[-1] == round(100 * (lead[-1] - lead[0]))
    two = re.search(r"logit 6 is (\S+), logit 5 is (\S+)", " ".join(shown.marks("nn-head").words()))
    assert two
    six, five = (round(number(words) * 100) for words in two.groups())
    assert six - five == now[-1]
    assert abs(six - 100 * logits[place, 6]) < 1 and abs(five - 100 * logits[place, 5]) < 1


def test_the_sentence_names_who_speaks_most(who: Show) -> None:
    shown, added = who(QUERY, t=0.3), added_along()[:, :-1]
    most, least = int(added[30].argmax()) + 1, int(added[30].argmin()) + 1
    found = re.search(r": b(\d+) speaks most for 6 \((\S+)\), b(\d+) most for 5 \((\S+)\)", shown.now())
    assert found and (int(found[1]), int(found[3])) == (most, least)
    assert number(found[2]) == pytest.approx(added[30].max(), abs=0.0101)
    assert number(found[4]) == pytest.approx(added[30].min(), abs=0.0101)
    mover = int((added[-1] - added[0]).argmax()) + 1
    assert f"Over the whole way b{mover} moves it most" in shown.now()
    bold = [mark for mark in shown.marks("nn-strong", 0) if mark.get("x") == 434]
    assert len(bold) == 2  # of the mover, and of the sum


def test_keys_and_clicks_choose_a_unit(who: Show) -> None:
    shown, row = who(unit="b7", t=0.5), "b7"
    for key, unit, t in (
        ("ArrowDown", "b8", 0.5),
        ("End", "b16", 0.5),
        ("ArrowLeft", "b16", 0.49),
        ("Home", "b1", 0.49),
    ):
        row = shown.keys("row", row, key)
        assert (row, shown.get("unit"), round(shown.get("t"), 2)) == (unit, unit, t)
    (name,) = [mark for mark in shown.marks("nn-who-band__name") if mark["words"] == "b9"]
    shown.stroke("bands", [(name["x"], name["y"])])
    assert shown.get("unit") == "b9" and shown.get("t") == pytest.approx((name["x"] - 34) / 404, abs=0.006)
    (ring,) = shown.marks("nn-ring", 1)
    assert shown.marks("nn-who-band").each("d").count(ring["d"]) == 1


def test_a_drag_goes_along_the_bands_and_nowhere_beside_them(who: Show) -> None:
    shown = who(t=0.5)
    shown.stroke("bands", [(34 + 404 * part, 100) for part in (0.75, 0.5, 0.25)])
    assert shown.get("t") == pytest.approx(0.25)
    beside = [mark["data-grip"] for mark in shown.marks(panel=0) if "data-grip" in mark]
    assert beside == ["row"] * 16  # and the ground is no grip
    assert sorted(shown.page.evaluate("() => Object.keys(opened.who.grips)")) == ["bands", "row"]


def test_the_chosen_way_is_followed(who: Show) -> None:
    shown, logits = who(QUERY, t=0.3, way="code-4"), heard("code-4", 301, 22)[-1]
    one, other = int(logits[0].argmax()), int(logits[-1].argmax())
    assert f"logit {other} − logit {one} is " in shown.now()
    assert columns(shown)[0][-1] == round(100 * (logits[30, other] - logits[30, one]))


def test_a_unit_of_another_layer_is_none_of_these(who: Show) -> None:
    shown = who(unit="a3")
    assert "Take a unit: a row, or a band." in shown.texts()
    rows = shown.marks("nn-unit-row")
    assert rows.each("aria-checked").count("true") == 0 and rows.each("tabindex").count(0) == 1


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?digit=7&digit2=7&way=keep", "^Both ends are the same picture. Both ends are read as"),
        ("?digit=7&digit2=7&way=keep", "Over the whole way nothing changes."),
        (f"?digit=7&ink2={'A' * 171}", "The end is empty paper."),
    ],
)
def test_odd_ends_are_told(who: Show, query: str, words: str) -> None:
    shown: Any = who(query)
    assert re.search(words, shown.now())
    shown.has_only_numbers()
