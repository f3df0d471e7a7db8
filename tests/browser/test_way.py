"""The ways of a page against torch and numpy: pictures, what is made of them, where the answer flips."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine import Engine

from nnexplain.methods.decisions import nearest, verdicts
from nnexplain.params.way import WAYS

from .ways import EVEN, TOLD, Twin, torch

PAIRS = [(0, 1), (7, 12), (301, 22), (58, 30)]


@pytest.fixture(scope="module")
def twin(site: Path) -> Twin:
    return Twin()


def between(way: Engine, one: int, other: int, kind: str) -> dict[str, np.ndarray | Any]:
    """What the page has to say of a way."""
    way.evaluate("([digit, digit2]) => page.set({ digit, digit2 })", [one, other])
    found = way.evaluate(TOLD, kind)
    return {name: found[name] if name in ("verdict", "a") else np.array(found[name]) for name in found}


@pytest.mark.parametrize("kind", [*EVEN, "keep", "lose", "stroke"])
@pytest.mark.parametrize("pair", PAIRS)
def test_pictures_sums_and_answers_are_torch_s(
    way: Engine, twin: Twin, kind: str, pair: tuple[int, int]
) -> None:
    found, pictures = between(way, *pair, kind), twin.way(kind, *pair)
    assert found["pictures"].shape == tuple(pictures.shape)
    assert np.abs(found["pictures"] - pictures.numpy()).max() < 1e-5
    logits = twin.model(pictures)
    assert np.abs(found["logits"] - logits.numpy()).max() < 1e-5
    assert np.abs(found["p"] - logits.softmax(1).numpy()).max() < 1e-5
    first = torch.relu(twin.model[0](pictures)).numpy()
    assert np.abs(np.array([layers[0] for layers in found["a"]]) - first).max() < 1e-5
    assert found["verdict"]["said"] == logits.argmax(1).tolist()
    assert found["places"] == pytest.approx(np.linspace(0, 1, len(pictures)))


@pytest.mark.parametrize("kind", [*EVEN, "keep", "lose", "stroke"])
@pytest.mark.parametrize("pair", PAIRS)
def test_the_verdict_is_numpy_s(way: Engine, twin: Twin, kind: str, pair: tuple[int, int]) -> None:
    pictures = twin.way(kind, *pair)
    told = verdicts(twin.model(pictures).numpy()[None])
    verdict = between(way, *pair, kind)["verdict"]
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
def test_a_flip_is_where_torch_changes_its_answer(way: Engine, twin: Twin, kind: str) -> None:
    seen = 0
    for pair in PAIRS:
        start, end = twin.x[pair[0]], twin.x[pair[1]]
        encode, decode = twin.coder(kind) if kind != "blend" else (lambda x: x, lambda x: x)
        for flip in between(way, *pair, kind)["verdict"]["flips"]:
            for at, expected in ((flip["at"] - 2e-7, "from"), (flip["at"] + 2e-7, "to")):
                picture = decode(encode(start) * (1 - at) + encode(end) * at)
                assert int(twin.model(picture).argmax()) == flip[expected]
            seen += 1
    assert seen >= len(PAIRS)


@pytest.mark.parametrize("kind", ["code-8", "code-4", "code-2"])
def test_the_autoencoders_are_torch_s_for_every_digit(way: Engine, twin: Twin, kind: str) -> None:
    codes, drawn = [], []
    for first in range(0, len(twin.labels), 150):
        code, picture = way.evaluate(
            """async ([kind, first]) => {
              const coders = await nn.codersFrom(new URL("coders.safetensors.gz", location.href));
              const { encode, decode } = coders.get(kind);
              const rows = Array.from({ length: 150 }, (_, k) => [...way.lab.pixels(first + k)]).flat();
              const codes = nn.forward(encode, Float64Array.from(rows)).at(-1).a;
              return [[...codes], [...nn.forward(decode, codes).at(-1).a]];
            }""",
            [kind, first],
        )
        codes += code
        drawn += picture
    encode, decode = twin.coder(kind)
    expected = encode(twin.x)
    assert np.abs(np.array(codes) - expected.numpy().ravel()).max() < 1e-5
    assert np.abs(np.array(drawn) - decode(expected).numpy().ravel()).max() < 1e-5


def test_the_nearest_real_digit_is_numpy_s(way: Engine, twin: Twin) -> None:
    for kind in ("blend", "code-2", "lose"):
        found = between(way, 7, 12, kind)
        neighbours = way.evaluate("(kind) => way.nearest(kind)", kind)
        distance, index = nearest(found["pictures"], twin.x.numpy())
        assert [each["index"] for each in neighbours] == index.tolist()
        assert [each["distance"] for each in neighbours] == pytest.approx(distance.tolist(), abs=1e-9)


def test_more_digits_can_be_nearest(way: Engine, twin: Twin) -> None:
    between(way, 7, 12, "blend")
    before = way.evaluate("() => way.nearest('blend')[50]")
    after, real, count = way.evaluate(
        """() => {
          way.meet(way.pictures("blend")[50], [5]);
          const after = way.nearest("blend")[50];
          return [after, { ...way.real(after.index), pixels: null }, way.known];
        }"""
    )
    assert before["distance"] > 0 and after == {"index": len(twin.labels), "distance": 0}
    assert real["label"] == 5 and count == len(twin.labels) + 1


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


def test_a_silenced_unit_is_silent_along_the_way(way: Engine, twin: Twin) -> None:
    way.evaluate("() => page.set({ silent: 'b3.a1' })")
    found = between(way, 7, 12, "blend")
    pictures = twin.way("blend", 7, 12)
    first = torch.relu(twin.model[0](pictures))
    first[:, 0] = 0
    second = torch.relu(twin.model[2](first))
    second[:, 2] = 0
    assert np.abs(found["logits"] - twin.model[4](second).numpy()).max() < 1e-5


def test_the_page_stands_at_the_nearest_place(way: Engine, twin: Twin) -> None:
    way.evaluate("() => page.set({ digit: 7, digit2: 12, t: 0.37 })")
    for kind in ("blend", "code-2", "keep"):
        now = way.evaluate("(kind) => ({ ...way.now(kind), picture: [...way.now(kind).picture] })", kind)
        pictures = twin.way(kind, 7, 12)
        place = round(0.37 * (len(pictures) - 1))
        assert now["place"] == place and now["count"] == len(pictures)
        assert now["picture"] == pytest.approx(pictures[place].tolist(), abs=1e-9)
        assert now["pass"]["said"] == int(twin.model(pictures[place]).argmax())


def test_the_ends_change_places(way: Engine, twin: Twin) -> None:
    way.evaluate("() => { page.set({ digit: 7, digit2: 12 }); way.swap(); }")
    found = way.evaluate("() => [...way.pictures('blend')[0]]")
    assert found == twin.x[12].tolist()
    way.evaluate("() => { way.lab.draw(0, new Uint8Array(1024).fill(1)); way.swap(); }")
    assert way.evaluate("() => [way.ends.start.label, way.ends.end.kind]") == [twin.labels[7], "drawing"]


# ---- the reader's own way ----


def test_the_own_way_goes_through_its_points(way: Engine, twin: Twin) -> None:
    points = [twin.x[20].tolist(), twin.x[21].tolist()]
    kept, pictures = way.evaluate(
        """(points) => {
          page.set({ digit: 7, digit2: 12 });
          const kept = way.goThrough(points.map((point) => Float64Array.from(point)));
          return [kept, way.pictures("own").map((picture) => [...picture])];
        }""",
        points,
    )
    corners = np.stack([twin.x[k].numpy() for k in (7, 20, 21, 12)])
    at = np.linspace(0, 3, 101)
    expected = np.stack([np.interp(at, range(4), column) for column in corners.T], axis=1)
    assert kept is True and np.abs(np.array(pictures) - expected).max() < 1e-9
    text = way.evaluate("() => page.get('own')")
    assert len(text) <= 200


def test_many_points_stay_in_the_page(way: Engine, twin: Twin) -> None:
    kept, count, lost = way.evaluate(
        """() => {
          const points = Array.from({ length: 9 }, (_, k) => way.lab.pixels(k));
          const kept = way.goThrough(points);
          const count = way.points.length;
          page.set({ own: "kept-99" });
          return [kept, count, way.problem("own")];
        }"""
    )
    assert kept is False and count == 9 and "kept by another page" in lost


# ---- what is not as it should be ----


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"ink": "A" * 171}, "The start is empty paper"),
        ({"ink2": "A" * 171}, "The end is empty paper"),
        ({"ink": "A" * 171, "ink2": "A" * 171}, "Both ends are empty paper"),
        ({"digit2": 0}, "Both ends are the same picture"),
        ({"way": "own"}, "no way-points yet"),
        ({"way": "own", "own": "<script>.%00"}, "cannot be read"),
    ],
)
def test_it_says_what_it_sees_and_goes_on(way: Engine, params: dict[str, Any], words: str) -> None:
    way.evaluate("(params) => page.set(params)", params)
    assert words in way.evaluate("() => way.problem()")
    for kind in WAYS:
        found = way.evaluate(TOLD, kind)
        numbers = np.array(found["logits"])
        assert len(numbers) and np.isfinite(numbers).all() and numbers.shape[1] == 10
        assert len(found["verdict"]["said"]) == len(numbers)


def test_nothing_is_wrong_where_nothing_is(way: Engine) -> None:
    assert [way.evaluate("(kind) => way.problem(kind)", kind) for kind in EVEN] == [""] * 4
    assert way.evaluate("() => way.kinds") == list(WAYS)


def test_two_digits_of_one_kind_are_a_way_too(way: Engine, twin: Twin) -> None:
    fives = [k for k, label in enumerate(twin.labels) if label == 5][:2]
    found = between(way, fives[0], fives[1], "lose")
    assert np.abs(found["pictures"][-1] - twin.x[fives[1]].numpy()).max() == 0
    steps = np.abs(np.diff(found["pictures"], axis=0)) > 0
    assert (steps.sum(axis=1) == 1).all()


@pytest.mark.parametrize("bad", ["__proto__", "toString", "", "code-3", "x" * 300])
def test_an_unknown_way_is_the_plain_one(way: Engine, bad: str) -> None:
    way.evaluate("(bad) => page.set({ way: bad, t: 'nan', own: bad })", bad)
    assert way.evaluate("() => [way.kind, way.now().place]") == ["blend", 50]
    assert way.evaluate("() => way.points.length") == 0


@pytest.mark.parametrize("t", [-1, 2, 1e9, "Infinity"])
def test_a_place_outside_is_the_start(way: Engine, t: Any) -> None:
    way.evaluate("(t) => page.set({ t })", t)
    assert 0 <= way.evaluate("() => way.now().place") <= 100
