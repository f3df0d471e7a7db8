"""Altair with its table made once: the same charts, and the table is made once."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

CHART = """
import altair as alt

bright = alt.when("datum.a > 0").then(alt.value("red")).otherwise(alt.value("blue"))
chart = alt.Chart(alt.Data(values=[{"a": 1, "b": 2}])).mark_rule().encode(
    x="a:Q", x2="b:Q", y=alt.value(3), y2=alt.datum(4), color=bright, detail=["a:N", "b:N"]
)
"""
"""A chart with shorthands, a value, a condition and a datum, none of them in a class of its own."""

COUNTED = """
from altair.utils import schemapi

made, plain = [], schemapi._FromDict.__init__

def counted(self, classes):
    made.append(1)
    plain(self, classes)

schemapi._FromDict.__init__ = counted
"""


def drawn(*before: str) -> tuple[dict[str, Any], int]:
    """The chart that a new process makes after the words `before`, and how often it made the table."""
    words = [COUNTED, *before, CHART, "import json; print(json.dumps([chart.to_dict(), len(made)]))"]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(words)], capture_output=True, text=True, check=True, timeout=60
    )
    chart, made = json.loads(done.stdout)
    del chart["config"]  # the theme, which comes with the charts
    return chart, made


def test_charts_are_what_they_were_and_the_table_is_made_once() -> None:
    plain, often = drawn()
    quick, once = drawn("from nnexplain.charts.quick import quicken", "quicken()")
    assert quick == plain
    assert often > 3 and once == 1, "without such a table in this Altair, `quicken` could go"


def test_importing_the_charts_makes_altair_quick_and_is_cheap() -> None:
    heavy = "import sys; assert not {'torch', 'sklearn', 'matplotlib', 'scipy'} & set(sys.modules)"
    _, once = drawn("import nnexplain.charts", heavy)
    assert once == 1
