"""The pad's pictures are those of Python, to the last cell; ink in an address; nonsense."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from drawn import IMAGES, drawings
from engine import Engine
from hypothesis import given
from hypothesis import strategies as st

from nnexplain.data import pad

from .labs import open_lab
from .nets import BROWSER

WITH = "async (name) => Object.assign(nn, await import(new URL(`runtime/${name}`, location.href)))"


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_lab(tmp_path_factory.mktemp("pad")) as page:
        page.evaluate(WITH, "net/ink/lift.js")
        page.evaluate(WITH, "instruments/pad-pen.js")
        yield page


TWINS = """(drawings) => drawings.map((text) => {
  const bits = nn.bitsOf(text);
  const all = [nn.blockCounts(bits), nn.fitCounts(bits), nn.fitMass(bits), nn.blockCounts(bits, 28, 255)];
  return all.map((numbers) => [...numbers]);
})"""


def ink(bitmap: np.ndarray) -> str:
    """A drawing as the address has it, by the standard library."""
    return base64.urlsafe_b64encode(np.packbits(bitmap.ravel()).tobytes()).decode().rstrip("=")


def check_twins(page: Engine, bitmaps: list[np.ndarray]) -> None:
    for bitmap, got in zip(bitmaps, page.evaluate(TWINS, list(map(ink, bitmaps))), strict=True):
        twins = (pad.block_counts, pad.fit_counts, pad.fit_mass, lambda one: pad.block_counts(one, 28, 255))
        for numbers, twin in zip(got, twins, strict=True):
            assert numbers == twin(bitmap).ravel().tolist()


@BROWSER
@given(st.lists(drawings(), min_size=6, max_size=6))
def test_drawings_become_what_they_become_in_python(modules: Engine, bitmaps: list[np.ndarray]) -> None:
    check_twins(modules, bitmaps)


def test_so_do_drawings_without_sense(modules: Engine) -> None:
    rng = np.random.default_rng(0)
    shares = (0, 0.001, 0.01, 0.1, 0.3, 0.5, 0.9, 1)
    bitmaps = [(rng.random((32, 32)) < share).astype(np.uint8) for share in shares for _ in range(10)]
    stripes = [np.tile([[1, 0], [1, 0]], (16, 16)).astype(np.uint8), np.eye(32, dtype=np.uint8)]
    check_twins(modules, [*bitmaps, *stripes, np.zeros((32, 32), np.uint8)])


def test_every_image_of_the_data_comes_back(modules: Engine) -> None:
    lifted = modules.evaluate(
        """(images) => images.map((counts) => {
          const bits = nn.lift(counts);
          return [nn.inkOf(bits), nn.blockCounts(bits).every((count, at) => count === counts[at])];
        })""",
        IMAGES.reshape(-1, 64).tolist(),
    )
    assert len(lifted) == 1797 and all(same for _, same in lifted)
    assert [text for text, _ in lifted] == [ink(pad.lift(image)) for image in IMAGES]


def test_a_finer_picture_becomes_the_drawing_it_becomes_in_python(modules: Engine) -> None:
    grey = [pad.fit_mass(pad.lift(image)) for image in IMAGES[:20]]
    got = modules.evaluate(
        "(all) => all.map((values) => [...nn.drawingOf(values, { side: 28, levels: 255 })])",
        [values.ravel().tolist() for values in grey],
    )
    assert got == [pad.drawing_of(values, 255).ravel().tolist() for values in grey]


@BROWSER
@given(st.lists(st.integers(0, 255), min_size=128, max_size=128))
def test_ink_is_base64url(modules: Engine, numbers: list[int]) -> None:
    bits = np.unpackbits(np.array(numbers, np.uint8))
    text = modules.evaluate("(bits) => nn.inkOf(bits)", bits.tolist())
    assert text == ink(bits) and len(text) == 171
    assert modules.evaluate("(text) => [...nn.bitsOf(text)]", text) == bits.tolist()


@BROWSER
@given(
    st.text(max_size=180)
    | st.text("AZaz09-_+/=%<\u212a", min_size=170, max_size=172)
    | st.none()
    | st.integers()
)
def test_what_is_no_ink_is_none(modules: Engine, text: Any) -> None:
    try:
        whole = isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]{171}", text)
        raw = base64.urlsafe_b64decode(f"{text}=") if whole else b""
        sound = ink(np.unpackbits(np.frombuffer(raw, np.uint8))) == text if raw else False
    except ValueError:
        sound = False
    assert (modules.evaluate("(text) => nn.bitsOf(text)", text) is not None) == sound


@BROWSER
@given(st.lists(st.floats(-3, 35), min_size=4, max_size=4), st.integers(1, 5))
def test_a_stroke_inks_what_the_pen_covers(modules: Engine, ends: list[float], width: int) -> None:
    got = modules.evaluate(
        """([[x1, y1, x2, y2], width]) => [...nn.stroked(
          new Uint8Array(1024), { x: x1, y: y1 }, { x: x2, y: y2 }, width, 1)]""",
        [ends, width],
    )
    here, there = np.array(ends[:2]), np.array(ends[2:])
    rows, columns = np.mgrid[:32, :32]
    middles = np.stack([columns, rows], axis=-1) + 0.5
    way = there - here
    part = np.clip((middles - here) @ way / max(way @ way, 1e-9), 0, 1)
    far = np.linalg.norm(middles - here - part[..., None] * way, axis=-1)
    radius, drawn = max(width / 2, 0.6), np.array(got).reshape(32, 32).astype(bool)
    assert drawn[far < radius - 0.01].all()
    inside = [np.floor(end).astype(int) for end in (here, there) if ((end >= 0) & (end < 32)).all()]
    for column, row in inside:
        assert drawn[row, column]
    for column, row in inside:
        drawn[row, column] = False
    assert not drawn[far > radius + 0.01].any()
