"""The smallest change, searched for in the page, against torch's search; and the figure that shows it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine import Engine

from nnexplain.methods.smallest_change import smallest_change

from .digits import Open, Shown
from .five import open_five
from .server import Served
from .ways import Twin, torch

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

    def __init__(self, twin: Twin) -> None:
        super().__init__()
        self.twin = twin

    def forward(self, x: Any) -> Any:
        return self.twin.model(x.double())


def searched(shown: Shown) -> None:
    """Waits until the search is over."""
    for _ in range(100):
        if not shown.now().startswith("Looking"):
            return
        shown.page.wait_for_timeout(100)
    raise AssertionError(shown.now())


@pytest.fixture(scope="module")
def twin(site: Path) -> Twin:
    return Twin()


@pytest.mark.parametrize("norm", ["l2", "linf"])
def test_of_every_held_out_5_it_is_as_small_as_torch_s(way: Engine, twin: Twin, norm: str) -> None:
    fives = [k for k, label in enumerate(twin.labels) if label == 5]
    found = way.evaluate(SEARCH, [norm, fives, 6])
    x = twin.x[fives]
    theirs = smallest_change(Reader(twin), x, torch.full((len(fives),), 6), norm)
    assert all(each["found"] for each in found) and bool(theirs.found.all())
    ratio = np.array([each["size"] for each in found]) / theirs.size.numpy()
    assert ratio == pytest.approx(np.ones(len(fives)), abs=0.05)
    pictures = torch.tensor([each["picture"] for each in found], dtype=torch.float64)
    assert twin.model(pictures).argmax(1).tolist() == [6] * len(fives)
    off = (pictures - x).norm(dim=1) if norm == "l2" else (pictures - x).abs().amax(1)
    assert off.numpy() == pytest.approx([each["size"] for each in found], abs=1e-6)
    assert float(pictures.min()) >= 0 and float(pictures.max()) <= 1


def test_it_finds_the_same_each_time_and_nothing_where_nothing_has_to_change(way: Engine, twin: Twin) -> None:
    five = twin.labels.index(5)
    said = int(twin.model(twin.x[five]).argmax())
    assert way.evaluate(SEARCH, ["l2", [five], 6]) == way.evaluate(SEARCH, ["l2", [five], 6])
    (already,) = way.evaluate(SEARCH, ["l2", [five], said])
    assert already["found"] and already["size"] == 0 and already["picture"] == twin.x[five].tolist()
    theirs = smallest_change(Reader(twin), twin.x[five][None], torch.tensor([said]), "l2")
    assert (
        bool(theirs.found[0]) and theirs.size.tolist() == [0] and torch.equal(theirs.pictures, twin.x[[five]])
    )


def test_silenced_and_turned_units_count(way: Engine) -> None:
    same = way.evaluate(
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


def test_a_silenced_answer_is_never_found(way: Engine, twin: Twin) -> None:
    way.evaluate("() => page.set({ silent: 'c6' })")
    (found,) = way.evaluate(SEARCH, ["linf", [twin.labels.index(5)], 6])
    assert not found["found"] and found["size"] == 0


def test_until_something_is_found_nothing_is_called_never(way: Engine) -> None:
    told = way.evaluate(
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


def test_the_figure_shows_what_is_found(served: Served, visit: Open, twin: Twin) -> None:
    shown = open_five(served, visit, "closest")
    searched(shown)
    one, other = shown.get("digit"), shown.get("digit2")
    theirs = smallest_change(Reader(twin), twin.x[one][None], torch.tensor([twin.labels[other]]), "l2")
    size = re.search(r"A change of size ([\d.]+) is enough", shown.now())
    assert size and float(size[1]) == pytest.approx(float(theirs.size[0]), rel=0.05, abs=0.01)


@pytest.mark.parametrize("ink", ["A" * 171, "nonsense"])
def test_an_empty_or_broken_start_is_said_and_searched_all_the_same(
    served: Served, visit: Open, ink: str
) -> None:
    shown = open_five(served, visit, "closest", f"?ink={ink}")
    searched(shown)
    assert ("empty paper" in shown.now()) == (ink[0] == "A")


def test_two_ends_alike_need_no_change(served: Served, visit: Open) -> None:
    shown = open_five(served, visit, "closest")
    shown.set(digit2=shown.get("digit"))
    searched(shown)
    assert "nothing has to change" in shown.now() and "same picture" in shown.now()
