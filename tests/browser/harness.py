"""A small site written by hand after the contract between Python and the page, for the runtime alone.

It uses neither the figure writer nor the Markdown extension, so a fault there cannot hide one here.
"""

from __future__ import annotations

import copy
import json
import re
import shutil
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import vl_convert

import nnexplain

Json = dict[str, Any]
FAR = '<div style="height: 4000px"></div>'
SAYS = {"name": "says", "expr": "'After ' + step + ' passes.'"}
RUNTIME = Path(nnexplain.__file__).parent / "runtime"
CONFIG: Json = {
    "background": None,
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--nn-muted)",
        "titleColor": "var(--nn-ink)",
        "gridColor": "var(--nn-rule)",
        "domainColor": "var(--nn-rule-strong)",
        "tickColor": "var(--nn-rule-strong)",
        "tickCount": 5,
    },
    "text": {"color": "var(--nn-ink)"},
}
STEP: Json = {"name": "step", "value": 60, "input": "range", "min": 0, "max": 60, "step": 1, "label": "pass"}
RATE: Json = {"name": "rate", "value": "0.2", "input": "radio", "options": ["0.2", "0.5"], "label": "rate"}
DIGIT: Json = {"name": "digit", "value": 3, "input": "select", "options": [3, 1, 2], "label": "digit"}
PICK: Json = {"name": "pick", "value": "nothing", "input": "none"}
SHOW: Json = {"name": "grid", "value": True, "input": "checkbox", "label": "grid"}


def loss_chart() -> Json:
    """Two falling curves and a cursor at `step`."""
    rows = [
        {"step": step, "loss": round(0.75 * 0.97 ** (step * rate * 5), 4), "rate": str(rate)}
        for rate in (0.2, 0.5)
        for step in range(61)
    ]
    line: Json = {
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {
            "x": {"field": "step", "type": "quantitative", "title": "pass over the four songs"},
            "y": {"field": "loss", "type": "quantitative", "title": "loss (nats)"},
            "strokeDash": {"field": "rate", "type": "nominal", "legend": None},
            "color": {"value": "var(--nn-ink)"},
        },
    }
    cursor: Json = {
        "mark": {"type": "rule", "strokeWidth": 2, "color": "var(--nn-focus)"},
        "transform": [{"filter": "datum.step == step && datum.rate == '0.2'"}],
        "encoding": {"x": {"field": "step", "type": "quantitative"}},
    }
    return {"data": {"values": rows}, "width": 360, "height": 200, "layer": [line, cursor]}


def weight_chart() -> Json:
    """Four bars that follow `step`."""
    ends = {"modern": -0.35, "sad": -0.35, "piano": 3.1, "bias": -1.6}
    rows = [
        {"step": s, "weight": w, "value": round(v * s / 60, 3)} for s in range(61) for w, v in ends.items()
    ]
    return {
        "data": {"values": rows},
        "transform": [{"filter": "datum.step == step"}],
        "mark": {"type": "bar", "tooltip": True},
        "width": 320,
        "height": 200,
        "encoding": {
            "y": {"field": "weight", "type": "nominal", "sort": list(ends), "title": None},
            "x": {"field": "value", "type": "quantitative", "title": "weight", "scale": {"domain": [-2, 4]}},
            "color": {
                "condition": {"test": "datum.value < 0", "value": "var(--nn-neg)"},
                "value": "var(--nn-pos)",
            },
        },
    }


@cache
def vega_bundle() -> str:
    return str(vl_convert.javascript_bundle("export {vegaEmbed};"))


def _size(svg: str) -> tuple[float, float]:
    found = re.search(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)"', svg)
    assert found
    return float(found[1]), float(found[2])


def _panel(chart: Json, params: list[Json], label: str) -> tuple[Json, Json, str]:
    """The JSON of a panel, its data by key, and its static picture."""
    signals = [{"name": param["name"], "value": param["value"]} for param in params]
    spec = vl_convert.vegalite_to_vega(
        {**chart, "params": [*chart.get("params", []), *signals], "config": CONFIG}
    )
    svg = vl_convert.vega_to_svg(spec)
    width, height = _size(svg)
    keys, columns = {}, {}
    lean = copy.deepcopy(spec)
    for entry in lean["data"]:
        if rows := entry.pop("values", None):
            keys[entry["name"]] = key = f"{entry['name']}-{abs(hash(label))}"
            columns[key] = {"columns": {name: [row[name] for row in rows] for name in rows[0]}}
    aria = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    inner = svg[svg.index(">") + 1 :].replace('id="', f'id="x{width:.0f}-')
    box = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    picture = f'<svg class="nn-static" {aria} {box}>{inner}'
    return {"size": [width, height], "spec": lean, "data": keys}, columns, picture


def _option(param: Json, option: Any) -> str:
    checked = " checked" if option == param["value"] else ""
    name = escape(param["name"])
    return f'<label><input type="radio" name="{name}" value="{option}"{checked} disabled>{option}</label>'


def _control(param: Json) -> str:
    name, label = escape(param["name"]), escape(str(param.get("label")))
    word = f'<span class="nn-control__name">{label}</span>'
    if param["input"] == "range":
        limits = " ".join(f'{key}="{param[key]}"' for key in ("min", "max", "step", "value"))
        inner = f'<input type="range" name="{name}" {limits} disabled><output>{param["value"]}</output>'
        return f'<label class="nn-control">{word}{inner}</label>'
    if param["input"] == "select":
        options = "".join(f'<option value="{option}">{option}</option>' for option in param["options"])
        return f'<label class="nn-control">{word}<select name="{name}" disabled>{options}</select></label>'
    if param["input"] == "radio":
        radios = "".join(_option(param, option) for option in param["options"])
        return f'<fieldset class="nn-control"><legend>{label}</legend>{radios}</fieldset>'
    checked = " checked" if param["value"] else ""
    box = f'<input type="checkbox" name="{name}"{checked} disabled>'
    return f'<label class="nn-control">{box}{word}</label>'


def _player(param: Json) -> str:
    names = {"restart": "restart", "back": "one step back", "play": "play", "forward": "one step forward"}
    buttons = "".join(
        f'<button type="button" class="nn-player__{part}" aria-label="{name}" disabled>·</button>'
        for part, name in names.items()
    ).replace('aria-label="play"', 'aria-label="play" aria-pressed="false"')
    speeds = "".join(
        f'<option value="{speed}"{" selected" * (speed == "1")}>{speed}</option>'
        for speed in ("0.25", "0.5", "1", "2", "4")
    )
    return (
        f'<div class="nn-player" role="group" aria-label="player">{buttons}{_control(param)}<label>'
        f'<span class="nn-hidden">speed</span><select class="nn-player__speed" disabled>{speeds}</select>'
        "</label></div>"
    )


def write_figure(
    folder: Path,
    name: str,
    charts: list[Json],
    params: list[Json],
    alt: str = "A picture.",
    shared: bool = False,
    player: str = "",
    now: str = "",
) -> str:
    """Writes `figures/<name>.json` below `folder` and returns the figure's HTML."""
    (folder / "figures").mkdir(exist_ok=True)
    parts = [_panel(chart, params, alt if index == 0 else "") for index, chart in enumerate(charts)]
    data: Json = {key: table for _, tables, _ in parts for key, table in tables.items()}
    if shared:
        for number, (key, table) in enumerate(data.items()):
            file = f"data-{number:016x}.json"
            (folder / "figures" / file).write_text(json.dumps(table), "utf-8")
            data[key] = {"file": file}
    figure = {
        "schema": 2, "name": name, "widget": "vega", "description": "", "size": [1, 1],
        "params": params, "panels": [panel for panel, _, _ in parts], "data": data, "player": player,
    }  # fmt: skip
    (folder / "figures" / f"{name}.json").write_text(json.dumps(figure), "utf-8")
    panels = "".join(f'<div class="nn-panel">{picture}</div>' for _, _, picture in parts)
    timed = "".join(_player(param) for param in params if param["name"] == player)
    controls = "".join(_control(p) for p in params if p["input"] != "none" and p["name"] != player)
    reset = '<button type="button" class="nn-reset" disabled>reset</button>'
    if timed and not controls:
        timed = timed.removesuffix("</div>") + reset + "</div>"
    if controls:
        controls = f'<div class="nn-controls">{controls}{reset}</div>'
    desk = f'<div class="nn-desk">{timed}{controls}</div>' if params else ""
    line = f'<p class="nn-now">{escape(now)}</p>' if now else ""
    return (
        f'<figure class="nn-figure" id="{name}"><nn-figure data-lesson="test" data-name="{name}">'
        f'<a class="nn-source" href="figures/{name}.json" hidden>data of this figure</a>'
        f'<div class="nn-panels nn-panels--{len(parts)}">{panels}</div>{desk}</nn-figure>'
        f'<figcaption><b class="nn-number">Figure 1.</b> Caption of {name}.{line}</figcaption>'
        '<details class="nn-table"><summary>data</summary></details></figure>'
    )


LINKS = {
    "turn": "?step=24#cube",
    "deep": "?step=12&digit=2#far",
    "high": "?step=99#cube",
    "empty": "?step=#cube",
    "markup": "?digit=<img src=x onerror=alert(1)>#far",
    "unknown": "?colour=red#cube",
    "plain": "#far",
}


def three(folder: Path) -> str:
    """Links by their names, then a figure with a player and a sentence, one near it and one far below. All
    share `step`; the second has a player, too, and shares `rate`.
    """
    prose = " ".join(f'<a id="{name}" href="{href}">{name}</a>' for name, href in LINKS.items())
    curve = {**loss_chart(), "title": "How wrong", "usermeta": {"cursor": "step"}, "params": [SAYS]}
    params = [STEP, RATE, SHOW, PICK]
    cube = write_figure(
        folder,
        "cube",
        [curve, weight_chart()],
        params,
        "Loss & weights.",
        player="step",
        now="After 60 passes.",
    )
    other = write_figure(folder, "other", [loss_chart()], [STEP, RATE], player="step")
    return f"<p>{prose}</p>{cube}{other}{FAR}" + write_figure(
        folder, "far", [loss_chart()], [STEP, DIGIT], shared=True
    )


def write_page(folder: Path, body: str, name: str = "index.html", scheme: str = "default") -> None:
    """A page with `body` as its article, and beside it the runtime as a site carries it."""
    runtime = folder / "runtime"
    if not runtime.exists():
        shutil.copytree(RUNTIME, runtime)
        (runtime / "vega.js").write_text(vega_bundle(), "utf-8")
    page = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="runtime/tokens.css"><link rel="stylesheet" href="runtime/nnexplain.css">
<script type="module" src="runtime/nnexplain.js"></script></head>
<body data-md-color-scheme="{scheme}"><article>{body}</article></body></html>"""
    (folder / name).write_text(page, "utf-8")
