"""Every chart from a few literal rows: it compiles, speaks in tokens only, and says what the rows say."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import numpy as np
import pandas as pd
import pytest
import vl_convert

from nnexplain import charts

TOKENS = Path(charts.__file__).parents[1] / "runtime" / "tokens.css"
STEP = alt.param(name="step", value=1, bind=alt.binding_range(min=0, max=2, step=1))


LOSSES = pd.DataFrame(
    {"pass": [0, 1, 2, 0, 1, 2], "loss": [1, 0.5, 0.25, 1, 0.8, 0.26], "part": list("aaabbb")}
)
WEIGHTS = pd.DataFrame(
    {"step": [0, 0, 1, 1], "name": ["sad", "piano"] * 2, "weight": [1.0, -2.0, 0.5, -1.25]}
)
CELLS = charts.tiles(np.arange(-4, 4).reshape(2, 2, 2) / 4, columns=2)


def a_curve(**more: Any) -> alt.LayerChart:
    given = {"x": "pass", "y": "loss", "x_title": "pass", "y_title": "loss (nats)", "series": "part"}
    return charts.curve(LOSSES, **given | more)


def some_bars(**more: Any) -> alt.LayerChart:
    given: dict[str, Any] = {"domain": (-2, 1), "colour": charts.sign_colour("weight"), "params": (STEP,)}
    return charts.bars(WEIGHTS, "name", "weight", where="datum.step == step", **given | more)


CHARTS: dict[str, Callable[[], alt.LayerChart]] = {
    "curve": a_curve,
    "curve-cursor": lambda: charts.curve(
        LOSSES[:3], "pass", "loss", x_title="pass", y_title="loss", cursor=STEP, level=(0.69, "ln 2")
    ),
    "bars": some_bars,
    "bars-marked": lambda: some_bars(mark="weight", note="name", rule=0.5, colour=charts.token("ink")),
    "confusions": lambda: charts.confusions([[7, 0], [2, 9]], row_title="is", column_title="says"),
    "pictures-ink": lambda: charts.pictures(CELLS, (2, 2)),
    "pictures-sign": lambda: charts.pictures(
        CELLS, (2, 2), paint="sign", words=charts.captions(CELLS, (2, 2), ["first", "second"])
    ),
    "curve-singles": lambda: a_curve(
        singles=pd.DataFrame({"pass": [0, 1, 2] * 2, "loss": [0.1, 0.2, 0.3] * 2, "single": list("xxxyyy")})
    ),
    "pictures-changing": lambda: charts.pictures(
        CELLS, (2, 2), strength="clamp(datum.value + step, 0, 1)", params=(STEP,)
    ),
    "pictures-glow": lambda: charts.pictures(CELLS, (2, 2), paint="glow", title="Units"),
}


def svg_of(chart: alt.LayerChart, **values: float) -> str:
    spec = chart.to_dict()
    for param in spec.get("params", []):
        param.pop("bind", None)
        param["value"] = values.get(param["name"], param.get("value"))
    return str(vl_convert.vegalite_to_svg(spec))


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_one_view_that_fits_its_panel_in_colours_that_exist(name: str) -> None:
    chart = CHARTS[name]()
    svg = svg_of(chart)
    assert not {"hconcat", "vconcat", "concat", "facet", "repeat"} & chart.to_dict().keys()
    assert float(ET.fromstring(svg).attrib["width"]) <= 460
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) - {"none", "transparent"}
    assert colours, "nothing is drawn"
    known = set(re.findall(r"(--nn-[\w-]+):", TOKENS.read_text("utf-8")))
    assert {re.fullmatch(r"var\((--nn-[\w-]+)\)", colour)[1] for colour in colours} <= known  # type: ignore[index]


def test_an_axis_has_at_most_five_ticks() -> None:
    for top in (0.9, 1.0, 1.4, 3.0, 7.0, 60.0, 149.0):
        table = LOSSES.assign(loss=LOSSES.loss * top, **{"pass": LOSSES["pass"] * top})
        chart = charts.curve(table, "pass", "loss", x_title="pass", y_title="loss", domain=(0, top))
        axes = re.findall(r'role-axis-label".*?</g>', svg_of(chart))
        assert len(axes) == 2 and all(2 <= axis.count("<text") <= 5 for axis in axes)


def test_lines_are_named_at_their_ends_without_a_collision() -> None:
    svg = svg_of(a_curve(height=100))
    heights = [float(y) for y in re.findall(r'translate\([\d.]+,([\d.]+)\)"[^>]*>[ab]</text>', svg)]
    assert len(heights) == 2 and abs(heights[0] - heights[1]) >= 13
    assert "legend" not in svg


def test_a_spread_reaches_from_the_least_to_the_most() -> None:
    table = pd.DataFrame({"x": [0, 1], "y": [0.5, 0.5], "low": [0.25, 0.5], "high": [0.75, 1.0]})
    chart = charts.curve(table, "x", "y", x_title="x", y_title="y", spread=("low", "high"), domain=(0, 1))
    svg = svg_of(chart.properties(height=100, width=200))
    (band,) = re.findall(
        r'aria-roledescription="area mark[^>]*d="([^"]+)"|mark-area.*?d="([^"]+)"', svg, re.S
    )
    corners = [float(number) for number in re.findall(r"-?[\d.]+", "".join(band))]
    assert {(0, 75), (0, 25), (200, 50), (200, 0)} == set(zip(corners[::2], corners[1::2], strict=True))


def test_a_name_stands_at_the_point_of_its_line_that_is_asked_for() -> None:
    places = {"a": (1.0, -9), "b": (2.0, 15)}
    svg = svg_of(a_curve(names_at=places, domain=(0, 1), width=200, height=100))
    found = re.findall(r"<text[^>]*translate\(([\d.]+),([-\d.]+)\)[^>]*>(a|b)</text>", svg)
    shown = {word: (float(x), float(y)) for x, y, word in found}
    assert shown["a"][0] == pytest.approx(100 + 7) and shown["b"][0] == pytest.approx(200 + 7)
    assert shown["b"][1] - shown["a"][1] == pytest.approx((74 + 15) - (50 - 9), abs=0.5)


def test_what_no_chart_can_show_is_refused() -> None:
    table = pd.DataFrame({"pass": [0] * 4, "loss": [1] * 4, "part": list("abcd")})
    with pytest.raises(ValueError, match="4 series"):
        charts.curve(table, "pass", "loss", x_title="pass", y_title="loss", series="part")
    with pytest.raises(ValueError, match="there are ink, sign, glow"):
        charts.pictures(CELLS, (2, 2), paint="rainbow")
    with pytest.raises(ValueError, match=r"\(1, 2\)"):
        charts.confusions([[1, 2]], row_title="is", column_title="says")
    for nothing in ({}, {0: "Not yet.", 1: ""}):
        with pytest.raises(ValueError, match="needs a sentence"):
            charts.says(STEP, nothing)


def test_the_cursor_prints_the_value_it_stands_on_and_tells_the_page_whose_handle_it_is() -> None:
    chart = CHARTS["curve-cursor"]()
    for step, printed in enumerate(("1.00", "0.50", "0.25")):
        assert printed in texts(svg_of(chart, step=step))
    assert chart.to_dict()["usermeta"] == {"cursor": "step"}
    assert "usermeta" not in CHARTS["curve"]().to_dict()


def test_bars_follow_the_parameter_and_print_their_sign() -> None:
    chart = some_bars(text_format="+.2f")
    assert {"+1.00", "−2.00"} <= set(texts(svg_of(chart, step=0)))
    assert {"+0.50", "−1.25"} <= set(texts(svg_of(chart, step=1)))


@pytest.mark.parametrize(
    ("side", "most", "block"), [(8, 14, 1), (28, 14, 2), (28, 12, 4), (9, 8, 3), (7, 2, 7)]
)
def test_large_pictures_are_pooled_to_means(side: int, most: int, block: int) -> None:
    large = np.random.default_rng(0).normal(size=(2, side, side))
    small, found = charts.pooled(large, most)
    assert found == block and small.shape[1:] == (side // block,) * 2
    for k, row, column in np.ndindex(small.shape):
        y, x = row * block, column * block
        assert small[k, row, column] == pytest.approx(large[k, y : y + block, x : x + block].mean())


def test_tiles_keep_every_cell_and_do_not_overlap() -> None:
    pictures = np.random.default_rng(0).normal(size=(5, 3, 4))
    table = charts.tiles(pictures, columns=2, gap=(1, 2))
    assert len(table) == 60 and not table.duplicated(["x", "y"]).any()
    for k, picture in enumerate(pictures):
        mine = table[table.tile == k]
        assert np.array_equal(mine.pivot(index="y", columns="x", values="value").to_numpy(), picture)
    corners = table.groupby("tile")[["x", "y"]].min()
    assert corners.x.tolist() == [0, 5, 0, 5, 0] and corners.y.tolist() == [0, 0, 5, 5, 10]


def test_what_speaks_against_is_told_by_its_size_too() -> None:
    svg = svg_of(charts.pictures(CELLS, (2, 2), paint="sign", cell=10))
    cell = r'd="M[^"]*?h([\d.]+)v[^"]*"[^>]*fill="var\(--nn-%s\)"'
    sides = {sign: set(re.findall(cell % sign, svg)) for sign in ("pos", "neg")}
    assert {float(side) for side in sides["pos"]} == {10.0}
    assert all(float(side) < 8 for side in sides["neg"]) and sides["neg"]


def test_a_mistake_is_the_darker_the_larger_its_share_of_the_row() -> None:
    counts = [[98, 1, 1], [0, 90, 10], [6, 0, 194]]  # 1, 1, 10 and 3 in a hundred
    cell = r'fill="var\(--nn-ink\)" stroke="[^"]*" stroke-width="2" opacity="([\d.]+)"'
    for strongest, shares in ((None, [0.1, 0.1, 1, 0.3]), (0.2, [0.05, 0.05, 0.5, 0.15])):
        chart = charts.confusions(counts, row_title="is", column_title="says", strongest=strongest)
        wanted = np.interp(shares, [0, 0.499, 0.5, 1], [0.08, 0.36, 0.78, 1])
        assert sorted(map(float, re.findall(cell, svg_of(chart)))) == pytest.approx(sorted(wanted), abs=2e-3)
    assert charts.greatest_mistake(counts) == 0.1
    assert charts.greatest_mistake([[2, 0], [0, 0]]) == 0


def test_counts_stand_where_they_belong_and_the_mistakes_are_loud() -> None:
    svg = svg_of(CHARTS["confusions"]())
    assert not {"0"} & set(re.findall(r'text-anchor="middle"[^>]*font-size="14px"[^>]*>(\d+)</text>', svg))
    place = r'translate\(([\d.]+),([\d.]+)\)"[^>]*fill="var\(--nn-%s\)"[^>]*>(%s)</text>'
    (seven,), (two,) = re.findall(place % ("muted", "7"), svg), re.findall(place % ("paper", "2"), svg)
    assert seven[0] == two[0] and float(seven[1]) < float(two[1])  # one column, the second row


@pytest.mark.parametrize(("step", "sentence"), [(0, "Not yet."), (2, 'All "of" it\'s learned.')])
def test_a_chart_says_the_sentence_of_the_choice(step: int, sentence: str) -> None:
    said = charts.says(STEP, {0: "Not yet.", 1: "Half.", 2: 'All "of" it\'s learned.'})
    chart = alt.Chart(LOSSES).mark_text(text=alt.expr("says")).add_params(STEP, said)
    assert set(texts(svg_of(chart, step=step))) == {sentence}  # type: ignore[arg-type]


def test_single_cases_are_thin_lines_behind_the_others() -> None:
    lines = [
        layer for layer in CHARTS["curve-singles"]().to_dict()["layer"] if layer["mark"]["type"] == "line"
    ]
    behind, front = lines
    assert behind["mark"]["strokeWidth"] < 2 and behind["encoding"]["detail"]["field"] == "single"
    assert "strokeDash" in front["encoding"]


@pytest.mark.parametrize(
    ("step", "strengths"), [(0, [0.25, 0.5, 0.75]), (0.5, [0.25, 0.5, 0.75, 1]), (1, [1])]
)
def test_cells_can_be_as_strong_as_a_parameter_says(step: float, strengths: list[float]) -> None:
    drawn = re.findall(r'opacity="([\d.]+)"', svg_of(CHARTS["pictures-changing"](), step=step))
    shares = {float(opacity) for opacity in drawn} - {0.0}
    assert {share for share in strengths if share < 1} <= shares
    values = np.clip(CELLS.value + step, 0, 1)
    assert shares - {1.0} == set(values[(values > 0) & (values < 1)])
