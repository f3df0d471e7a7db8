"""From a change to its painted frame, measured in the page, and judged: what the claims of motion share."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from benchmarks.table import Kind, Row

Score = Callable[[Sequence[float]], float]


def most(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


JUDGED: tuple[tuple[str, Score, float], ...] = (
    ("median", statistics.median, 16.0),
    ("95th percentile", most, 33.0),
)
"""What is asked of the milliseconds from a change to its painted frame, and how many there may be."""

# What is asked for in a frame's callback by way of a message comes when the browser is done with that frame:
# styles, layout, paint, and handing it to the compositor; traced, the compositor draws it 1 to 3 ms later.
# The frame that counts is the first to end after the last change, so work that is put off to later frames is
# not overlooked.
_MEASURED = """
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
  const measured = async (count, change, watched = [document.body], counts = () => true) => {
    const box = document.createElement("div");
    box.style.cssText = "position: fixed; top: 0; left: 0; width: 8em; height: 2em; contain: strict";
    document.body.append(box);
    let last = 0;
    const watch = new MutationObserver((records) => {
      if (records.some(counts)) last = performance.now();
    });
    for (const node of [box, ...watched]) {
      watch.observe(node, { subtree: true, childList: true, attributes: true, characterData: true });
    }
    const frame = () => new Promise((done) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now());
      channel.port2.postMessage(0);
    }));
    const painted = async (make) => {
      await sleep(30 + Math.random() * 30);
      last = 0;
      const began = performance.now();
      make();
      const ends = [];
      for (let i = 0; i < 4; i++) ends.push(await frame());
      return { ms: ends.find((end) => end >= last) - began, moved: last > 0 };
    };
    const found = { ours: [], bare: [], moved: 0 };
    for (let k = 1; k <= count; k++) {
      const { ms, moved } = await painted(change(k));
      found.ours.push(ms);
      found.moved += moved;
      found.bare.push((await painted(() => { box.textContent = "word " + k; })).ms);
    }
    watch.disconnect();
    box.remove();
    return found;
  };
"""


def measuring(given: str, body: str) -> str:
    """A script of one argument, `given`, whose `body` may call `sleep(ms)` and `measured(count, change)`.

    That says for each of `count` changes how many milliseconds it took until it was painted (`ours`), and how
    many of them moved anything (`moved`). `change(k)` gives what makes the k-th. It is made at a moment that
    has nothing to do with the frames, as a reader's is: the wait for the frame counts, and all that listeners
    do before it. With every change one word of a box of its own is changed too, between two of them, which
    tells what the machine does to anybody (`bare`). Two more arguments say below which nodes a change counts,
    and of which mutation records.
    """
    return f"async ({given}) => {{{_MEASURED}{body}}}"


def judged(claim: str, what: str, ours: Sequence[float], bare: Sequence[float]) -> list[Row]:
    """A row for each of `JUDGED`: `ours` and `bare` are milliseconds that `measured` found."""
    return [
        Row(claim, f"{what}{word}", score(ours), score(bare), "one word", limit, Kind.VALUE, "ms", len(ours))
        for word, score, limit in JUDGED
    ]
