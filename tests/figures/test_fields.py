"""A misspelt column is told; what cannot be known without running Vega is let be."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import pytest

from nnexplain.figures.vega import compile_chart

FRAME = pd.DataFrame({"step": [1, 2], "loss": [0.5, 0.25]})
OTHER = pd.DataFrame({"at": [1.5]})


def chart(frame: Any = FRAME, **channels: Any) -> Any:
    return alt.Chart(frame).mark_point().encode(**channels)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (chart(x="step:Q", y="los:Q"), r"y encodes 'los', which is no column of its table \(loss, step\)"),
        (chart(x="step:Q", tooltip=["loss:Q", "los:Q"]), "tooltip encodes 'los'"),
        (chart(x="step:Q") + chart(x="stp:Q"), "x encodes 'stp'"),
        (chart(x="step:Q").transform_filter("datum.step > 1").encode(y="los:Q"), "y encodes 'los'"),
        (chart(color=alt.when("datum.step > 1").then("los:Q").otherwise(alt.value("red"))), "'los'"),
        (chart(OTHER, x="step:Q"), r"x encodes 'step', which is no column of its table \(at\)"),
    ],
)
def test_a_column_that_is_not_there(given: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        compile_chart(given)


@pytest.mark.parametrize(
    "given",
    [
        chart(x="step:Q", y="count()"),
        chart(x="step:Q", y="double:Q").transform_calculate(double="2 * datum.loss"),
        chart(x="step:Q", y="m:Q").transform_aggregate(m="mean(loss)", groupby=["step"]),
        chart(x="value:Q", y="key:N").transform_fold(["step", "loss"]),
        chart(x="step:Q") + alt.Chart(OTHER).mark_rule().encode(x="at:Q"),
        alt.layer(chart(x="step:Q"), alt.Chart(OTHER).mark_rule()).encode(y="loss:Q"),
        chart(pd.DataFrame({"step": []}), x="anything:Q"),
        chart(alt.sequence(0, 3, as_="n"), x="n:Q"),
    ],
)
def test_what_is_there_or_may_be(given: Any) -> None:
    assert "<svg" in compile_chart(given).svg
