"""The vocabulary of build scripts: eight words.

    from nnexplain.figures import figure, full, need, network, picture, save_run, setting, value

Under `nnexplain build` they speak to the pipeline; in a script run by hand (`python build/x.py`) or opened
as a notebook they do the same work on the spot, without holding the script to its header.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nnexplain.figures.session import Picture, Session, current
from nnexplain.figures.setting import Setting

if TYPE_CHECKING:
    from nnexplain.figures.contract import Param, Scalar
    from nnexplain.figures.predict import Predict
    from nnexplain.figures.runs import Run
    from nnexplain.figures.task import Task


def need(name: str) -> Run:
    """The run that another script saved, by that script's name: `need("models/taste")["weights"]`.

    Raises `NnexplainError` when the header's `needs` do not list it, or that script saves no run.
    """
    return _session().need(name)


def save_run(arrays: Mapping[str, Any], /, **facts: Any) -> None:
    """Leave `arrays` (name → array or tensor) and `facts` (JSON values) for the scripts that need them.

    Once a script. Numbers keep their precision: float16 is for the author to choose.
    """
    _session().save_run(arrays, facts)


def figure(
    name: str,
    *charts: Any,
    description: str = "",
    widget: str = "vega",
    params: Sequence[Param] = (),
    arrays: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    player: str = "",
    pace: float | Sequence[float] = 0.0,
    stride: float = 0.0,
    network: str = "",
    tools: Sequence[str] = (),
    more: Sequence[str] = (),
    predict: Predict | None = None,
    task: Task | None = None,
    megabytes: float = 2,
) -> Picture:
    """Draw the figure `name`: from charts, or by a widget.

    Each chart (Altair) becomes a panel, in reading order. A chart's parameters with a `bind`
    become the figure's controls, and panels that name the same parameter move together. A chart's parameter
    `says`, with an `expr`, is the sentence below the caption. `description` is for who cannot see it.
    Every `widget` but "vega" draws by itself, in the page and, with every one of `params` at its value, for
    the file; it gives sentence, description (unless one is given) and `quotes` for the prose. `arrays` (name
    → array or tensor) and `facts` (JSON values) travel to it. `network` names the network that it shows, as
    in "digit-ocr/digits"; figures of a page that name it share it. The header declares widget and network.
    `tools` are the words of its buttons. `player` names the range that is the figure's time: it is played,
    not slid, at `pace` steps a second, or with the seconds at each step that `pace` lists; buttons go to the
    next multiple of `stride`. `more` are controls that are folded away until a reader, or a link, wants them.
    `predict` is what the figure asks before it shows its answer, `task` what there is to do in it.

    A figure of more than `megabytes` is refused, one of 300 kB told.

    Raises `NnexplainError`, at the script's line, for whatever cannot be drawn, asked, done or declared so.
    """
    seconds = pace if isinstance(pace, int | float) else tuple(map(float, pace))
    timed: Any = {"player": player, "pace": seconds, "stride": float(stride)}
    asked: Any = {"predict": predict, "task": task, "megabytes": megabytes}
    shown: Any = {"description": description, "widget": widget, "network": network}
    worked: Any = {"tools": tools, "more": tuple(more)}
    return _session().figure(name, charts, params, arrays, facts, **shown, **timed, **worked, **asked)


def picture(
    name: str, drawn: Any, *, description: str = "", width: float = 0, megabytes: float = 2
) -> Picture:
    """A figure that shows, as it is, what was `drawn` by other means: a matplotlib figure, whatever draws
    itself as SVG or PNG in a notebook, the bytes or the text of an SVG or PNG, or the path of one.

    It is promised, remembered and put into a page as any figure, with a text for who cannot see it; `width`
    is in CSS pixels (0: its own). It stands on white, in the dark, too. Plotly has a browser draw, and no
    script may start one: give the SVG. Raises `NnexplainError`, at the script's line, for what is no
    picture, is damaged, or weighs more than `megabytes`.
    """
    return _session().picture(name, drawn, description, width, megabytes)


def value(name: str, value: Scalar) -> None:
    """A number (or word) for the prose, where it is written `{{ name | .1% }}`."""
    _session().value(name, value)


def network(
    name: str,
    arrays: Mapping[str, Any],
    layers: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Hand a trained network to the page as `<name>.safetensors.gz` in the figure folder.

    `layers` tells how to run it, first to last: `{"kind": "dense", "weight": "0.weight", "bias": "0.bias",
    "activation": "relu"}`; a weight has the shape (outputs, inputs), as in torch. `arrays` may hold more than
    the layers name, and `facts` (JSON values) say what: the inputs to try it on, their labels.
    """
    _session().network(name, arrays, layers, facts)


def full() -> bool:
    """Whether this build is to run at full length (`nnexplain build --full`).

    A script that asks says so in its header, `# full = true`, so that both lengths are kept apart.
    """
    session = _session()
    if session.header is not None and not session.header.full:
        raise session.error("full(), which the header does not declare", "add to the header: # full = true")
    return session.full


def setting(name: str) -> Setting:
    """What is chosen for a setting of this script: `setting("digits") == "mnist"`. The files that the choice
    brings are in `setting("digits").files`, by their names.

    The header says what is chosen when nobody says otherwise, `# settings = { digits = "sklearn" }`;
    `nnexplain build --digits mnist` does. Raises `NnexplainError` when the header does not declare it.
    """
    session = _session()
    if name not in session.settings:
        where = f"{session.path}:{session.header.line}" if session.header else session.path
        hint = f'add it at {where}: # settings = {{ {name} = "…" }}'
        raise session.error(f"setting({name!r}), which the header does not declare", hint)
    return session.settings[name]


def _session() -> Session:
    session = current()
    if session is None:
        from nnexplain.figures.byhand import open_session

        session = open_session()
    return session
