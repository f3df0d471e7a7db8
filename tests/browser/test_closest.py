"""The smallest change, searched for in the page, against torch's search; and the figure that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnexplain.methods.smallest_change import smallest_change

from .apart import Apart
from .five import twin
from .ways import torch

SEARCH = """async ([norm, indices, target]) => {
  const { smallestChange, folded } = await import(new URL("runtime/net/nearest-change.js", location.href));
  const network = folded(way.lab.network, way.lab.gains);
  return indices.map((index) => {
    const turns = smallestChange(network, way.lab.pixels(index), target, norm);
    let turn = turns.next();
    while (!turn.done) turn = turns.next();
    const { picture, size, found } = turn.value;
    return { picture: [...picture], size, found };
  });
}"""


class Reader(torch.nn.Module):
    """The network of the page in float64, whatever it is asked in."""

    def forward(self, x: Any) -> Any:
        return twin().model(x.double())


@pytest.fixture
def closest(five: Callable[[str], Apart]) -> Apart:
    return five("closest").start()


def searched(closest: Apart, **values: Any) -> Apart:
    """The figure when its search is over."""
    closest.set(**values)
    closest.page.evaluate(
        "() => { const each = opened.closest.session.search(); while (!each.done) each.go(); }"
    )
    return closest


@pytest.mark.parametrize("norm", ["l2", "linf"])
def test_of_every_held_out_5_it_is_as_small_as_torch_s(closest: Apart, norm: str) -> None:
    fives = [k for k, label in enumerate(twin().labels) if label == 5]
    found = closest.page.evaluate(SEARCH, [norm, fives, 6])
    x = twin().x[fives]
    theirs = smallest_change(Reader(), x, torch.full((len(fives),), 6), norm)
    assert all(each["found"] for each in found) and bool(theirs.found.all())
    ratio = np.array([each["size"] for each in found]) / theirs.size.numpy()
    assert ratio == pytest.approx(np.ones(len(fives)), abs=0.05)
    pictures = torch.tensor([each["picture"] for each in found], dtype=torch.float64)
    assert twin().model(pictures).argmax(1).tolist() == [6] * len(fives)
    off = (pictures - x).norm(dim=1) if norm == "l2" else (pictures - x).abs().amax(1)
    assert off.numpy() == pytest.approx([each["size"] for each in found], abs=1e-6)
    assert float(pictures.min()) >= 0 and float(pictures.max()) <= 1


def test_it_finds_the_same_each_time_and_nothing_where_nothing_has_to_change(closest: Apart) -> None:
    five = twin().labels.index(5)
    said = int(twin().model(twin().x[five]).argmax())
    assert closest.page.evaluate(SEARCH, ["l2", [five], 6]) == closest.page.evaluate(
        SEARCH, ["l2", [five], 6]
    )
    (already,) = closest.page.evaluate(SEARCH, ["l2", [five], said])
    assert already["found"] and already["size"] == 0 and already["picture"] == twin().x[five].tolist()
    theirs = smallest_change(Reader(), twin().x[five][None], torch.tensor([said]), "l2")
    assert bool(theirs.found[0]) and theirs.size.tolist() == [0]
    assert torch.equal(theirs.pictures, twin().x[[five]])


def test_silenced_and_turned_units_count(closest: Apart) -> None:
    same = closest.page.evaluate(
        """async () => {
          const { folded } = await import(new URL("runtime/net/nearest-change.js", location.href));
          page.set({ silent: "a3.b2.c6", turned: "a5_1.5~b4_0.5~c2_0.8" });
          const x = way.lab.pixels(7);
          const theirs = way.lab.run(x).at(-1).a;
          const ours = nn.forward(folded(way.lab.network, way.lab.gains), x).at(-1).a;
          const sum = theirs.reduce((all, each) => all + each, 0);
          return theirs.every((share, k) => Math.abs(share / sum - ours[k]) < 1e-9);
        }"""
    )
    assert same


def test_a_silenced_answer_is_never_found(closest: Apart) -> None:
    (found,) = closest.set(silent="c6").page.evaluate(SEARCH, ["linf", [twin().labels.index(5)], 6])
    assert not found["found"] and found["size"] == 0


def test_until_something_is_found_nothing_is_called_never(closest: Apart) -> None:
    told = closest.set(digit=0, digit2=1).page.evaluate(
        """async () => {
          const { Search } = await import(new URL("runtime/widgets/closest/search.js", location.href));
          const { sizesView } = await import(new URL("runtime/widgets/closest/views.js", location.href));
          const words = (node) => (typeof node === "string" ? node : node.children.map(words).join(" "));
          const search = new Search(way);
          const seen = () => {
            const { found, ways, done } = search;
            const size = found.map((each) => (each.found ? each.size : null));
            const named = ways.map(({ kind, sizes }) => ({ name: kind, sizes }));
            const rows = [{ name: "smallest", sizes: size }, ...named];
            const drawn = sizesView({ rows, found, done, facts: way.lab.facts }).map(words).join(" ");
            const searching = drawn.split("searching").length - 1;
            return { done, rows: rows.length, searching, never: /never/.test(drawn) };
          };
          const all = [seen()];
          while (!search.done) if (search.go()) all.push(seen());
          return all;
        }"""
    )
    assert [each["searching"] for each in told] == [2, 1, 0, 0]
    assert [each["done"] for each in told] == [False, False, False, True]
    assert not any(each["never"] for each in told[:3])
    assert len({each["rows"] for each in told}) == 1, "no row comes or goes meanwhile"


def test_the_figure_shows_what_is_found(closest: Apart) -> None:
    shown = searched(closest)
    one, other = shown.get("digit"), shown.get("digit2")
    theirs = smallest_change(Reader(), twin().x[one][None], torch.tensor([twin().labels[other]]), "l2")
    size = re.search(r"A change of size ([\d.]+) is enough", shown.now())
    assert size and float(size[1]) == pytest.approx(float(theirs.size[0]), rel=0.05, abs=0.01)


@pytest.mark.parametrize("ink", ["A" * 171, "nonsense"])
def test_an_empty_or_broken_start_is_said_and_searched_all_the_same(closest: Apart, ink: str) -> None:
    shown = searched(closest, ink=ink)
    assert ("empty paper" in shown.now()) == (ink[0] == "A") and "Looking" not in shown.now()


def test_two_ends_alike_need_no_change(closest: Apart) -> None:
    shown = searched(closest, digit=7, digit2=7)
    assert "nothing has to change" in shown.now() and "same picture" in shown.now()
