"""Numbers as the page prints them, without a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from engine import Engine, engine


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("numbers"), ("draw/numbers.js", "core/table.js")) as made:
        yield made


@pytest.mark.parametrize(
    ("p", "words"), [(0, "0%"), (1e-5, "<0.1%"), (0.5, "50.0%"), (0.9999, ">99.9%"), (1, "100.0%")]
)
def test_no_share_looks_like_nothing_or_all(numbers: Engine, p: float, words: str) -> None:
    assert numbers.evaluate("(p) => nn.percent1(p)", p) == words


@pytest.mark.parametrize(
    ("p", "words"), [(0, "<1%"), (0.125, "13%"), (0.5, "50%"), (0.994, "99%"), (1, ">99%")]
)
def test_no_probability_looks_certain(numbers: Engine, p: float, words: str) -> None:
    assert numbers.evaluate("(p) => nn.percent(p)", p) == words


@pytest.mark.parametrize(
    ("number", "printed", "signed"),
    [
        (0.8125, "0.81", "+0.81"),
        (-0.8125, "−0.81", "−0.81"),
        (-0.001, "0.00", "+0.00"),
        (2.5, "2.50", "+2.50"),
    ],
)
def test_a_minus_is_a_minus_and_nothing_has_none(
    numbers: Engine, number: float, printed: str, signed: str
) -> None:
    assert numbers.evaluate("(n) => [nn.printed(n), nn.signed(n)]", number) == [printed, signed]


@pytest.mark.parametrize(
    ("column", "read"),
    [
        ([1 / 3, 2 / 3, 5], ["0.33333", "0.66667", "5"]),
        ([0.123456789, -0.5], ["0.123456789", "−0.5"]),
        ([100000.1234567891, 100000.4234567891], ["100000.12346", "100000.42346"]),
        ([1e9 + 1 / 3, 1e9 + 2 / 3], ["1000000000.33", "1000000000.67"]),
        ([-1 / 3, None, "oak", "2024-03-01T00:00:00"], ["−0.33333", "", "oak", "2024-03-01"]),
        ([], []),
    ],
    ids=["five digits", "as written", "a small range on a large level", "twelve at most", "mixed", "none"],
)
def test_a_cell_of_a_table_has_the_digits_that_its_column_needs(
    numbers: Engine, column: list[object], read: list[str]
) -> None:
    shown = "(column) => column.map((cell) => nn.cellText(cell, nn.digitsOf(column)))"
    assert numbers.evaluate(shown, column) == read
