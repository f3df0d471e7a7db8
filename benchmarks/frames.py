"""The claims about a lesson in motion: how soon a change is painted, and whether training keeps the pace."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from benchmarks.browser import alive
from benchmarks.measure import Failed
from benchmarks.painted import JUDGED, Score, measuring
from benchmarks.sites import Site, Sites
from benchmarks.table import Kind, Row

LESSON = "one-neuron/"
REGULAR, FASTEST, LONG = 17.2, 1000 / 58, 25.0
"""Milliseconds from frame to frame: the median, the mean of 58 a second, and where a frame is a long one."""
RATES = ("0.5", "8", "0.1")
"""Each is a run that nobody has computed yet, so that playing it trains."""

# What can be changed by hand: [figure, parameter] of every native input in the order of the page.
CHANGEABLE = """
() => [...document.querySelectorAll("nn-figure")].flatMap((figure) => {
  const inputs = [...figure.querySelectorAll(":is(.nn-controls, .nn-player) :is(input, select)")];
  const names = inputs.map((input) => input.dataset.param ?? input.name).filter(Boolean);
  return [...new Set(names)].map((name) => [figure.dataset.name, name]);
})
"""

# Milliseconds from each of `count` changes until it is painted, and how many of them moved anything. Each
# begins where a reader's begins: at the input.
CHANGES = measuring(
    "{ name, param, count }",
    """
  const figure = document.querySelector(`nn-figure[data-name="${name}"]`);
  const inputs = [...figure.querySelectorAll(":is(.nn-controls, .nn-player) :is(input, select)")]
    .filter((input) => (input.dataset.param ?? input.name) === param);
  const choose = (input, k) => {
    if (input.localName === "select") input.selectedIndex = k % input.options.length;
    else if (input.type === "range") {
      const places = Math.round((input.max - input.min) / input.step) + 1;
      input.value = Number(input.min) + ((k * Math.round(places * 0.382)) % places) * input.step;
    } else if (inputs.length > 1) inputs[k % inputs.length].checked = true;
    else input.checked = !input.checked;
    const told = input.type === "radio" ? inputs[k % inputs.length] : input;
    told.dispatchEvent(new Event("input", { bubbles: true }));
  };
  figure.scrollIntoView({ block: "center", behavior: "instant" });
  await sleep(500);
  return measured(count, (k) => () => choose(inputs[0], k));
""",
)

# From frame to frame, in milliseconds, while the player plays a run of each rate from its first pass to its
# last at its highest speed; and, for comparison, while nothing happens.
PLAYS = """
async (rates) => {
  const figure = [...document.querySelectorAll("nn-figure")]
    .find((figure) => figure.querySelector(".nn-player") && figure.querySelector("select[name=rate]"));
  const tell = (input, value) => {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const intervals = async (goesOn) => {
    const found = [];
    let before = await new Promise(requestAnimationFrame);
    while (goesOn(found)) {
      const now = await new Promise(requestAnimationFrame);
      found.push(now - before);
      before = now;
    }
    return found;
  };
  figure.scrollIntoView({ block: "center", behavior: "instant" });
  await new Promise((done) => setTimeout(done, 500));
  const speed = figure.querySelector(".nn-player__speed");
  speed.value = [...speed.options].map(({ value }) => value).sort((one, other) => other - one)[0];
  const play = figure.querySelector(".nn-player__play");
  const found = { playing: [], idle: await intervals(({ length }) => length < 180), passes: 0 };
  for (const rate of rates) {
    const step = figure.querySelector(".nn-player [type=range]");
    tell(step, step.min);
    tell(figure.querySelector("select[name=rate]"), rate);
    play.click();
    found.playing.push(...(await intervals(() => play.getAttribute("aria-pressed") === "true")));
    found.passes += Number(step.value) - Number(step.min);
  }
  return found;
}
"""


@dataclass(frozen=True)
class Changed:
    """How long the changes of one parameter of a figure took, in milliseconds, and what a word took then."""

    figure: str
    param: str
    ours: Sequence[float]
    bare: Sequence[float]


def frame(given: Sites) -> list[Row]:
    """From a change of a parameter to the painted frame, in every figure of the first lesson, all alive."""
    if given.own is None:
        return []
    given.progress.say("frames: coming alive")
    count = given.effort.of(60, 4)
    with alive(given.own.folder / "site", LESSON) as page:
        changes = []
        for figure, param in page.evaluate(CHANGEABLE):
            given.progress.say(f"frames: {figure}, {param}")
            changes.append(changed(page, figure, param, count))
    return frame_rows(changes)


def changed(page: Page, figure: str, param: str, count: int) -> Changed:
    """Change `param` by its input in `figure`, `count` times. Raises `Failed` when nothing moves."""
    found = page.evaluate(CHANGES, {"name": figure, "param": param, "count": count})
    if not found["moved"]:
        raise Failed(f"{figure}: {count} changes of {param} changed nothing on the page")
    return Changed(figure, param, found["ours"], found["bare"])


def frame_rows(changes: Sequence[Changed]) -> list[Row]:
    """Two rows a figure: the worst median of its parameters, and the worst 95th percentile."""
    rows = []
    for figure in dict.fromkeys(change.figure for change in changes):
        own = [change for change in changes if change.figure == figure]
        for word, score, limit in JUDGED:
            scores = [score(change.ours) for change in own]
            worst = own[scores.index(max(scores))]
            what = f"{figure}, {word} ({worst.param}, slowest of {len(own)})"
            values = max(scores), score(worst.bare)
            rows.append(Row("frame", what, *values, "one word", limit, Kind.VALUE, "ms", len(worst.ours)))
    return rows


def live(given: Sites) -> list[Row]:
    """From frame to frame while the first lesson's neuron trains in the page, played at its highest speed."""
    if given.own is None:
        return []
    given.progress.say("live training")
    found = played(given.own, RATES[: given.effort.of(len(RATES), 1)])
    playing, idle = found["playing"], found["idle"]
    mean, long = statistics.fmean(playing), sum(interval > LONG for interval in playing)
    seconds, passes = sum(playing) / 1000, found["passes"]
    trained = f"{passes} passes in {seconds:.1f} s"
    pace = f"{1000 / mean:.1f} frames a second, {long} of {len(playing)} above {LONG:.0f} ms"
    judged: list[tuple[str, Score, float]] = [
        (f"median interval, {trained}", statistics.median, REGULAR),
        (f"mean interval, {pace}", statistics.fmean, FASTEST),
    ]
    return [
        Row("live", what, score(playing), score(idle), "idle", limit, Kind.VALUE, "ms", len(playing))
        for what, score, limit in judged
    ]


def played(site: Site, rates: Sequence[str]) -> dict[str, Any]:
    """The intervals of `PLAYS` in the first lesson of `site`. Raises `Failed` when the player stops early."""
    with alive(site.folder / "site", LESSON) as page:
        found: dict[str, Any] = page.evaluate(PLAYS, list(rates))
    if not found["playing"] or found["passes"] < 10 * len(rates):
        raise Failed(f"the player went over {found['passes']} passes in {len(rates)} runs")
    return found
