"""One song there and back, on the lesson's own page."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator

from nnexplain.data import songs

from .bare import stands_still
from .conftest import Visit
from .lesson import theta_at
from .server import Served

Open = Callable[..., Visit]
Graph = Callable[..., Locator]


def true_minus(number: float) -> str:
    return f"{number:.3f}".replace("-", "−")


@pytest.fixture
def graph(served: Served, visit: Open) -> Graph:
    def open_graph(query: str = "", width: int = 1280) -> Locator:
        seen = visit(f"{served.url}one-neuron/{query}", viewport={"width": width, "height": 1000})
        figure = seen.page.locator('nn-figure[data-name="graph"]')
        figure.scroll_into_view_if_needed()
        seen.alive("graph")
        return figure

    return open_graph


def values(figure: Locator, kind: str) -> list[str]:
    figure.page.wait_for_timeout(60)
    return figure.locator(f'.nn-graph-node[data-kind="{kind}"] > .nn-graph-node__value').all_text_contents()


def test_everything_that_takes_part_is_drawn(graph: Graph) -> None:
    figure = graph("?op=7")
    theta, x = theta_at("learnable", 4), [1, 0, 1, 1]
    z = float(theta @ x)
    assert values(figure, "fact") == ["1", "0", "1", "1"]  # the bias is the weight of a 1
    assert values(figure, "weight") == [true_minus(number) for number in theta]
    assert values(figure, "times") == [true_minus(a * b) for a, b in zip(theta, x, strict=True)]
    p = 1 / (1 + np.exp(-z))
    assert values(figure, "sum") + values(figure, "squash") + values(figure, "loss") == [
        true_minus(number) for number in (z, p, -np.log(p))
    ]
    assert figure.locator(".nn-graph-wire").count() == 15


def test_it_ends_with_the_weights_of_the_next_pass(graph: Graph) -> None:
    figure = graph("?op=19")
    assert values(figure, "weight") == [true_minus(number) for number in theta_at("learnable", 5)]


def test_it_is_stepped_by_the_player_and_by_keys(graph: Graph) -> None:
    figure = graph("?op=5")
    title = figure.locator(".nn-graph-step")
    figure.locator(".nn-player__forward").click()
    assert values(figure, "squash") != [""] and title.text_content() == "Squash into a probability"
    figure.locator(".nn-player__back").click()
    figure.locator(".nn-player__back").click()
    assert values(figure, "sum") == [""] and title.text_content() == "Multiply: bias"
    figure.locator('.nn-graph-node[data-id="loss"]').focus()
    figure.page.keyboard.press("Enter")
    assert values(figure, "loss") != [""] and title.text_content() == "Measure: in truth he likes it"
    figure.locator('.nn-graph-node[data-id="times1"]').click()
    assert values(figure, "sum") == [""] and title.text_content() == "Multiply: sad"


def test_a_term_of_the_sum_lights_where_it_came_from(graph: Graph) -> None:
    figure = graph("?op=5")
    figure.locator('.nn-graph-term[data-id="2"]').hover()
    stands_still(figure.page)
    lit = figure.locator(".nn-graph-node--term")
    assert {str(node.get_attribute("data-id")) for node in lit.all()} == {"fact2", "weight2", "times2"}
    figure.locator('.nn-graph-node[data-id="times3"]').focus()
    assert figure.locator(".nn-graph-term--lit").text_content() == " − " + true_minus(
        -theta_at("learnable", 4)[3]
    )


def test_a_row_of_the_table_lights_its_input_and_leaving_puts_it_out(graph: Graph) -> None:
    figure = graph("?op=12")
    row = figure.locator('.nn-graph-row[data-id="1"]')
    row.hover()
    stands_still(figure.page)
    lit = figure.locator(".nn-graph-node--term")
    assert {str(node.get_attribute("data-id")) for node in lit.all()} == {"fact1", "weight1", "times1"}
    assert figure.locator(".nn-graph-row--lit").all_text_contents() == row.all_text_contents()
    figure.locator(".nn-player output").hover()
    stands_still(figure.page)
    assert not lit.count()


def test_slopes_travel_back_only_as_far_as_they_have_come(graph: Graph) -> None:
    figure = graph("?op=9")
    slopes = [text for text in figure.locator(".nn-graph-slope").all_text_contents() if text]
    assert len(slopes) == 2
    figure.locator(".nn-player__forward").click()
    figure.page.wait_for_timeout(60)
    assert len([text for text in figure.locator(".nn-graph-slope").all_text_contents() if text]) == 6


def test_another_song_and_one_that_nobody_rated(graph: Graph) -> None:
    figure = graph("?op=7")
    figure.locator("select[name=song]").select_option(str(songs.SONGS.index((0, 0, 1))))
    assert values(figure, "loss") == ["none"]
    assert "Nobody rated this song" in " ".join(figure.locator(".nn-why").all_text_contents())
    said = figure.page.locator("#graph .nn-now").inner_text()
    assert said.startswith("piano, operation 7 of 19. Measure: no rating, no loss.")


def test_words_are_readable_on_a_phone(graph: Graph) -> None:
    figure = graph("?op=19", width=390)
    figure.page.wait_for_timeout(100)
    sizes = figure.evaluate("""(figure) => [...figure.querySelectorAll(".nn-widget text")]
      .filter((text) => text.textContent).map((text) => parseFloat(getComputedStyle(text).fontSize)
        * text.ownerSVGElement.getBoundingClientRect().width / text.ownerSVGElement.viewBox.baseVal.width)""")
    assert min(sizes) >= 11.9
    assert figure.page.evaluate("document.documentElement.scrollWidth") <= 390
