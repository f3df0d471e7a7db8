"""The figures `way` and `paths` against torch."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from built import values_of

from nnexplain.data.digits import load_digits
from nnexplain.methods.decisions import nearest
from nnexplain.params.way import WAYS

from .apart import WAYS as FIGURES
from .apart import Apart, Marks, open_apart, points
from .digits import number
from .five import twin

PAIR = (58, 30)
QUERY = "?digit=58&digit2=30"
Five = Callable[[str], Apart]


def p_along(kind: str) -> np.ndarray:
    shares: np.ndarray = twin().model(twin().way(kind, *PAIR)).softmax(1).numpy()
    return shares


def percent(share: float) -> str:
    return "<1%" if share < 0.005 else ">99%" if share >= 0.995 else f"{int(share * 100 + 0.5)}%"


@pytest.mark.parametrize("name", ["way", "paths", "units", "who", "editor"])
def test_what_was_changed_and_put_back_is_as_it_was(five: Five, name: str) -> None:
    figure = five(name).start()
    first, own = figure.seen(), figure.get("digit2")
    other = figure.set(digit2=own + 1).seen()
    assert other["now"] != first["now"] and other["marks"] != first["marks"]
    assert figure.set(digit2=own).seen() == first


# ---- the way ----


@pytest.mark.parametrize("kind", ["blend", "code-4", "code-2", "keep"])
@pytest.mark.parametrize("t", [0.0, 0.37, 1.0])
def test_it_says_what_torch_says(five: Five, kind: str, t: float) -> None:
    way = five("way").start(QUERY, way=kind, t=t)
    p = p_along(kind)
    here = p[round(t * (len(p) - 1))]
    assert f"({WAYS[kind]}), the network says {here.argmax()}, {percent(here.max())} sure" in way.now()
    assert way.marks("nn-big").words() == [f"says {here.argmax()}"]
    second = int(np.argsort(-here)[1])
    assert f"next {second} with {percent(here[second])}" in way.texts()


@pytest.mark.parametrize("scale", ["probability", "logits"])
def test_the_lines_are_torch_s(five: Five, scale: str) -> None:
    lines = five("way").start(QUERY, scale=scale).marks("nn-way-line")
    logits = twin().model(twin().way("blend", *PAIR))
    rows = (logits if scale == "logits" else logits.softmax(1)).numpy()
    low, high = (0, 1) if scale == "probability" else (
        np.floor(rows.min() / 5) * 5, np.ceil(rows.max() / 5) * 5
    )  # fmt: skip
    assert len(lines) == 10
    for digit, line in enumerate(lines):
        found = points(line["d"])
        assert found[:, 0] == pytest.approx(np.linspace(36, 376, 101), abs=0.006)
        assert found[:, 1] == pytest.approx(270 - 240 * (rows[:, digit] - low) / (high - low), abs=0.006)
    said = set(rows.argmax(axis=1).tolist())
    assert lines.each("data-said") == [str(digit in said).lower() for digit in range(10)]


def test_the_band_is_what_is_said(five: Five) -> None:
    boxes = five("way").start(QUERY, way="code-2").marks("nn-band__answer")
    said = p_along("code-2").argmax(axis=1)
    digits = boxes.each("data-said")
    runs = [int(said[0]), *(int(b) for a, b in pairwise(said) if a != b)]
    assert [digit for digit in runs if digit in digits] == runs
    for box in boxes:
        across = np.linspace(20, 380, 101)
        inside = (across > box["x"]) & (across < box["x"] + box["width"])
        digit = box["data-said"]
        assert (said[inside] == digit).all()
        assert box["data-kind"] == ("first" if digit == said[0] else "last" if digit == said[-1] else "third")


def test_hands_slide_on_the_film_and_on_the_lines(five: Five) -> None:
    way = five("way").start(QUERY)
    for name, at in (("film", 0.25), ("lines", 0.75)):
        (box,) = [box for box in way.marks() if box.get("data-grip") == name]
        y = box["y"] + box["height"] / 2
        way.stroke(name, [(box["x"] + box["width"] * part, y) for part in (0.5, 0.6, at)])
        assert way.get("t") == pytest.approx(at)


def test_the_ends_are_exchanged_and_replaced(five: Five) -> None:
    way, labels = five("way").start(QUERY, ink="A" * 171), twin().labels
    way.press("swap-the-ends")
    assert [way.get(name) for name in ("digit", "digit2", "ink", "ink2")] == [30, 58, "", "A" * 171]
    way.set(ink2="")
    way.press("another-start", "another-end")
    following = [
        next(k % 450 for k in range(end + 1, end + 451) if labels[k % 450] == labels[end]) for end in (30, 58)
    ]
    assert [way.get("digit"), way.get("digit2")] == following
    assert f"from test digit no. {following[0]}" in way.now()


def test_exchanged_ends_leave_the_reader_at_the_same_picture(five: Five) -> None:
    """On a straight way, and through way-points, which come in the other order."""
    first, second = "0" * 64, "8" * 32 + "0" * 32
    for kind in ("blend", "own"):
        way = five("way").start(way=kind, own=f"{first}.{second}", t=0.3)
        shown = "() => [...way.now().picture]"
        before = way.page.evaluate(shown)
        way.press("swap-the-ends")
        assert way.get("t") == 0.7 and way.get("own") == f"{second}.{first}", kind
        assert way.page.evaluate(shown) == pytest.approx(before), kind
        way.press("swap-the-ends")
        assert (way.get("t"), way.get("own")) == (0.3, f"{first}.{second}"), kind


def test_the_closing_stroke_has_ends_of_its_own_and_says_so(five: Five) -> None:
    way = five("way").start(way="stroke")
    guides = "() => opened.way.widget.guides(opened.way.widget.model(opened.way.session))"
    own = {"idle": "the stroke has its own"}
    assert way.page.evaluate(guides) == {"digit": own, "digit2": own}
    tools = ("swap-the-ends", "another-start", "another-end")
    assert all(way.tool(name)["disabled"] for name in tools)
    way.set(way="blend")
    assert not any(way.tool(name)["disabled"] for name in tools)


def test_the_numbers_are_in_the_data(five: Five) -> None:
    shares, sums = (table["columns"] for table in five("way").start(QUERY).tables())
    logits = twin().model(twin().way("blend", *PAIR))
    for table, expected in ((shares, logits.softmax(1)), (sums, logits)):
        assert table["place"] == pytest.approx(np.linspace(0, 1, 101))
        columns = np.array([table[f"digit {digit}"] for digit in range(10)])
        assert np.abs(columns.T - expected.numpy()).max() < 1e-5
    assert shares["says"] == logits.argmax(1).tolist()


def test_a_missing_autoencoder_leaves_the_blend(tmp_path: Path) -> None:
    with open_apart(tmp_path, FIGURES[:1], {"five-to-six-way/coders.safetensors.gz": None}) as page:
        way = Apart(page, "way").start(QUERY, t=1, way="code-4")
        assert "The autoencoder is not there yet: this is the plain blend." in way.now()
        assert f"says {p_along('blend')[-1].argmax()}" in way.now()


# ---- all ways ----


def rows(paths: Apart) -> dict[str, Marks]:
    """The parts of each way's row."""
    found: dict[str, Marks] = {}
    for mark in paths.marks():
        if mark.get("class") == "nn-paths-row":
            found[mark["data-way"]] = Marks()
        elif found:
            found[list(found)[-1]].append(mark)
    return found


def test_every_way_is_there_and_says_what_torch_says(five: Five) -> None:
    paths, says = five("paths").start(QUERY, t=0.3), {}
    every = rows(paths)
    assert list(every) == list(WAYS)
    for kind, name in WAYS.items():
        p, parts = p_along("blend" if kind == "own" else kind), every[kind]
        assert parts.of("nn-title").words() == [name]
        says[kind] = int(p[int(0.3 * (len(p) - 1) + 0.5)].argmax())
        third = set(p.argmax(axis=1).tolist()) - {int(p[0].argmax()), int(p[-1].argmax())}
        note = parts.of("nn-faint").words()[0]
        assert all(str(digit) in note.partition("past")[2] for digit in third)
        assert parts.of("nn-band__answer")[-1]["data-said"] == p[-1].argmax()
    for digit in set(says.values()):
        count = list(says.values()).count(digit)
        assert re.search(rf"[ ]{digit} on {count}( of the 8 ways)?[,.]", paths.now())


def test_the_nearest_real_digit_is_of_all_digits(five: Five) -> None:
    paths = five("paths").start(QUERY, t=0.5)
    near = paths.page.evaluate("() => Object.fromEntries(way.kinds.map((kind) => [kind, way.nearest(kind)]))")
    every, digits = rows(paths), load_digits(held_out=0.25, seed=0)
    known = np.concatenate([twin().x.numpy(), digits.train_images])
    labels = [*twin().labels, *digits.train_labels.tolist()]
    assert values_of("five-to-six-paths")["known"] == len(known) == 1797
    for kind in ("blend", "code-2", "lose", "stroke"):
        pictures, parts = twin().way(kind, *PAIR).numpy(), every[kind]
        distance, index = nearest(pictures, known)
        assert [each["index"] for each in near[kind]] == index.tolist()
        assert [each["distance"] for each in near[kind]] == pytest.approx(distance.tolist(), abs=1e-9)
        at = int(0.5 * (len(pictures) - 1) + 0.5)
        label, far = parts.of("nn-faint").words()[1].split(", ")
        assert int(label) == labels[index[at]]
        assert number(far) == pytest.approx(distance[at], abs=0.0051)
        heights = 72 - points(parts.of("nn-paths-far")[0]["d"])[1:-1, 1]
        assert np.corrcoef(heights, distance)[0, 1] > 0.9999
        assert heights.max() <= 26.01


def test_a_row_is_taken_with_the_hand(five: Five) -> None:
    paths = five("paths").start(QUERY, t=0.5)
    (box,) = [box for box in rows(paths)["code-2"] if box.get("data-grip") == "row"]
    paths.stroke("row", [(box["x"] + box["width"] * 0.8, box["y"] + 5)], box["data-id"])
    assert paths.get("way") == "code-2" and paths.get("t") == pytest.approx(0.8)
    for kind in ("code-2", "keep"):
        chosen = paths.set(way=kind).marks("nn-paths-row")
        assert [each["data-way"] for each in chosen if each["data-chosen"] == "true"] == [kind]


def test_what_is_near_is_not_told_of_other_ends(five: Five) -> None:
    def told() -> tuple[list[str], list[str]]:
        return paths.marks("nn-paths-row").each("data-near"), [each["heading"] for each in paths.tables()]

    paths = five("paths").start()
    paths.page.evaluate("() => way.kinds.forEach((kind) => way.nearest(kind))")
    first = told()
    assert first[0] == ["true"] * 8 and len(first[1]) == 2
    paths.set(digit=9)
    assert told() == (["false"] * 8, first[1][:1])
    paths.page.evaluate("() => way.kinds.forEach((kind) => way.nearest(kind))")
    assert told() == first
