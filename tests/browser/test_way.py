"""The ways of a page against torch and numpy: pictures, what is made of them, where the answer flips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from engine import Engine

from nnexplain.methods.decisions import verdicts
from nnexplain.params.way import WAYS

from .apart import Apart
from .five import twin
from .ways import EVEN, TOLD, torch

PAIRS = [(0, 1), (7, 12), (301, 22), (58, 30)]


@pytest.fixture
def way(five: Callable[[str], Apart]) -> Engine:
    """An engine with `way` and its `page` of parameters, all as they begin."""
    return five("way").start(digit=0, digit2=1).page


def between(way: Engine, one: int, other: int, kind: str) -> dict[str, np.ndarray | Any]:
    """What the page has to say of a way."""
    way.evaluate("([digit, digit2]) => page.set({ digit, digit2 })", [one, other])
    found = way.evaluate(TOLD, kind)
    return {name: found[name] if name in ("verdict", "a") else np.array(found[name]) for name in found}


@pytest.mark.parametrize("kind", [*EVEN, "keep", "lose", "stroke"])
@pytest.mark.parametrize("pair", PAIRS)
def test_pictures_sums_and_answers_are_torch_s_and_the_verdict_numpy_s(
    way: Engine, kind: str, pair: tuple[int, int]
) -> None:
    found, pictures = between(way, *pair, kind), twin().way(kind, *pair)
    assert found["pictures"].shape == tuple(pictures.shape)
    assert np.abs(found["pictures"] - pictures.numpy()).max() < 1e-5
    logits = twin().model(pictures)
    assert np.abs(found["logits"] - logits.numpy()).max() < 1e-5
    assert np.abs(found["p"] - logits.softmax(1).numpy()).max() < 1e-5
    first = torch.relu(twin().model[0](pictures)).numpy()
    assert np.abs(np.array([layers[0] for layers in found["a"]]) - first).max() < 1e-5
    assert found["places"] == pytest.approx(np.linspace(0, 1, len(pictures)))
    told, verdict = verdicts(logits.numpy()[None]), found["verdict"]
    assert verdict["said"] == logits.argmax(1).tolist()
    half = 0.5 / (len(pictures) - 1) + 1e-9  # numpy sees places only, and says halfway between two
    for name, of_numpy in (("left", told.left[0]), ("settled", told.settled[0])):
        if np.isnan(of_numpy):
            assert verdict[name] is None
        else:
            assert verdict[name] == pytest.approx(of_numpy, abs=half if kind in EVEN else 1e-9)
    assert len(verdict["flips"]) >= told.flips[0]
    assert bool(verdict["third"]) >= told.third[0]
    ends = {verdict["said"][0], verdict["said"][-1]}
    assert set(verdict["third"]) == {flip["to"] for flip in verdict["flips"]} - ends


@pytest.mark.parametrize("kind", EVEN)
def test_a_flip_is_where_torch_changes_its_answer(way: Engine, kind: str) -> None:
    seen = 0
    for pair in PAIRS:
        start, end = twin().x[pair[0]], twin().x[pair[1]]
        encode, decode = twin().coder(kind) if kind != "blend" else (lambda x: x, lambda x: x)
        for flip in between(way, *pair, kind)["verdict"]["flips"]:
            for at, expected in ((flip["at"] - 2e-7, "from"), (flip["at"] + 2e-7, "to")):
                picture = decode(encode(start) * (1 - at) + encode(end) * at)
                assert int(twin().model(picture).argmax()) == flip[expected]
            seen += 1
    assert seen >= len(PAIRS)


@pytest.mark.parametrize("kind", ["code-8", "code-4", "code-2"])
def test_the_autoencoders_are_torch_s_for_every_digit(way: Engine, kind: str) -> None:
    codes, drawn = [], []
    for first in range(0, len(twin().labels), 150):
        code, picture = way.evaluate(
            """async ([kind, first]) => {
              const file = "figures/five-to-six-way/coders.safetensors.gz";
              const coders = await nn.codersFrom(new URL(file, location.href));
              const { encode, decode } = coders.get(kind);
              const rows = Array.from({ length: 150 }, (_, k) => [...way.lab.pixels(first + k)]).flat();
              const codes = nn.forward(encode, Float64Array.from(rows)).at(-1).a;
              return [[...codes], [...nn.forward(decode, codes).at(-1).a]];
            }""",
            [kind, first],
        )
        codes += code
        drawn += picture
    encode, decode = twin().coder(kind)
    expected = encode(twin().x)
    assert np.abs(np.array(codes) - expected.numpy().ravel()).max() < 1e-5
    assert np.abs(np.array(drawn) - decode(expected).numpy().ravel()).max() < 1e-5


def test_it_is_worked_out_once_until_something_changes(way: Engine) -> None:
    same, knob, end, other = way.evaluate(
        """() => {
          const before = way.passes("blend");
          const course = way.course("blend");
          const same = [before === way.passes("blend")];
          page.set({ t: 0.7 });
          same.push(before === way.passes("blend"));
          page.set({ silent: "b3" });
          const knob = [before === way.passes("blend"), course === way.course("blend")];
          page.set({ digit: 9 });
          return [same, knob, course === way.course("blend"), way.now().place];
        }"""
    )
    assert same == [True, True] and knob == [False, True] and end is False and other == 70


def test_a_silenced_unit_is_silent_along_the_way(way: Engine) -> None:
    way.evaluate("() => page.set({ silent: 'b3.a1' })")
    found = between(way, 7, 12, "blend")
    pictures = twin().way("blend", 7, 12)
    first = torch.relu(twin().model[0](pictures))
    first[:, 0] = 0
    second = torch.relu(twin().model[2](first))
    second[:, 2] = 0
    assert np.abs(found["logits"] - twin().model[4](second).numpy()).max() < 1e-5


def test_the_page_stands_at_the_nearest_place(way: Engine) -> None:
    way.evaluate("() => page.set({ digit: 7, digit2: 12, t: 0.37 })")
    for kind in ("blend", "code-2", "keep"):
        now = way.evaluate("(kind) => ({ ...way.now(kind), picture: [...way.now(kind).picture] })", kind)
        pictures = twin().way(kind, 7, 12)
        place = round(0.37 * (len(pictures) - 1))
        assert now["place"] == place and now["count"] == len(pictures)
        assert now["picture"] == pytest.approx(pictures[place].tolist(), abs=1e-9)
        assert now["pass"]["said"] == int(twin().model(pictures[place]).argmax())


def test_the_own_way_goes_through_its_points(way: Engine) -> None:
    points = [twin().x[20].tolist(), twin().x[21].tolist()]
    kept, pictures = way.evaluate(
        """(points) => {
          page.set({ digit: 7, digit2: 12 });
          const kept = way.goThrough(points.map((point) => Float64Array.from(point)));
          return [kept, way.pictures("own").map((picture) => [...picture])];
        }""",
        points,
    )
    corners = np.stack([twin().x[k].numpy() for k in (7, 20, 21, 12)])
    at = np.linspace(0, 3, 101)
    expected = np.stack([np.interp(at, range(4), column) for column in corners.T], axis=1)
    assert kept is True and np.abs(np.array(pictures) - expected).max() < 1e-9
    text = way.evaluate("() => page.get('own')")
    assert len(text) <= 200


def test_nothing_is_wrong_where_nothing_is(way: Engine) -> None:
    assert [way.evaluate("(kind) => way.problem(kind)", kind) for kind in EVEN] == [""] * 4
    assert way.evaluate("() => way.kinds") == list(WAYS)


def test_two_digits_of_one_kind_are_a_way_too(way: Engine) -> None:
    fives = [k for k, label in enumerate(twin().labels) if label == 5][:2]
    found = between(way, fives[0], fives[1], "lose")
    assert np.abs(found["pictures"][-1] - twin().x[fives[1]].numpy()).max() == 0
    steps = np.abs(np.diff(found["pictures"], axis=0)) > 0
    assert (steps.sum(axis=1) == 1).all()


@pytest.mark.parametrize("bad", ["__proto__", "toString", "", "code-3", "x" * 300])
@pytest.mark.parametrize("t", ["nan", -1, 2, 1e9, "Infinity"])
def test_an_unknown_way_is_the_plain_one_and_a_place_outside_is_inside(way: Engine, bad: str, t: Any) -> None:
    """Also where no declaration of a parameter keeps such values away."""
    kind, place, points = way.evaluate(
        """([way_, t, own]) => {
          const bare = new nn.Page();
          bare.declare([["way", way_], ["t", t], ["own", own]].map(([name, value]) => ({ name, value })));
          const lone = new nn.Way(bare, way.lab, async () => new Map());
          return [lone.kind, lone.now().place, lone.points.length];
        }""",
        [bad, t, bad],
    )
    assert kind == "blend" and 0 <= place <= 100 and points == 0
