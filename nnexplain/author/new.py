"""A new lesson: its page, its script, its line in the navigation."""

from __future__ import annotations

import re

from nnexplain.author.nav import with_page
from nnexplain.errors import NnexplainError, UsageError
from nnexplain.figures.beside import write_if_new
from nnexplain.figures.refused import os_told
from nnexplain.project import Project

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_PAGE = """\
# {title}

Start with the question this lesson answers, and with something to do: [make it steep](?steepness=8#curve).

![A curve that rises from 0 at the left to 1 at the right, one half in the middle.](figures/{name}/curve.svg
"The sigmoid turns any number into one between 0 and 1. At 2 it gives {{{{ at_two | .2f }}}}.")

[](#curve) is made by `build/{name}.py`, and so is every number in the prose.
"""

_SCRIPT = """\
# /// nnexplain
# figures = ["curve"]
# ///

# %% [markdown]
# # {title}

# %%
import math

import altair as alt
import pandas as pd

from nnexplain.figures import figure, value


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


value("at_two", sigmoid(2.0))

# %% [markdown]
# The table holds only x. The chart computes the rest, so that the reader can change how steep the curve is.

# %%
table = pd.DataFrame({{"x": [i / 10 for i in range(-60, 61)]}})
steepness = alt.param(
    name="steepness", value=1, bind=alt.binding_range(min=0.5, max=8, step=0.5, name="steepness")
)
curve = (
    alt.Chart(table, width=420, height=240)
    .transform_calculate(y="1 / (1 + exp(-steepness * datum.x))")
    .mark_line(color="var(--nn-class-a)")
    .encode(
        x=alt.X("x:Q", title="what goes in"),
        y=alt.Y("y:Q", title="what comes out", scale=alt.Scale(domain=[0, 1])),
    )
    .add_params(steepness)
)
figure("curve", curve, description="An S-shaped curve: 0 far left, 0.5 at 0, 1 far right.")
"""


def new_lesson(project: Project, name: str, title: str | None = None) -> list[str]:
    """Write the lesson `name` with a figure that works; returns what to tell its author, line by line.

    Raises `UsageError` for a name that cannot be a file and an address, `NnexplainError` where a file of the
    lesson is there already. Nothing is written unless everything can be.
    """
    check_name(name)
    title = " ".join((title or name.replace("-", " ").capitalize()).split())
    page, script = project.content / f"{name}.md", project.scripts / f"{name}.py"
    for path in (page, script):
        if path.exists():
            hint = "choose another name, or edit that file"
            raise NnexplainError("is there already", project.relative(path), hint=hint)
    config = with_page(project, f"{name}.md")
    with os_told(project.root):
        write_if_new(page, _PAGE.format(title=_escaped(title), name=name).encode())
        write_if_new(script, _SCRIPT.format(title=title, name=name).encode())
        if config is not None:
            write_if_new(project.config, config)
    made = [project.relative(page), project.relative(script)]
    return [
        f"made {made[0]} and {made[1]}" + (", and a line in mkdocs.yml" if config is not None else ""),
        f"next: nnexplain serve, and edit {made[0]}",
    ]


def check_name(name: str) -> None:
    """Raise `UsageError` for a `name` that cannot be both a file and an address."""
    if not _NAME.fullmatch(name):
        hint = "small letters, digits and single hyphens between them, e.g. gradient-descent"
        raise UsageError(f"{name!r} cannot be the name of a lesson", hint=hint)


def _escaped(title: str) -> str:
    """`title` as Markdown text."""
    return re.sub(r"([\\`*_{}\[\]<>#])", r"\\\1", title)
