"""Charts as Altair's authors write them, a small one for each of its ways; the data are invented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import polars as pl

GALLERY: dict[str, Callable[[], Any]] = {}
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 10], [10, 10], [10, 0], [0, 0]]]}
LAND = {"type": "Feature", "properties": {"n": 1}, "geometry": SQUARE}
KINDS = ("oak", "elm", "ash")
TREES = pd.DataFrame(
    {
        "height": [3 + (i * 7 % 11) * 1.7 for i in range(24)],
        "girth": [0.4 + (i * 5 % 13) / 9 for i in range(24)],
        "kind": [KINDS[i % 3] for i in range(24)],
        "year": [2001 + i // 3 for i in range(24)],
        "planted": pd.date_range("2021-01-05", periods=24, freq="17D"),
    }
)


def shown(make: Callable[[], Any]) -> Callable[[], Any]:
    GALLERY[make.__name__.replace("_", "-")] = make
    return make


def dots(**more: Any) -> alt.Chart:
    return alt.Chart(TREES, width=180, height=120).mark_point(**more).encode(x="height:Q", y="girth:Q")


def small(**columns: Any) -> alt.Chart:
    return alt.Chart(pd.DataFrame(columns), width=180, height=120)


@shown
def small_change_on_a_large_level() -> Any:
    chart = small(a=range(5), b=[100000.123456789 + x for x in (0.1, 0.4, 0.2, 0.9, 0.3)]).mark_line()
    return chart.encode(x="a:Q", y=alt.Y("b:Q").scale(zero=False))


@shown
def milliseconds() -> Any:
    hours = [1709251200000.0 + 3.6e6 * i for i in range(3)]
    return small(a=hours, b=[1, 2, 3]).mark_point().encode(x="a:T", y="b:Q")


@shown
def a_metre_apart() -> Any:
    return (
        small(lon=[-122.4194161234, -122.4194210123], lat=[37.7749291, 37.7749352])
        .mark_circle()
        .encode(longitude="lon:Q", latitude="lat:Q")
    )


@shown
def logarithms() -> Any:
    return (
        small(a=[1.23456789e-7, 0.00123456, 12345.678901], b=[1, 2, 3])
        .mark_point()
        .encode(x=alt.X("a:Q").scale(type="log"), y="b:Q")
    )


@shown
def amounts() -> Any:
    chart = small(a=[1.0, 2.0], b=[1234567.891234, 7654321.0]).mark_point()
    return chart.encode(x="a:Q", y="b:Q", tooltip=["b:Q"], text="b:Q") + chart.mark_text().encode(
        x="a:Q", y="b:Q", text="b:Q"
    )


@shown
def codes() -> Any:
    return small(a=[1.000001, 1.000002, 1.0000034567], b=[1, 2, 3]).mark_bar().encode(x="a:N", y="b:Q")


@shown
def written_as_csv() -> Any:
    data = alt.InlineData(values="a,b\n1,3\n2,4", format=alt.CsvDataFormat(type="csv"))
    return alt.Chart(data).mark_point().encode(x="a:Q", y="b:Q")


@shown
def one_feature() -> Any:
    class Map:
        __geo_interface__ = LAND

    return alt.Chart(Map(), width=100, height=100).mark_geoshape().project("identity")


@shown
def features() -> Any:
    collection = {"type": "FeatureCollection", "features": [LAND]}
    data = alt.InlineData(values=collection, format=alt.JsonDataFormat(type="json", property="features"))
    return alt.Chart(data, width=100, height=100).mark_geoshape().encode(color="properties.n:Q")


@shown
def topology() -> Any:
    ring = {"type": "Polygon", "arcs": [[0]]}
    line = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
    land = {"land": {"type": "GeometryCollection", "geometries": [ring]}}
    whole = {"type": "Topology", "objects": land, "arcs": [line]}
    data = alt.InlineData(values=whole, format=alt.TopoDataFormat(type="topojson", feature="land"))
    return alt.Chart(data, width=100, height=100).mark_geoshape()


@shown
def bare_numbers() -> Any:
    return alt.Chart(alt.InlineData(values=[3, 1, 2])).mark_bar().encode(x="data:Q", y="data:O")


@shown
def zoned() -> Any:
    days = pd.to_datetime(["2024-03-01T23:30Z", "2024-03-02T23:30Z"])
    return small(a=days, b=[3.0, 4]).mark_point().encode(x="a:T", y="b:Q")


@shown
def days_in_text() -> Any:
    chart = small(a=["2024-03-01", "2024-03-02", "2024-03-03"], b=[3.0, 4, 2])
    return chart.mark_bar().encode(x=alt.X("monthdate(a):O"), y="b:Q") | chart.mark_line().encode(
        x="a:T", y="b:Q"
    )


@shown
def escaped_names() -> Any:
    return small(**{"a.b": [1, 2], "c [m]": [3, 4]}).mark_point().encode(x=r"a\.b:Q", y=r"c \[m\]:Q")


@shown
def choice_with_none() -> Any:
    choice = alt.param(
        name="g", value=None, bind=alt.binding_select(options=[None, "oak"], labels=["all", "oak"])
    )
    return dots().add_params(choice).transform_filter("g === null || datum.kind === g")


@shown
def slider_not_set() -> Any:
    cut = alt.param(name="cut", bind=alt.binding_range(min=0, max=20))
    seen = alt.when("datum.height < cut").then(alt.value("red")).otherwise(alt.value("gray"))
    return dots().encode(color=seen).add_params(cut)


@shown
def chosen_kind() -> Any:
    bind = alt.binding_select(options=list(KINDS), name="tree ")
    kind = alt.selection_point(name="tree", fields=["kind"], bind=bind)
    return dots().add_params(kind).transform_filter(kind)


@shown
def chosen_year() -> Any:
    bind = alt.binding_range(min=2001, max=2008, step=1, name="until")
    year = alt.selection_point(name="when", fields=["year"], bind=bind, value=[{"year": 2003}])
    return dots().add_params(year).transform_filter(year)


@shown
def searched() -> Any:
    word = alt.param(name="word", value="", bind=alt.binding(input="search", placeholder="oak", name="find "))
    seen = alt.when("test(regexp(word, 'i'), datum.kind)").then(alt.value(1)).otherwise(alt.value(0.1))
    return dots().encode(opacity=seen).add_params(word)


@shown
def since() -> Any:
    day = alt.param(name="day", value="2021-06-01", bind=alt.binding(input="date", name="planted after"))
    chart = alt.Chart(TREES, width=180, height=120).mark_tick().encode(x="planted:T", y="kind:N")
    return chart.encode(
        color=alt.when("datum.planted > toDate(day + 'T00:00')")
        .then(alt.value("green"))
        .otherwise(alt.value("gray"))
    ).add_params(day)


@shown
def gaps() -> Any:
    frame = pd.DataFrame({"a": [1.0, float("nan"), 3], "b": [3.0, 4, float("inf")], "c": ["x", None, "y"]})
    return alt.Chart(frame, width=150, height=80).mark_line(point=True).encode(x="a:Q", y="b:Q", color="c:N")


@shown
def gaps_of_pandas() -> Any:
    frame = pd.DataFrame(
        {
            "a": pd.array([1, None, 3], dtype="Int64"),
            "b": pd.array([True, None, False], dtype="boolean"),
            "day": pd.to_datetime(["2024-01-01", None, "2024-01-03"]),
        }
    )
    return alt.Chart(frame, width=150, height=80).mark_point().encode(x="day:T", y="a:Q", color="b:N")


@shown
def polars() -> Any:
    frame = pl.DataFrame({"a": [1, None, 3], "b": [3.0, 4.0, 1.0]})
    return alt.Chart(frame, width=150, height=80).mark_bar().encode(x="a:O", y="b:Q")


@shown
def rule_at_a_constant() -> Any:
    return dots() + alt.Chart().mark_rule(color="red").encode(y=alt.datum(1))


@shown
def word_at_a_constant() -> Any:
    return dots() + alt.Chart().mark_text(text="here").encode(x=alt.datum(6), y=alt.datum(1))


@shown
def pictures_as_marks() -> Any:
    return (
        small(a=[1, 2], b=[1, 2], u=[DOT, DOT])
        .mark_image(width=20, height=20)
        .encode(x="a:Q", y="b:Q", url="u")
    )


@shown
def links() -> Any:
    return small(a=[1], b=[1], u=["https://example.org/"]).mark_point().encode(x="a:Q", y="b:Q", href="u:N")


@shown
def brush_and_bars() -> Any:
    brush = alt.selection_interval(name="brush")
    counted = alt.Chart(TREES, width=180).mark_bar().encode(x="count()", y="kind:N").transform_filter(brush)
    return dots().add_params(brush) | counted


@shown
def legend_that_filters() -> Any:
    kinds = alt.selection_point(name="kinds", fields=["kind"], bind="legend")
    seen = alt.when(kinds).then(alt.value(1)).otherwise(alt.value(0.1))
    return dots().encode(color="kind:N", opacity=seen).add_params(kinds)


@shown
def zoomed() -> Any:
    return dots().interactive(name="grid")


@shown
def overview_and_detail() -> Any:
    span = alt.selection_interval(name="span", encodings=["x"])
    line = alt.Chart(TREES, width=200, height=60).mark_area().encode(y="girth:Q")
    detail = line.encode(x=alt.X("planted:T").scale(domain=span))
    return detail & line.encode(x="planted:T").add_params(span)


@shown
def facets() -> Any:
    return dots().properties(width=80, height=60).facet("kind:N", columns=2)


@shown
def rows_of_facets() -> Any:
    return dots().properties(width=80, height=60).encode(row="kind:N")


@shown
def repeated() -> Any:
    chart = alt.Chart(TREES, width=80, height=60).mark_point()
    chart = chart.encode(
        alt.X(alt.repeat("column"), type="quantitative"), alt.Y(alt.repeat("row"), type="quantitative")
    )
    return chart.repeat(row=["height", "girth"], column=["girth", "height"])


@shown
def repeated_layer() -> Any:
    chart = alt.Chart(TREES, width=180, height=100).mark_line()
    chart = chart.encode(x="year:O", y=alt.Y(alt.repeat("layer"), aggregate="mean", type="quantitative"))
    return chart.repeat(layer=["height", "girth"])


@shown
def marginal_histograms() -> Any:
    bars = alt.Chart(TREES).mark_bar()
    top = bars.encode(x=alt.X("height:Q").bin(), y="count()").properties(width=150, height=30)
    side = bars.encode(y=alt.Y("girth:Q").bin(), x="count()").properties(width=30, height=100)
    return top & (dots().properties(width=150, height=100) | side)


@shown
def stacked() -> Any:
    chart = alt.Chart(TREES, width=180, height=120).mark_bar()
    return chart.encode(x="year:O", y=alt.Y("sum(girth):Q").stack("normalize"), color="kind:N")


@shown
def grid_of_counts() -> Any:
    chart = alt.Chart(TREES, width=160, height=120).mark_rect()
    return chart.encode(x=alt.X("height:Q").bin(), y=alt.Y("girth:Q").bin(), color="count()")


@shown
def boxes() -> Any:
    return alt.Chart(TREES, width=160, height=120).mark_boxplot().encode(x="kind:N", y="height:Q")


@shown
def bands_and_bars() -> Any:
    chart = alt.Chart(TREES, width=160, height=120).encode(x="year:O")
    band = chart.mark_errorband(extent="stdev")
    return band.encode(y="height:Q") + chart.mark_errorbar(extent="stderr").encode(y="height:Q")


@shown
def fitted() -> Any:
    return (
        dots()
        + dots().transform_regression("height", "girth").mark_line()
        + dots().transform_loess("height", "girth").mark_line(color="red")
    )


@shown
def densities() -> Any:
    chart = alt.Chart(TREES, width=160, height=120).transform_density(
        "height", as_=["h", "d"], groupby=["kind"]
    )
    return chart.mark_area(opacity=0.5).encode(x="h:Q", y="d:Q", color="kind:N")


@shown
def folded() -> Any:
    chart = alt.Chart(TREES, width=160, height=120).transform_fold(["height", "girth"], as_=["what", "size"])
    return chart.mark_tick().encode(x="size:Q", y="what:N", color="kind:N")


@shown
def moving_mean() -> Any:
    chart = alt.Chart(TREES, width=180, height=120)
    mean = chart.transform_window(frame=[-2, 2], mean="mean(girth)").mark_line()
    return chart.mark_point().encode(x="planted:T", y="girth:Q") + mean.encode(x="planted:T", y="mean:Q")


@shown
def ranks() -> Any:
    top = alt.Chart(TREES, width=160, height=120).transform_window(
        rank="rank(height)", sort=[alt.SortField("height", order="descending")]
    )
    return (
        top.transform_filter("datum.rank < 6")
        .mark_bar()
        .encode(x="height:Q", y=alt.Y("planted:N").sort("-x"))
    )


@shown
def looked_up() -> Any:
    names = alt.InlineData(
        values=[{"kind": kind, "place": place} for kind, place in zip(KINDS, "pqr", strict=True)]
    )
    chart = dots().transform_lookup("kind", alt.LookupData(names, "kind", ["place"]))
    return chart.encode(shape="place:N")


@shown
def slices() -> Any:
    chart = alt.Chart(TREES, width=120, height=120).encode(
        theta=alt.Theta("count()").stack(True), color="kind:N"
    )
    return chart.mark_arc(innerRadius=20, outerRadius=50) + chart.mark_text(radius=56).encode(text="kind:N")


@shown
def months() -> Any:
    chart = alt.Chart(TREES, width=200, height=80).mark_rect()
    return chart.encode(x="month(planted):O", y="day(planted):O", color="mean(girth):Q")


@shown
def trails_and_ticks() -> Any:
    chart = alt.Chart(TREES, width=180, height=120)
    trail = chart.mark_trail().encode(x="planted:T", y="girth:Q", size="height:Q")
    return trail + chart.mark_tick().encode(x="planted:T")


@shown
def two_axes() -> Any:
    chart = alt.Chart(TREES, width=160, height=120).encode(x="year:O")
    line = chart.mark_line(stroke="red").encode(y="mean(girth):Q")
    return (chart.mark_bar().encode(y="mean(height):Q") + line).resolve_scale(y="independent")


@shown
def world() -> Any:
    lines = alt.Chart(alt.graticule(step=[30, 30])).mark_geoshape(stroke="gray", filled=False)
    ball = alt.Chart(alt.sphere()).mark_geoshape(fill="aliceblue")
    spots = (
        small(lat=[10.0, 50.5], lon=[20.0, -30.25]).mark_circle().encode(longitude="lon:Q", latitude="lat:Q")
    )
    return (ball + lines + spots).project("naturalEarth1").properties(width=200, height=110)


@shown
def counted_sequence() -> Any:
    data = alt.sequence(0, 6.3, 0.1, as_="x")
    return (
        alt.Chart(data, width=160, height=80)
        .transform_calculate(y="sin(datum.x)")
        .mark_line()
        .encode(x="x:Q", y="y:Q")
    )


@shown
def texts_of_many_kinds() -> Any:
    chart = small(a=[1, 2, 3], b=["ä<b>&", "x\ny", '"quoted"']).mark_text(lineBreak="\n")
    return chart.encode(x="a:O", text="b:N").properties(title=alt.Title("plain", subtitle="and below"))


@shown
def jittered() -> Any:
    chart = alt.Chart(TREES, width=alt.Step(40), height=100).mark_circle()
    return chart.encode(x="kind:N", xOffset="year:O", y="height:Q", size="girth:Q")


@shown
def sampled_hover() -> Any:
    near = alt.selection_point(name="near", nearest=True, on="pointerover", fields=["year"], empty=False)
    line = alt.Chart(TREES, width=180, height=100).mark_line().encode(x="year:Q", y="mean(girth):Q")
    rule = line.mark_rule().encode(opacity=alt.when(near).then(alt.value(1)).otherwise(alt.value(0)))
    return line + rule.add_params(near)


@shown
def on_a_ground_of_its_own() -> Any:
    return dots(color="navy").properties(background="lightyellow", title="noon")
