"""The claims about the digit lesson's pad: how soon a stroke is painted, how long a pass takes."""

from __future__ import annotations

import statistics
from typing import Any

from playwright.sync_api import Page

from benchmarks.browser import LAPTOP, arrived, chromium, fresh_page, walked
from benchmarks.frames import SOON, SOONEST, most
from benchmarks.measure import Failed
from benchmarks.serving import serving
from benchmarks.sites import Sites
from benchmarks.table import Kind, Row

LESSON = "digit-ocr/"
PASS = 1.0
"""Milliseconds that one pass may take, in the median."""

# Milliseconds from each of `count` moves of a pointer that draws on the pad until the frame with its ink is
# painted: told as in frames.py, with one word of a box of its own changed between two of them (`bare`). What
# is said to those who listen comes when the pen has rested, so only changes of drawings are waited for.
STROKES = """
async (count) => {
  const paper = document.querySelector(".nn-pad__paper");
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  paper.scrollIntoView({ block: "center", behavior: "instant" });
  await sleep(800);
  const { left, top, width, height } = paper.getBoundingClientRect();
  const tell = (type, x, y) => paper.dispatchEvent(new PointerEvent(type, {
    bubbles: true, pointerId: 1, isPrimary: true, button: type === "pointermove" ? -1 : 0, buttons: 1,
    clientX: left + x * width, clientY: top + y * height,
  }));
  const box = document.createElement("div");
  box.style.cssText = "position: fixed; top: 0; left: 0; width: 8em; height: 2em; contain: strict";
  document.body.append(box);
  let last = 0;
  const watch = new MutationObserver((records) => {
    if (records.some(({ attributeName }) => attributeName !== "aria-label")) last = performance.now();
  });
  for (const drawn of [box, ...document.querySelectorAll(".nn-panels")]) {
    watch.observe(drawn, { subtree: true, childList: true, attributes: true, characterData: true });
  }
  const frame = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  }));
  const painted = async (change) => {
    await sleep(30 + Math.random() * 30);
    last = 0;
    const began = performance.now();
    change();
    const ends = [];
    for (let i = 0; i < 4; i++) ends.push(await frame());
    return { ms: ends.find((end) => end >= last) - began, moved: last > 0 };
  };
  paper.setPointerCapture = () => {}; // there is no such pointer to capture
  tell("pointerdown", 0.3, 0.1);
  const found = { ours: [], bare: [], moved: 0 };
  for (let k = 1; k <= count; k++) {
    const around = (k / count) * 4 * Math.PI;
    const [x, y] = [0.5 + 0.3 * Math.sin(around), 0.5 - (0.4 - (0.15 * k) / count) * Math.cos(around)];
    const { ms, moved } = await painted(() => tell("pointermove", x, y));
    found.ours.push(ms);
    found.moved += moved;
    found.bare.push((await painted(() => { box.textContent = "word " + k; })).ms);
  }
  tell("pointerup", 0.5, 0.5);
  watch.disconnect();
  box.remove();
  return found;
}
"""

# Milliseconds of one pass through the network of the lesson, each the mean of `times`, for every one of
# `rounds` test digits in turn; and of a pass of all test digits at once.
PASSES = """
async ({ rounds, times }) => {
  const figure = document.querySelector('nn-figure[data-name="draw"]');
  const source = new URL(figure.querySelector("a.nn-source").href);
  const base = new URL(document.querySelector('script[src*="nnexplain.js"]').src);
  const [{ Lab }, { Page }, { fetchSafetensors }] = await Promise.all(
    ["./lab.js", "./page.js", "./safetensors.js"].map((name) => import(new URL(name, base))));
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
    rows = []
    for word, score, limit in (("median", statistics.median, SOONEST), ("95th percentile", most, SOON)):
        values = score(found["ours"]), score(found["bare"])
        rows.append(Row("stroke", word, *values, "one word", limit, Kind.VALUE, "ms", len(found["ours"])))
    return rows


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
    with (
        serving(given.own.folder / "site") as served,
        chromium() as browser,
        fresh_page(browser, LAPTOP) as page,
    ):
        return _opened(page, served.address).evaluate(script, argument)


def _opened(page: Page, address: str) -> Page:
    arrived(page, address + LESSON, "load")
    walked(page)
    return page
