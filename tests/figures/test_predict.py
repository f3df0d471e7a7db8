"""A figure asks only what it can ask, and sets no task that nobody could do."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import pytest

from nnexplain.errors import NnexplainError
from nnexplain.figures import Figure, Param, Predict, Task, figure
from nnexplain.figures.predict import Axes
from nnexplain.figures.session import Session

AXES = Axes((0, 60), (0, 1.4), (46, 29, 380, 150))
CHOICE = Predict("Which?", "piano", choices=("sad", "piano"))
PLACE = Predict("Where does it turn?", "turn", line=(0, 1, 0.01), what="the turn", panel=1)
CURVE = Predict("How does it go?", [1.0, 0.5, 0.25], curve=True, panel=1)


def test_what_is_asked_travels_with_its_answer_and_its_axes() -> None:
    told = PLACE.to_json("way", [AXES], {"turn": 0.56})
    assert told == {
        "param": "guess-way",
        "kind": "place",
        "ask": "Where does it turn?",
        "answer": 0.56,
        "quote": "turn",
        "line": [0, 1, 0.01],
        "what": "the turn",
        "panel": 1,
        "axes": {"x": [0, 60], "y": [0, 1.4], "box": [46, 29, 380, 150]},
    }
    assert CHOICE.to_json("cube", [None], {}).keys() == {"param", "kind", "ask", "answer", "choices"}
    for predict in (CHOICE, PLACE, CURVE):
        predict.check([AXES], {"turn": 0.56})


@pytest.mark.parametrize(
    ("predict", "complaint"),
    [
        (Predict("", "a", choices=("a", "b")), "without a question"),
        (Predict("Which?", "a"), "one of choices=, line= and curve=True"),
        (Predict("Which?", "a", choices=("a", "b"), curve=True), "one of choices="),
        (Predict("Which?", "c", choices=("a", "b")), "'c' is no choice and no quote; allowed: a, b, turn"),
        (Predict("Which?", "a", choices=("a", "a")), "all different"),
        (Predict("Which?", "turn", choices=("a", "b")), "the answer is 0.56; allowed: a, b"),
        (Predict("Where?", 2, line=(0, 1, 0.1)), "allowed: a number from 0 to 1"),
        (Predict("Where?", 0.5, line=(1, 0, 0.1)), "allowed: upwards"),
        (Predict("Where?", 0.5, line=(0, 1, 0.1), panel=3), "panel 3; there are 2"),
        (Predict("Where?", 0.5, line=(0, 1, 0.1), given=(0,)), "panel 0; there are 2"),
        (Predict("Where?", 0.5, line=(0, 1, 0.1), panel=2), "panel 2 has no axes"),
        (Predict("How?", [1.0, 2.0], curve=True), "say panel=1"),
        (Predict("How?", [1.0], curve=True, panel=1), "at least two"),
        (Predict("How?", 1.0, curve=True, panel=1), "its values from left to right"),
    ],
)
def test_what_no_page_could_ask_is_refused(predict: Predict, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint.replace("?", r"\?")):
        predict.check([AXES, None], {"turn": 0.56})


STEP = Param("step", 0, "range", "pass", 0, 60, 1)


@pytest.mark.parametrize(
    ("task", "complaint"),
    [
        (Task("", (("step", "==", 60),), "Done.", {"step": 60}), "says what to do"),
        (Task("Play.", (), "Done.", {"step": 60}), "hold at the start"),
        (Task("Play.", (("step", "is", 60),), "Done.", {"step": 60}), "'is'; allowed: == !="),
        (Task("Play.", (("pass", "==", 60),), "Done.", {"step": 60}), "'pass'.*allowed: step, run, right"),
        (Task("Play.", (("step", "<", 60),), "Done.", {"step": 60}), "hold at the start"),
        (Task("Play.", (("right", ">=", 1),), "Done.", {"step": 60}), "hold at the start"),
        (Task("Play.", (("step", "==", 60),), "Done.", {"step": 61}), "step=61, which no control"),
        (Task("Play.", (("step", "==", 60),), "Done.", {"run": "0r8"}), "run='0r8', which no control"),
        (Task("Play.", (("step", "==", 60),), "Done.", {}), "cannot be tried"),
        (Task("Play.", (("step", "==", 60),), "Done.", {"clear": 0}), "once or more often, not clear=0"),
        (Task("Play.", (("step", "==", 60),), "Done.", stroke=((0, 2),)), "a stroke leaves the pad"),
        (Task("Play.", (("step", "==", 60),), "All {wrong}.", {"step": 60}), "'wrong'; allowed: right"),
    ],
)
def test_what_nobody_could_do_is_refused(task: Task, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        task.check([STEP, Param("run", "")], {"right": 1}, ("clear",))


def test_an_answer_tells_what_the_widget_quotes() -> None:
    task = Task("Clear it.", (("right", "==", 0),), "It had {right}.", {"clear": 1})
    task.check([STEP], {"right": 1}, ("clear",))
    assert task.to_json("cube", {"right": 1})["answer"] == "It had 1."


def a_chart(**scale: Any) -> alt.Chart:
    table = pd.DataFrame({"pass": [0, 60], "loss": [1.0, 0.1]})
    x = alt.X("pass:Q", scale=alt.Scale(nice=False, **scale))
    return alt.Chart(table).mark_line().encode(x=x, y=alt.Y("loss:Q", scale=alt.Scale(domain=(0, 2))))


def drawn(chart: alt.Chart, **fields: Any) -> Figure:
    with Session("curves", None, {}) as session:
        figure("loss", chart, **fields)
    return session._figures["loss"]


def test_of_a_chart_the_axes_are_known_where_it_names_its_domains() -> None:
    axes = drawn(a_chart(domain=(0, 60)), predict=CURVE).predict["axes"]
    assert axes["x"] == [0, 60] and axes["y"] == [0, 2] and min(axes["box"]) > 0
    with pytest.raises(NnexplainError, match="panel 1 has no axes"):
        drawn(a_chart(), predict=CURVE)


def test_what_is_no_prediction_no_task_and_no_control_is_told_to_the_script() -> None:
    chart = a_chart(domain=(0, 60))
    for fields, complaint in (
        ({"predict": "Where?"}, "predict takes Predict"),
        ({"task": "Play."}, "task takes Task"),
        ({"more": ("step",)}, "more controls: step; allowed: none"),
        ({"predict": Predict("How?", [1, 2], curve=True, panel=1, shows={"step": 1})}, "shows step=1"),
    ):
        with pytest.raises(NnexplainError, match=complaint):
            drawn(chart, **fields)
