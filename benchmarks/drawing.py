"""The claims about the digit lesson's pad: how soon a stroke is painted, how long a pass takes."""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks.browser import alive
from benchmarks.measure import Failed
from benchmarks.painted import judged, measuring
from benchmarks.sites import Sites
from benchmarks.table import Kind, Row

LESSON = "digit-ocr/"
PASS = 1.0
"""Milliseconds that one pass may take, in the median."""

# Milliseconds from each of `count` moves of a pointer that draws on the pad until the frame with its ink is
# painted. What is said to those who listen comes when the pen has rested, so only changes of drawings count.
STROKES = measuring(
    "count",
    """
  const paper = document.querySelector(".nn-pad__paper");
  paper.scrollIntoView({ block: "center", behavior: "instant" });
  await sleep(800);
  const { left, top, width, height } = paper.getBoundingClientRect();
  const tell = (type, x, y) => paper.dispatchEvent(new PointerEvent(type, {
    bubbles: true, pointerId: 1, isPrimary: true, button: type === "pointermove" ? -1 : 0, buttons: 1,
    clientX: left + x * width, clientY: top + y * height,
  }));
  const drawn = ({ attributeName }) => attributeName !== "aria-label";
  paper.ownerSVGElement.setPointerCapture = () => {}; // there is no such pointer to capture
  tell("pointerdown", 0.3, 0.1);
  const found = await measured(count, (k) => {
    const around = (k / count) * 4 * Math.PI;
    const [x, y] = [0.5 + 0.3 * Math.sin(around), 0.5 - (0.4 - (0.15 * k) / count) * Math.cos(around)];
    return () => tell("pointermove", x, y);
  }, document.querySelectorAll(".nn-panels"), drawn);
  tell("pointerup", 0.5, 0.5);
  return found;
""",
)

# Milliseconds of one pass through the network of the lesson, each the mean of `times`, for every one of
# `rounds` test digits in turn; and of a pass of all test digits at once.
PASSES = """
async ({ rounds, times }) => {
  const figure = document.querySelector('nn-figure[data-name="draw"]');
  const source = new URL(figure.querySelector("a.nn-source").href);
  const base = new URL(document.querySelector('script[src*="nnexplain.js"]').src);
  const names = ["./net/lab/lab.js", "./core/page.js", "./net/safetensors.js"];
  const [{ Lab }, { Page }, { fetchSafetensors }] = await Promise.all(
    names.map((name) => import(new URL(name, base))));
  const { network } = await (await fetch(source)).json();
  const lab = new Lab(new Page(), await fetchSafetensors(new URL(network, source)));
  const timed = (act, n) => {
    const began = performance.now();
    for (let i = 0; i < n; i++) act();
    return (performance.now() - began) / n;
  };
  const digits = Array.from({ length: lab.count }, (_, k) => lab.pixels(k));
  const all = Float64Array.from(digits.flatMap((pixels) => [...pixels]));
  timed(() => lab.run(digits[0]), 2000);
  timed(() => lab.run(all), 20);
  const found = { one: [], all: [], count: lab.count };
  for (let k = 0; k < rounds; k++) {
    found.one.push(timed(() => lab.run(digits[k % digits.length]), times));
    found.all.push(timed(() => lab.run(all), 1));
  }
  return found;
}
"""


def stroke(given: Sites) -> list[Row]:
    """From a move of the pen on the pad to the painted frame, with every figure of the digit lesson alive."""
    if given.own is None:
        return []
    given.progress.say("stroke: coming alive")
    found = _in_lesson(given, STROKES, given.effort.of(80, 4))
    if found["moved"] < len(found["ours"]) / 2:
        raise Failed(f"of {len(found['ours'])} moves of the pen {found['moved']} changed anything")
    return judged("stroke", "", found["ours"], found["bare"])


def forward(given: Sites) -> list[Row]:
    """One pass through the digit lesson's network in the page, and one of all its test digits."""
    if given.own is None:
        return []
    given.progress.say("forward passes")
    rounds = given.effort.of(200, 5)
    found = _in_lesson(given, PASSES, {"rounds": rounds, "times": given.effort.of(50, 2)})
    one, every = statistics.median(found["one"]), statistics.median(found["all"])
    what = f"{found['count']} test digits, a pass each"
    return [
        Row("forward", "one test digit", one, None, "", PASS, Kind.VALUE, "ms", rounds),
        Row("forward", what, every, None, "", PASS * found["count"], Kind.VALUE, "ms", rounds),
    ]


def _in_lesson(given: Sites, script: str, argument: object) -> Any:
    """What `script` finds in the lesson, when all of it is alive."""
    assert given.own is not None
    with alive(given.own.folder / "site", LESSON) as page:
        return page.evaluate(script, argument)
