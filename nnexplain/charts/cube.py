"""A cube of three yes-or-no facts that turns, with a plane cutting it, at one step of a training.

Everything is projected inside the chart, from the parameter `turn` (degrees), by a camera that looks a
little down: so turning needs no new data. What changes has a key, so that a browser moves the marks it has
instead of making new ones: that is most of what a change costs.
"""

from __future__ import annotations

from itertools import product
from math import cos, radians, sin
from typing import Any, cast

import altair as alt
import pandas as pd

from nnexplain.charts.theme import outlined, panel, sans_text, token

TILT = radians(21)  # how far the camera looks down
FAR = 5.0  # distance of the camera, in edges of the cube
REACH = 0.97  # half of what the panel shows, in edges of the cube
COS, SIN = "cos_turn", "sin_turn"
TURNING = (  # worked out once a turn, not once a corner
    alt.param(name=COS, expr="cos(turn * PI / 180)"),
    alt.param(name=SIN, expr="sin(turn * PI / 180)"),
)
RATING_SHAPES = {"likes": "circle", "dislikes": "square", "": "circle"}
RATING_COLOURS = {"likes": token("class-a"), "dislikes": token("class-b"), "": token("muted")}


def cube(
    songs: pd.DataFrame,
    faces: pd.DataFrame,
    features: tuple[str, str, str],
    params: tuple[alt.Parameter, ...],
    width: int = 440,
    height: int = 420,
) -> alt.LayerChart:
    """The cube, with the parameters `step` and `turn` among `params`.

    `songs`: columns step, x, y, z (0 or 1), name, rating (`likes`, `dislikes` or empty) and wrong (true
    where the answer at that step contradicts the rating). `faces`: columns step, part, order, x, y, z, the
    polygons of the favoured side (any `part`) and of the plane itself (part `plane`). `features` name the
    axes: x to the right, y to the back, z up.
    """
    here = "datum.step == step"
    layers = [
        *_favoured(faces, here),
        *_frame(features),
        _plane(faces, here),
        *_songs(songs, here),
        *_missed(songs, faces, here, width),
    ]
    return panel(layers, (*params, *TURNING), width, height)


def projection(x: str, y: str, z: str) -> tuple[str, str, str]:
    """Vega expressions for screen-right, screen-up and depth of a point given by three expressions.

    They need the parameters `turn` and `TURNING`.
    """
    x, y, z = f"({x} - 0.5)", f"({y} - 0.5)", f"({z} - 0.5)"
    right = f"({x} * {COS} - {y} * {SIN})"
    back = f"({x} * {SIN} + {y} * {COS})"
    depth = f"({back} * {cos(TILT):.6f} - {z} * {sin(TILT):.6f})"
    up = f"({z} * {cos(TILT):.6f} + {back} * {sin(TILT):.6f})"
    shrink = f"{FAR} / ({FAR} + {depth})"
    return f"{right} * {shrink}", f"{up} * {shrink}", depth


def _at(chart: alt.Chart, x: str = "datum.x", y: str = "datum.y", z: str = "datum.z") -> alt.Chart:
    right, up, _ = projection(x, y, z)
    return chart.transform_calculate(right=right, up=up).encode(x=_right(), y=_up())


def _right(field: str = "right") -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[-REACH, REACH], nice=False, zero=False))


def _up(field: str = "up") -> alt.Y:
    return alt.Y(f"{field}:Q", axis=None, scale=alt.Scale(domain=[-REACH, REACH], nice=False, zero=False))


def _edges() -> pd.DataFrame:
    """The twelve edges, from (x, y, z) to (x2, y2, z2)."""
    corners = list(product((0, 1), repeat=3))
    rows = [(*a, *b) for a in corners for b in corners if a < b and sum(map(int.__ne__, a, b)) == 1]
    return pd.DataFrame(rows, columns=["x", "y", "z", "x2", "y2", "z2"])


def _frame(features: tuple[str, str, str]) -> list[alt.Chart]:
    right, up, _ = projection("datum.x2", "datum.y2", "datum.z2")
    _, _, depth = projection(
        "(datum.x + datum.x2) / 2", "(datum.y + datum.y2) / 2", "(datum.z + datum.z2) / 2"
    )
    lines = (
        _at(alt.Chart(_edges()).mark_rule(stroke=token("rule-strong"), strokeWidth=1.5, strokeCap="round"))
        .transform_calculate(right2=right, up2=up, near=f"{depth} > 0.3 ? 0.45 : 1")
        .encode(x2="right2:Q", y2="up2:Q", opacity=alt.Opacity("near:Q", scale=None))
    )
    return [lines, *_axis_names(features)]


def _axis_names(features: tuple[str, str, str]) -> list[alt.Chart]:
    """The three questions, each with an arrow from no to yes, on edges that stay in front."""
    rows = pd.DataFrame(
        [(f"{name}?", axis, axis == 0, axis == 1, axis == 2) for axis, name in enumerate(features)],
        columns=["feature", "axis", "dx", "dy", "dz"],
    )
    # the lower front edges, and the upright on the left, whichever they are at this turn
    x0 = f"datum.axis == 1 ? ({SIN} < 0 ? 1 : 0) : datum.axis == 2 ? ({COS} < 0 ? 1 : 0) : 0"
    y0 = f"datum.axis == 0 ? ({COS} < 0 ? 1 : 0) : datum.axis == 2 ? ({SIN} < 0 ? 0 : 1) : 0"
    ends = projection("(datum.x0 + datum.dx)", "(datum.y0 + datum.dy)", "datum.dz")
    base = alt.Chart(rows).transform_calculate(x0=x0, y0=y0)
    base = base.transform_calculate(right1=ends[0], up1=ends[1])
    start = projection("datum.x0", "datum.y0", "0")
    base = base.transform_calculate(right0=start[0], up0=start[1])
    # nearer to the corner in front, where nothing else is written below the edge
    base = base.transform_calculate(
        along=f"(datum.axis == 0 && {SIN} < 0) || (datum.axis == 1 && {COS} < 0) ? 0.58 : 0.42"
    )
    base = base.transform_calculate(
        right="datum.right0 + (datum.right1 - datum.right0) * datum.along",
        up="datum.up0 + (datum.up1 - datum.up0) * datum.along",
        angle="atan2(datum.right1 - datum.right0, datum.up1 - datum.up0) * 180 / PI",
        # which way is out of the cube: left of the upright, below the others
        side=f"datum.axis == 2 ? -1 : (datum.axis == 0) == ({SIN} * {COS} < 0) ? -1 : 1",
    )
    arrows = base.mark_point(
        shape="triangle", filled=True, fill=token("ink"), size=80, opacity=1, strokeWidth=0
    ).encode(x=_right(), y=_up(), angle=alt.Angle("angle:Q", scale=None))
    places = base.transform_calculate(
        right="datum.right + datum.side * (datum.axis == 2 ? 0.14 : 0.15)",
        up="datum.up - (datum.axis == 2 ? 0 : 0.07)",
    )
    names = places.mark_text(**sans_text(size=13), fontStyle="italic").encode(
        x=_right(), y=_up(), text="feature:N"
    )
    return [arrows, names]


def _favoured(faces: pd.DataFrame, here: str) -> list[alt.Chart]:
    """A layer for each face: a mark that stays, where one mark split by face would come and go."""
    style = {"fill": token("class-a"), "fillOpacity": 0.11, "strokeWidth": 0}
    return [_polygon(faces, here, part, style) for part in sorted(set(faces["part"]) - {"plane"})]


def _plane(faces: pd.DataFrame, here: str) -> alt.Chart:
    ink = {"fill": token("ink"), "fillOpacity": 0.10, "stroke": token("ink"), "strokeWidth": 2}
    return _polygon(faces, here, "plane", ink | {"strokeJoin": "round"})


def _polygon(faces: pd.DataFrame, here: str, part: str, style: dict[str, Any]) -> alt.Chart:
    corners = _at(alt.Chart(faces).transform_filter(here)).transform_filter(f"datum.part == {part!r}")
    return cast(alt.Chart, corners.mark_line(interpolate="linear-closed", **style).encode(order="order:Q"))


def _missed(songs: pd.DataFrame, faces: pd.DataFrame, here: str, width: int) -> list[alt.Chart]:
    """A word at the steps at which there is no plane to see."""
    steps = sorted(set(songs["step"]) - set(faces["step"][faces["part"] == "plane"]))
    if not steps:
        return []
    note = alt.Chart(pd.DataFrame({"step": steps})).transform_filter(here)
    words = "The plane misses the cube: one answer for every song."
    text = note.mark_text(**sans_text(token("muted"), size=13))
    return [text.encode(x=alt.value(width / 2), y=alt.value(12), text=alt.value(words))]


def _songs(songs: pd.DataFrame, here: str) -> list[alt.Chart]:
    now = _at(alt.Chart(songs).transform_filter(here)).encode(key="name:N")
    shape = alt.Shape("rating:N", legend=None, scale=_ratings(RATING_SHAPES))
    colour = alt.Color("rating:N", legend=None, scale=_ratings(RATING_COLOURS))
    rated, open_ = "datum.rating != ''", "datum.rating == ''"
    ring = now.transform_filter("datum.wrong").mark_point(
        shape="circle", size=620, stroke=token("ink"), strokeWidth=1.5, strokeDash=[3, 2], opacity=1
    )
    marks = now.transform_filter(rated).mark_point(filled=True, size=210, opacity=1, strokeWidth=0)
    unrated = now.transform_filter(open_).mark_point(
        size=60, fill=token("panel"), stroke=token("rule-strong"), strokeWidth=1.5, opacity=1
    )
    return [unrated, ring, marks.encode(shape=shape, color=colour), *_labels(now, colour)]


def _labels(now: alt.Chart, colour: alt.Color) -> list[alt.Chart]:
    """Name and rating of each song, away from the cube: above the upper ones, below the lower ones."""
    rated, open_ = now.transform_filter("datum.rating != ''"), now.transform_filter("datum.rating == ''")
    said = rated.transform_calculate(verdict="datum.wrong ? datum.rating + ', wrong side' : datum.rating")
    layers = []
    for chart, field, size, weight, ink, above, below in (
        (rated, "name:N", 12, 600, token("ink"), 38, 24),
        (said, "verdict:N", 12, 400, colour, 24, 38),
        (open_, "name:N", 11, 400, token("muted"), 14, 14),
    ):
        away = alt.expr(f"datum.z > 0.5 ? -{above} : {below}")
        layers += outlined(chart, field, ink, fontSize=size, fontWeight=weight, dy=away)
    return layers


def _ratings(range_: dict[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(range_), range=list(range_.values()))
