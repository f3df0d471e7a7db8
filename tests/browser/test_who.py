"""Who decides: the widget `who` on the lesson's own page, against torch and the method."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from nnexplain.methods.decisions import contributions

from .digits import Open, Shown, number
from .five import heard, open_five, twin
from .server import Served
from .ways import START, open_way

KINDS = ("blend", "code-8", "keep", "stroke")


@pytest.fixture
def who(served: Served, visit: Open) -> Callable[..., Shown]:
    return lambda query="", **context: open_five(served, visit, "who", query, **context)


Who = Callable[..., Shown]


@pytest.fixture(scope="module")
def sums(browser: Any, site: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with open_way(tmp_path_factory.mktemp("who")) as page:
        page.evaluate(
            "async () => Object.assign(nn, await import(new URL('runtime/widgets/who/sum.js', location)))"
        )
        yield page


def last_layer() -> tuple[np.ndarray, np.ndarray]:
    dense = twin().model[4]
    return dense.weight.numpy(), dense.bias.numpy()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pair", [(301, 22), (7, 12), (58, 30)])
def test_contributions_are_the_method_s_and_add_up(sums: Page, kind: str, pair: tuple[int, int]) -> None:
    sums.evaluate("([start, digit, digit2]) => page.set({ ...start, digit, digit2 })", [START, *pair])
    found = sums.evaluate(
        """(kind) => {
          const [passes, layers] = [way.passes(kind), way.lab.network.layers];
          const rivals = nn.rivalsOf(passes);
          const added = ({ a }) => [...nn.contributions(layers.at(-1), a.at(-2), rivals)];
          return { rivals, all: passes.map(added) };
        }""",
        kind,
    )
    layers = heard(kind, *pair)
    said = layers[-1].argmax(axis=1)
    one, other = found["rivals"]["one"], found["rivals"]["other"]
    assert one == said[0] and (other == said[-1] or found["rivals"]["same"])
    expected = contributions(*last_layer(), layers[1], other, one)
    assert np.abs(np.array(found["all"]) - expected).max() < 1e-9
    difference = layers[-1][:, other] - layers[-1][:, one]
    assert np.abs(np.sum(found["all"], axis=1) - difference).max() < 1e-9


def test_where_both_ends_say_the_same_the_next_is_asked(sums: Page) -> None:
    sums.evaluate("(start) => page.set({ ...start, digit: 7, digit2: 7 })", START)
    rivals = sums.evaluate("() => nn.rivalsOf(way.passes())")
    ranks = np.argsort(-heard("blend", 7, 7)[-1][-1])
    assert rivals == {"one": ranks[0], "other": ranks[1], "same": True}


def test_rounded_numbers_add_up(sums: Page) -> None:
    rng = np.random.default_rng(0)
    for _ in range(60):
        numbers = rng.normal(0, 3, 17) * (rng.random(17) > 0.3)
        found = sums.evaluate("(numbers) => nn.adding(numbers)", numbers.tolist())
        assert sum(found) == int(np.floor(sum(numbers.tolist()) * 100 + 0.5))
        assert all(abs(whole - 100 * exact) < 1 for whole, exact in zip(found, numbers, strict=True))
        assert all(whole == 0 for whole, exact in zip(found, numbers, strict=True) if exact == 0)


def test_bands_fill_what_is_between_zero_and_the_sums(sums: Page) -> None:
    sums.evaluate("([start, digit, digit2]) => page.set({ ...start, digit, digit2 })", [START, 301, 22])
    bands = sums.evaluate(
        """() => {
          const [passes, layers] = [way.passes(), way.lab.network.layers];
          const rivals = nn.rivalsOf(passes);
          return nn.stacked(passes.map(({ a }) => nn.contributions(layers.at(-1), a.at(-2), rivals)));
        }"""
    )
    layers = heard("blend", 301, 22)
    added = contributions(*last_layer(), layers[1], 6, 5)
    high, low = (np.array([band[edge] for band in bands]) for edge in ("high", "low"))
    for band, top, bottom in zip(bands, high, low, strict=True):
        assert np.abs((top - bottom) - added[:, band["index"]]).max() < 1e-9
    assert high.max(axis=0) == pytest.approx(np.maximum(added, 0).sum(axis=1), abs=1e-9)
    assert high.min(axis=0) == pytest.approx(np.minimum(added, 0).sum(axis=1), abs=1e-9)
    order = [band["index"] for band in bands]
    assert order == sorted(order, key=lambda k: -np.abs(added[:, k]).sum())


def columns(shown: Shown) -> tuple[list[int], list[int]]:
    """The two columns of numbers as printed, in hundredths; the last is the sum."""
    texts = shown.figure.evaluate(
        """(figure) => [346, 434].map((x) => {
            const column = figure.querySelectorAll(`.nn-panel:first-child text[x="${x}"]`);
            return [...column].map((text) => text.textContent).filter((words) => /\\d/.test(words));
        })"""
    )
    now, change = ([round(number(words) * 100) for words in column] for column in texts)
    return now, change


@pytest.mark.parametrize("t", [0, 0.37, 0.5, 1])
def test_what_is_printed_adds_up_to_the_difference(who: Who, t: float) -> None:
    shown = who(f"?digit=301&digit2=22&t={t}")
    logits = heard("blend", 301, 22)[-1]
    place = round(t * 100)
    now, change = columns(shown)
    assert len(now) == len(change) == 18
    assert sum(now[:-1]) == now[-1] == round(100 * (logits[place, 6] - logits[place, 5]))
    lead = logits[:, 6] - logits[:, 5]
    assert sum(change[:-1]) == change[-1] == round(100 * (lead[-1] - lead[0]))
    two = re.search(r"logit 6 is (\S+), logit 5 is (\S+)", " ".join(shown.texts(".nn-head")))
    assert two
    six, five = (round(number(words) * 100) for words in two.groups())
    assert six - five == now[-1]
    assert abs(six - 100 * logits[place, 6]) < 1 and abs(five - 100 * logits[place, 5]) < 1


def test_the_sentence_names_who_speaks_most(who: Who) -> None:
    shown = who("?digit=301&digit2=22&t=0.3")
    layers = heard("blend", 301, 22)
    added = contributions(*last_layer(), layers[1], 6, 5)[:, :-1]
    most, least = int(added[30].argmax()) + 1, int(added[30].argmin()) + 1
    found = re.search(r": b(\d+) speaks most for 6 \((\S+)\), b(\d+) most for 5 \((\S+)\)", shown.now())
    assert found and (int(found[1]), int(found[3])) == (most, least)
    assert number(found[2]) == pytest.approx(added[30].max(), abs=0.0101)
    assert number(found[4]) == pytest.approx(added[30].min(), abs=0.0101)
    mover = int((added[-1] - added[0]).argmax()) + 1
    assert f"Over the whole way b{mover} moves it most" in shown.now()
    bold = shown.figure.locator('.nn-panel:first-child text.nn-strong[x="434"]').all_text_contents()
    assert len(bold) == 2  # of the mover, and of the sum


def test_keys_and_clicks_choose_a_unit(who: Who) -> None:
    shown = who("?unit=b7&t=0.5")
    shown.figure.locator('.nn-unit-row[tabindex="0"]').focus()
    for key, unit, t in (
        ("ArrowDown", "b8", 0.5),
        ("End", "b16", 0.5),
        ("ArrowLeft", "b16", 0.49),
        ("Home", "b1", 0.49),
    ):
        shown.page.keyboard.press(key)
        shown.settle()
        assert (shown.get("unit"), round(shown.get("t"), 2)) == (unit, t)
    name = shown.figure.locator(".nn-who-band__name", has_text=re.compile("^b9$"))
    box, x = name.bounding_box(), float(str(name.get_attribute("x")))
    assert box
    shown.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.settle()
    assert shown.get("unit") == "b9" and shown.get("t") == pytest.approx((x - 34) / 404, abs=0.011)
    ring = shown.figure.locator(".nn-panel:last-child .nn-ring").get_attribute("d")
    bands = shown.figure.locator(".nn-who-band").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('d'))"
    )
    assert bands.count(ring) == 1


def test_a_drag_goes_along_the_bands_and_nowhere_beside_them(who: Who) -> None:
    shown = who("?t=0.5")
    for panel, t in ((0, 0.5), (1, 0.25)):
        box = shown.figure.locator(".nn-panel > svg").nth(panel).bounding_box()
        assert box
        scale = box["width"] / 448
        x, y = box["x"] + 4 * scale, box["y"] + (4 + 64) * scale  # between the heading and the rows
        shown.page.mouse.move(x + (34 + 404 * 0.75) * scale, y)
        shown.page.mouse.down()
        shown.page.mouse.move(x + (34 + 404 * 0.25) * scale, y, steps=5)
        shown.page.mouse.up()
        shown.settle()
        assert shown.get("t") == pytest.approx(t, abs=0.011)


def test_an_autoencoder_that_is_asked_for_later_is_followed(who: Who) -> None:
    """It comes over the network when it is asked for, and nothing else changes when it is there."""
    shown = who("?digit=301&digit2=22&t=0.3")
    shown.set(way="code-4")
    shown.page.wait_for_function(
        "() => !document.querySelector('#who .nn-now').textContent.includes('not there yet')"
    )
    logits = heard("code-4", 301, 22)[-1]
    one, other = int(logits[0].argmax()), int(logits[-1].argmax())
    assert f"logit {other} − logit {one} is " in shown.now()
    now, _ = columns(shown)
    assert now[-1] == round(100 * (logits[30, other] - logits[30, one]))


def test_a_unit_of_another_layer_is_none_of_these(who: Who) -> None:
    shown = who("?unit=a3")
    assert "Take a unit: a row, or a band." in shown.texts("text")
    assert shown.figure.locator('.nn-unit-row[aria-checked="true"]').count() == 0
    assert shown.figure.locator('.nn-unit-row[tabindex="0"]').count() == 1


def test_odd_ends_are_told(who: Who) -> None:
    shown = who("?digit=7&digit2=7&way=keep")
    assert shown.now().startswith("Both ends are the same picture. Both ends are read as")
    assert "Over the whole way nothing changes." in shown.now()
    blank = who(f"?digit=7&ink2={'A' * 171}")
    assert "The end is empty paper." in blank.now()
    for each in (shown, blank):
        assert "NaN" not in each.figure.inner_html() and "Infinity" not in each.figure.inner_html()
