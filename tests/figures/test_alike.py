"""The picture of a chart shows what vl-convert shows of the very chart its author wrote."""

from __future__ import annotations

import altair as alt
import pytest

from nnexplain.figures.vega import compile_chart
from tests.gallery import GALLERY
from tests.plain import differences, of_author, shown


@pytest.mark.parametrize("name", GALLERY)
def test_marks_and_words_are_the_author_s(name: str) -> None:
    chart = GALLERY[name]()
    with alt.data_transformers.enable("default"):
        theirs = shown(of_author(chart.to_dict()))
    assert theirs and differences(shown(compile_chart(chart).svg), theirs) == []
