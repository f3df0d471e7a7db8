"""What a guess is in an address, and what is said of it: modules alone, in the engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from engine import Engine, engine

CHOICE = {"kind": "choice", "choices": ["modern", "sad", "piano"], "answer": "piano"}
PLACE = {"kind": "place", "line": [0, 1, 0.01], "what": "the turn", "answer": 0.56}
CURVE = {"kind": "curve", "answer": [0, 2], "what": "the loss", "axes": {"x": [0, 9], "y": [0, 4]}}
KNOTS = 21


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    modules = ["core/guess-words.js", "core/guess-view.js", "core/task.js"]
    with engine(tmp_path_factory.mktemp("guess"), modules) as page:
        yield page


def read(words: Engine, predict: dict[str, Any], text: str) -> Any:
    return words.evaluate("([predict, text]) => nn.read(predict, text) ?? null", [predict, text])


def verdict(words: Engine, predict: dict[str, Any], guess: Any = None) -> str:
    said = "([predict, guess]) => nn.verdict(predict, guess ?? undefined)"
    return str(words.evaluate(said, [predict, guess]))


def test_what_is_written_is_read_and_nothing_else_is(words: Engine) -> None:
    curve = [k / (KNOTS - 1) for k in range(KNOTS)]
    for predict, guess in ((CHOICE, "sad"), (PLACE, 0.3), (CURVE, curve)):
        text = words.evaluate("(guess) => nn.written(guess)", guess)
        assert read(words, predict, text) == pytest.approx(guess, abs=0.006)
    wrong = {"": CHOICE, "Sad": CHOICE, "<b>": PLACE, "1.01": PLACE, "-0.1": PLACE, "1e-1": PLACE}
    curves = {"5" * (2 * KNOTS - 1): CURVE, "x" * (2 * KNOTS): CURVE, "5" * (2 * KNOTS + 2): CURVE}
    assert [read(words, predict, text) for text, predict in (wrong | curves).items()] == [None] * 9


def test_a_sentence_says_how_far_off_it_was(words: Engine) -> None:
    assert verdict(words, CHOICE, "sad") == "You said sad. It is piano."
    by_chance = "One guess in 3 is right by chance."
    assert verdict(words, CHOICE, "piano") == f"You said piano, and so it is. {by_chance}"
    middle = "A guess in the middle would be 0.06 off."
    assert verdict(words, PLACE, 0.3) == f"You put the turn at 0.30; it is at 0.56: 0.26 off. {middle}"
    assert "right, as far as the line goes" in verdict(words, PLACE, 0.56)
    level = [0.25] * KNOTS  # a height of 1 on a scale to 4: off by 1 at both ends
    half = "A level line half way up would be 1.0 away."
    assert verdict(words, CURVE, level) == f"Your curve is 1.0 away from the loss, on average. {half}"
    assert verdict(words, PLACE) == "The turn is at 0.56."
    assert verdict(words, {**CHOICE, "then": "Press play."}) == "It is piano. Press play."


def test_a_guess_is_laid_where_the_axes_say(words: Engine) -> None:
    axes = {"x": [0, 10], "y": [0, 4], "box": [50, 20, 200, 100]}
    line, name = words.evaluate("([axes, at]) => nn.mark(axes, at)", [axes, 2.5])
    assert line["attributes"]["d"] == "M100.00,20v100" and name["children"] == ["you"]
    path, _ = words.evaluate("([axes, knots]) => nn.laid(axes, knots)", [axes, [0, 0.5, 1]])
    assert path["attributes"]["d"] == "M50.00,120.00L150.00,70.00L250.00,20.00"


def test_a_task_is_done_when_all_of_its_conditions_hold(words: Engine) -> None:
    holds = "([done, known]) => nn.holds(done, (name) => known[name])"
    done = [["step", ">=", 60], ["right", "==", 4], ["said", "!=", "3"]]
    for known, expected in (
        ({"step": 60, "right": 4, "said": "5"}, True),
        ({"step": 59, "right": 4, "said": "5"}, False),
        ({"step": 60, "right": 4, "said": "3"}, False),
        ({"step": 60, "right": 4}, False),
        ({"step": 60, "right": "4", "said": "5"}, False),
    ):
        assert words.evaluate(holds, [done, known]) is expected
