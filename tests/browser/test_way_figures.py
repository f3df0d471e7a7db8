"""The figures `way` and `paths` on the lesson's own page, against torch."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from built import values_of

from nnexplain.data.digits import load_digits
from nnexplain.methods.decisions import nearest
from nnexplain.params.way import WAYS

from .conftest import PHONE, Visit
from .digits import Shown, number
from .five import open_five
from .server import Served
from .ways import Twin

Open = Callable[..., Visit]
PAIR = (58, 30)
QUERY = "?digit=58&digit2=30"


@pytest.fixture
def show(served: Served, visit: Open) -> Callable[..., Shown]:
    return lambda name, query="", **context: open_five(served, visit, name, query, **context)


Show = Callable[..., Shown]


@pytest.fixture(scope="module")
def twin(site: Any) -> Twin:
    return Twin()


def p_along(twin: Twin, kind: str, pair: tuple[int, int] = PAIR) -> np.ndarray:
    shares: np.ndarray = twin.model(twin.way(kind, *pair)).softmax(1).numpy()
    return shares


def points(d: str) -> np.ndarray:
    return np.array([tuple(map(float, spot.split(","))) for spot in re.findall(r"[-\d.]+,[-\d.]+", d)])


def percent(share: float) -> str:
    return "<1%" if share < 0.005 else ">99%" if share >= 0.995 else f"{int(share * 100 + 0.5)}%"


# ---- the way ----


@pytest.mark.parametrize("kind", ["blend", "code-4", "code-2", "keep"])
@pytest.mark.parametrize("t", [0.0, 0.37, 1.0])
def test_it_says_what_torch_says(show: Show, twin: Twin, kind: str, t: float) -> None:
    shown = show("way", f"{QUERY}&way={kind}&t={t}")
    shown.figure.locator(".nn-band__answer").first.wait_for(state="attached")
    shown.page.wait_for_function(
        "(name) => document.querySelector('#way .nn-now').textContent.includes(name)", arg=WAYS[kind]
    )
    p = p_along(twin, kind)
    here = p[round(t * (len(p) - 1))]
    words = shown.now()
    assert f"the network says {here.argmax()}, {percent(here.max())} sure" in words
    assert shown.texts(".nn-big") == [f"says {here.argmax()}"]
    second = int(np.argsort(-here)[1])
    assert f"next {second} with {percent(here[second])}" in shown.texts("text")


def test_without_a_touch_the_words_are_the_static_ones(show: Show, served: Served, visit: Open) -> None:
    plain = visit(f"{served.url}five-to-six/", java_script_enabled=False, tidy=False).page
    for name in ("way", "paths"):
        static = plain.locator(f"#{name} .nn-now").inner_text()
        shown = show(name)
        shown.page.wait_for_timeout(300)
        assert shown.now() == static


@pytest.mark.parametrize("scale", ["probability", "logits"])
def test_the_lines_are_torch_s(show: Show, twin: Twin, scale: str) -> None:
    shown = show("way", f"{QUERY}&scale={scale}")
    logits = twin.model(twin.way("blend", *PAIR))
    rows = (logits if scale == "logits" else logits.softmax(1)).numpy()
    low, high = (0, 1) if scale == "probability" else (
        np.floor(rows.min() / 5) * 5, np.ceil(rows.max() / 5) * 5
    )  # fmt: skip
    lines = shown.figure.locator(".nn-way-line").all()
    assert len(lines) == 10
    for digit, line in enumerate(lines):
        found = points(str(line.get_attribute("d")))
        assert found[:, 0] == pytest.approx(np.linspace(36, 376, 101), abs=0.006)
        assert found[:, 1] == pytest.approx(270 - 240 * (rows[:, digit] - low) / (high - low), abs=0.006)
    said = set(rows.argmax(axis=1).tolist())
    assert [line.get_attribute("data-said") for line in lines] == [
        str(digit in said).lower() for digit in range(10)
    ]


def test_the_band_is_what_is_said(show: Show, twin: Twin) -> None:
    shown = show("way", f"{QUERY}&way=code-2")
    shown.page.wait_for_function("() => document.querySelector('#way .nn-now').textContent.includes('2 num')")
    said = p_along(twin, "code-2").argmax(axis=1)
    boxes = shown.figure.locator(".nn-band__answer").all()
    digits = [int(str(box.get_attribute("data-said"))) for box in boxes]
    runs = [int(said[0]), *(int(b) for a, b in pairwise(said) if a != b)]
    assert [digit for digit in runs if digit in digits] == runs
    for box in boxes:
        start, width = (float(str(box.get_attribute(side))) for side in ("x", "width"))
        places = np.arange(101)[
            (np.linspace(20, 380, 101) > start) & (np.linspace(20, 380, 101) < start + width)
        ]
        digit = int(str(box.get_attribute("data-said")))
        assert (said[places] == digit).all()
        kind = "first" if digit == said[0] else "last" if digit == said[-1] else "third"
        assert box.get_attribute("data-kind") == kind


def test_the_hand_slides_on_the_film_and_on_the_lines(show: Show) -> None:
    shown = show("way", QUERY)
    for index, edge in ((0, 0.25), (1, 0.75)):
        box = shown.figure.locator(".nn-ground--time").nth(index).bounding_box()
        assert box and box["height"] >= 44
        shown.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
        shown.page.mouse.down()
        shown.page.mouse.move(box["x"] + box["width"] * edge, box["y"] + box["height"] / 2)
        shown.page.mouse.up()
        assert shown.get("t") == pytest.approx(edge, abs=0.011)
        shown.page.mouse.move(box["x"], box["y"] + box["height"] / 2)
        assert shown.get("t") == pytest.approx(edge, abs=0.011)  # let go


def test_keys_go_along_the_way(show: Show) -> None:
    shown = show("way", f"{QUERY}&t=0.5")
    slider = shown.figure.locator(".nn-player input[type=range]")
    slider.focus()
    for key, expected in (("ArrowRight", 0.51), ("Home", 0), ("End", 1), ("ArrowLeft", 0.99)):
        shown.page.keyboard.press(key)
        assert shown.get("t") == pytest.approx(expected)
    assert f"At {0.99} of the way" in shown.now()
    shown.figure.locator("select[name=way]").focus()
    shown.page.keyboard.press("ArrowDown")
    assert shown.get("way") == "code-8"


def test_the_ends_are_exchanged_and_replaced(show: Show, twin: Twin) -> None:
    shown = show("way", QUERY)
    shown.figure.get_by_role("button", name="swap the ends").click()
    assert (shown.get("digit"), shown.get("digit2")) == (30, 58)
    shown.figure.get_by_role("button", name="another start").click()
    shown.figure.get_by_role("button", name="another end").click()
    digit, digit2 = int(shown.get("digit")), int(shown.get("digit2"))
    following = [
        next(k % 450 for k in range(end + 1, end + 451) if twin.labels[k % 450] == twin.labels[end])
        for end in (30, 58)
    ]
    assert [digit, digit2] == following
    assert f"from test digit no. {digit}" in shown.now()


@pytest.mark.parametrize(
    "query",
    [
        "?way=%3Cscript%3E&t=9&own=%00&digit=-4&digit2=1e9&ink=zzz&scale=none",
        "?way=own&own=kept-3&t=-1&silent=a1.a2.zz&turned=%27%22&noise=NaN",
        "?digit=3&digit2=3",
        f"?ink={'A' * 171}&ink2={'A' * 171}",
    ],
)
def test_nonsense_does_not_stop_it(show: Show, query: str) -> None:
    for name in ("way", "paths"):
        shown = show(name, query)
        assert re.search(r"the network says \d", shown.now())
        shown.set(t=0.25)
        assert "0.25 of the way" in shown.now()


def test_identical_ends_and_empty_paper_are_named(show: Show) -> None:
    assert "Both ends are the same picture." in show("way", "?digit=3&digit2=3").now()
    assert "The start is empty paper." in show("way", f"?ink={'A' * 171}").now()


def test_a_missing_autoencoder_leaves_the_blend(show: Show, twin: Twin) -> None:
    shown = show("way", f"{QUERY}&t=1", tidy=False)
    shown.page.route("**/coders.*", lambda route: route.abort())
    shown.set(way="code-4")
    shown.page.wait_for_timeout(200)
    assert "The autoencoder is not there yet" in shown.now()
    assert f"says {p_along(twin, 'blend')[-1].argmax()}" in shown.now()


# ---- all ways ----


def row(shown: Shown, kind: str) -> Any:
    return shown.figure.locator(f'.nn-paths-row[data-way="{kind}"]')


def arrived(shown: Shown) -> None:
    shown.page.wait_for_function("() => !document.querySelector('.nn-paths-row:not([data-near=true])')")
    shown.settle()


def test_every_way_is_there_and_says_what_torch_says(show: Show, twin: Twin) -> None:
    shown = show("paths", f"{QUERY}&t=0.3")
    rows = shown.figure.locator(".nn-paths-row").all()
    assert [line.get_attribute("data-way") for line in rows] == list(WAYS)
    assert [line.locator(".nn-title").text_content() for line in rows] == list(WAYS.values())
    says = {}
    for kind in WAYS:
        p = p_along(twin, "blend" if kind == "own" else kind)
        says[kind] = int(p[int(0.3 * (len(p) - 1) + 0.5)].argmax())
        third = set(p.argmax(axis=1).tolist()) - {int(p[0].argmax()), int(p[-1].argmax())}
        note = row(shown, kind).locator(".nn-faint").first.text_content()
        assert all(str(digit) in str(note).partition("past")[2] for digit in third)
        stays = row(shown, kind).locator(".nn-band__answer").last.get_attribute("data-said")
        assert stays == str(p[-1].argmax())
    for digit in set(says.values()):
        assert re.search(
            rf"[ ]{digit} on {list(says.values()).count(digit)}( of the 8 ways)?[,.]", shown.now()
        )


def test_the_nearest_real_digit_is_of_all_digits(show: Show, twin: Twin) -> None:
    shown = show("paths", f"{QUERY}&t=0.5")
    arrived(shown)
    digits = load_digits(held_out=0.25, seed=0)
    known = np.concatenate([twin.x.numpy(), digits.train_images])
    labels = [*twin.labels, *digits.train_labels.tolist()]
    assert values_of("five-to-six-paths")["known"] == len(known) == 1797
    for kind in ("blend", "code-2", "lose", "stroke"):
        pictures = twin.way(kind, *PAIR).numpy()
        distance, index = nearest(pictures, known)
        at = int(0.5 * (len(pictures) - 1) + 0.5)
        words = str(row(shown, kind).locator(".nn-faint").nth(1).text_content())
        assert words.startswith(f"{labels[index[at]]}, ")
        assert number(words.split(", ")[1]) == pytest.approx(distance[at], abs=0.0051)
        curve = points(str(row(shown, kind).locator(".nn-paths-far").get_attribute("d")))[1:-1]
        heights = 72 - curve[:, 1]
        assert np.corrcoef(heights, distance)[0, 1] > 0.9999
        assert heights.max() <= 26.01


def test_a_row_is_taken_with_the_hand_or_by_its_name(show: Show) -> None:
    shown = show("paths", f"{QUERY}&t=0.5")
    box = row(shown, "code-2").locator(".nn-ground--time").bounding_box()
    assert box and box["height"] >= 44
    shown.page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2)
    assert shown.get("way") == "code-2" and shown.get("t") == pytest.approx(0.8, abs=0.011)
    chosen = shown.figure.locator('.nn-paths-row[data-chosen="true"]')
    shown.settle()
    assert chosen.count() == 1 and chosen.get_attribute("data-way") == "code-2"
    shown.figure.locator("select[name=way]").select_option("keep")
    shown.settle()
    assert chosen.get_attribute("data-way") == "keep"


def test_the_numbers_are_in_the_data(show: Show, twin: Twin) -> None:
    shown = show("way", QUERY)
    shown.page.locator("#way .nn-table summary").click()
    grid = shown.page.locator("#way .nn-table table").first
    grid.wait_for()
    cells = [cell.inner_text() for cell in grid.locator("tbody tr").nth(50).locator("td").all()]
    p = p_along(twin, "blend")[50]
    assert number(cells[0]) == 0.5 and int(cells[1]) == p.argmax()
    assert [number(cell) for cell in cells[2:]] == pytest.approx(p.tolist(), abs=1e-4)


@pytest.mark.parametrize("name", ["way", "paths"])
def test_on_a_phone_nothing_reaches_out(show: Show, name: str) -> None:
    shown = show(name, f"{QUERY}&way=code-2&t=0.6", **PHONE)
    assert shown.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    boxes = shown.figure.locator(".nn-widget text").evaluate_all(
        "(all) => all.filter((text) => text.textContent).map((text) => text.getBoundingClientRect().toJSON())"
    )
    assert all(box["left"] >= 0 and box["right"] <= 390 for box in boxes)
    for line in shown.figure.locator(".nn-paths-row").all():
        name, note, real = (line.locator("text").nth(k).bounding_box() for k in range(3))
        assert name and note and real
        assert name["x"] + name["width"] <= note["x"] and note["x"] + note["width"] <= real["x"]
