"""Waiting until a page has drawn."""

from __future__ import annotations

from playwright.sync_api import Page

STILL = """() => new Promise((go) => {
  let [left, last] = [3, scrollY];
  const frame = () => {
    left = scrollY === last ? left - 1 : 3;
    last = scrollY;
    requestAnimationFrame(left ? frame : go);
  };
  requestAnimationFrame(frame);
})"""
TWO_FRAMES = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"


def stands_still(page: Page) -> None:
    """Until the page does not scroll for three frames: what was asked for is seen, and drawn."""
    page.evaluate(STILL)


def has_drawn(page: Page) -> None:
    """Two frames: one to hear of a change, one to have drawn it."""
    page.evaluate(TWO_FRAMES)
