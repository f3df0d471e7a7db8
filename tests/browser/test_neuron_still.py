"""The pictures that the widgets of one neuron draw, in the engine that draws them for files, of a training
before and after one pass; `still` refuses what is drawn outside its panel.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from engine import Engine, engine

from nnexplain.data import songs
from nnexplain.figures import Param
from nnexplain.figures.runs import pack_small
from nnexplain.methods import plane
from nnexplain.params.neuron import neuron_params

from .lesson import RATINGS, projected, sums

FACTS = {
    "features": songs.FEATURES,
    "passes": 1,
    "rate": 2.0,
    "sets": {
        "learnable": {"ratings": RATINGS["learnable"], "arrays": "taught"},
        "impossible": {"ratings": RATINGS["impossible"], "arrays": "taught"},
    },
}
THETA = np.array([[0.6, 0.3, 0.4, -0.45], [0.0, 0.0, 1.0, 3.0]])
RUN = {
    "taught_weights": THETA[:, :3].astype(np.float32),
    "learnable_weights": THETA[:, :3].astype(np.float32),
    "learnable_bias": THETA[:, 3].astype(np.float32),
    "taught_bias": THETA[:, 3].astype(np.float32),
    "taught_loss": np.array([0.7, 0.5], dtype=np.float32),
    "splits": np.array(list(songs.neurons()), dtype=np.uint8),
}
LOOKED = {"panels": ["cube", "losses"], "recorded": "impossible", "level": {"loss": 0.69, "words": "a coin"}}
PARAMS = (
    Param("op", 5, "range", "operation", min=0, max=19, step=1),
    *neuron_params(FACTS, "step", "turn", "song", "set", "rate", also=("own", "run", "tilt")),
)
DRAWN = """async ([widget, arrays, params, values]) => {
  const source = new URL(location.href);
  const { default: drawer } = await import(new URL(`runtime/widgets/${widget}/${widget}.js`, source).href);
  const page = new nn.Page();
  page.declare(params);
  page.set(values);
  const { signal } = new AbortController();
  const figure = { name: "one", arrays, params, panels: [] };
  return nn.still(drawer, { page, figure, source, signal });
}"""
SVG = "{http://www.w3.org/2000/svg}"


class Pictures:
    """What widgets make of the run, with some parameters set."""

    def __init__(self, page: Engine) -> None:
        self.page = page

    def draw(self, widget: str, arrays: str = "own", **values: Any) -> dict[str, Any]:
        params = [param.to_json() for param in PARAMS]
        drawn = self.page.evaluate(DRAWN, [widget, f"{arrays}.safetensors.gz", params, values])
        for panel in drawn["panels"]:
            panel["svg"] = ET.fromstring(f'<svg xmlns="{SVG[1:-1]}">{panel["svg"]}</svg>')
        return dict(drawn)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pictures]:
    folder = tmp_path_factory.mktemp("neuron")
    (folder / "own.safetensors.gz").write_bytes(pack_small(RUN, FACTS))
    (folder / "looked.safetensors.gz").write_bytes(pack_small(RUN, FACTS | LOOKED))
    with engine(folder, ["core/page.js", "core/still.js"]) as page:
        yield Pictures(page)


def classed(svg: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in svg.iter() if name in str(element.get("class")).split()]


def words(element: ET.Element) -> list[str]:
    return [text.text or "" for text in element.iter(f"{SVG}text") if text.text]


def corners(path: ET.Element) -> Any:
    return np.array([list(map(float, pair.split(","))) for pair in str(path.get("d"))[1:-1].split("L")])


def test_a_song_says_what_it_is_and_which_side_it_is_on(pictures: Pictures) -> None:
    cube = pictures.draw("neuron", step=0)["panels"][0]["svg"]
    marks = classed(cube, "nn-neuron-song")
    assert len(marks) == 8
    for index, (mark, z) in enumerate(zip(marks, sums(THETA[0]), strict=True)):
        rating = {"l": "likes", "d": "dislikes", "-": ""}[RATINGS["learnable"][index]]
        wrong = bool(rating) and bool(z > 0) != (rating == "likes")
        said = [rating + ", wrong side" * wrong] if rating else []
        assert words(mark) == [songs.song_name(songs.SONGS[index]), *said]
        assert (classed(mark, "nn-neuron-wrong")[0].get("visibility") is None) == wrong
    assert {"modern?", "sad?", "piano?"} <= set(words(cube)) and not any(
        "misses" in text for text in words(cube)
    )


def test_the_drawn_plane_and_the_tinted_faces_are_those_of_python(pictures: Pictures) -> None:
    cube = pictures.draw("neuron", step=0, turn=75, tilt=40)["panels"][0]["svg"]
    w, b = THETA[0, :3], THETA[0, 3]
    drawn = corners(classed(cube, "nn-neuron-plane")[0])
    expected = projected(plane.section(w, b), turn=75, tilt=40)
    assert len(drawn) == len(expected) > 2
    assert np.abs(drawn[:, None] - expected[None]).max(axis=2).min(axis=0).max() < 0.02
    faces = classed(cube, "nn-neuron-favoured")[0]
    for face, part in zip(faces, plane.favoured(w, b), strict=True):
        seen = projected(part, turn=75, tilt=40)
        assert np.abs(corners(face)[:, None] - seen[None]).max(axis=2).min(axis=0).max() < 0.02


def test_a_plane_that_misses_the_cube_is_said_and_not_drawn(pictures: Pictures) -> None:
    cube = pictures.draw("neuron", step=1)["panels"][0]["svg"]
    assert any("misses the cube" in text for text in words(cube))
    assert classed(cube, "nn-neuron-plane")[0].get("d") == ""


@pytest.mark.parametrize("arrays", ["own", "looked"])
def test_everything_stays_in_its_panel_however_the_cube_is_looked_at(pictures: Pictures, arrays: str) -> None:
    for turn in range(-180, 180, 24):
        for tilt in (5, 21, 60):
            drawn = pictures.draw("neuron", arrays, turn=turn, tilt=tilt, step=0)
            names = [mark for mark in classed(drawn["panels"][0]["svg"], "nn-neuron-name") if mark.text]
            assert len(names) == 8


@pytest.mark.parametrize("run", ["0w10_10_10_10", "0w-10_-10_-10_-10", "0w0_0_0_0", "1w9_-9_9_-10", "0r40"])
def test_what_hands_can_do_stays_in_its_panel(pictures: Pictures, run: str) -> None:
    for step in (0, 1):
        drawn = pictures.draw("neuron", run=run, step=step)
        assert [panel["size"] for panel in drawn["panels"]] == [[448, 480], [441, 196], [444, 281]]
        assert "NaN" not in drawn["now"]


def test_a_recorded_training_is_what_a_figure_asks_for_whatever_the_page_does(pictures: Pictures) -> None:
    plain = pictures.draw("neuron", "looked", step=0)
    worked = pictures.draw("neuron", "looked", step=0, set="own", own="llllllll", run="0w1_2_3_4", rate=8)
    right = sum(
        (sums(THETA[0])[k] > 0) == (letter == "l")
        for k, letter in enumerate(RATINGS["impossible"])
        if letter != "-"
    )
    assert (
        plain["now"]
        == worked["now"]
        == (
            f"Pass 0 of the recorded training, rate 2: {right} of 4 rated songs on their own side, loss 0.70."
        )
    )
    cube, losses = plain["panels"]
    assert losses["size"] == [444, 221] and "a coin" in words(losses["svg"])
    assert [ET.tostring(panel["svg"]) for panel in plain["panels"]] == [
        ET.tostring(panel["svg"]) for panel in worked["panels"]
    ]
    assert not classed(cube["svg"], "nn-neuron-knob") and classed(cube["svg"], "nn-neuron-head")


def test_the_graph_draws_every_operation_of_every_song(pictures: Pictures) -> None:
    x = np.column_stack([songs.song_array(), np.ones(8)])
    for song in range(8):
        for op in range(20):
            drawn = pictures.draw("graph", song=song, op=op, step=0)
            assert drawn["now"].startswith(f"{songs.song_name(songs.SONGS[song])}, operation {op} of 19. ")
            graph, steps = (panel["svg"] for panel in drawn["panels"])
            nodes = classed(graph, "nn-graph-node")
            assert len(classed(graph, "nn-graph-wire")) == 15 and len(nodes) == 16
            times = [node for node in nodes if node.get("data-kind") == "times"]
            products = [classed(node, "nn-graph-node__value")[0].text for node in times]
            known = [f"{value:.3f}".replace("-", "−") for value in x[song] * THETA[0] + 0.0]
            assert products == [text if op > k else None for k, text in enumerate(known)]
            assert sum(text == "·" for text in words(steps)) == sum(
                op < since for since in (*range(11, 15), *[15] * 4, *range(16, 20))
            )


def test_what_an_operation_is_about_is_lit(pictures: Pictures) -> None:
    def lit(op: int) -> list[str]:
        graph = pictures.draw("graph", op=op, step=0)["panels"][0]["svg"]
        return [
            str(node.get("data-id"))
            for node in classed(graph, "nn-graph-node")
            if node.get("data-state") == "lit"
        ]

    weights = [f"weight{k}" for k in range(4)]
    assert lit(0) == [] and lit(5) == ["sum"] and lit(10) == [f"times{k}" for k in range(4)]
    assert lit(12) == ["weight1"] and lit(15) == weights and lit(19) == ["weight3"]
