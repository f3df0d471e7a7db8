"""What a figure says that it shows now, where each choice has a sentence of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping

import altair as alt


def says(choice: alt.Parameter, sentences: Mapping[int | str, str]) -> alt.Parameter:
    """The parameter `says` of a chart: of `sentences`, the one of the value that `choice` has.

    Give it to one chart of the figure, which must have `choice` too; the page prints it below the caption.
    Raises `ValueError` where there is nothing to say.
    """
    if not sentences or not all(sentences.values()):
        raise ValueError("every value needs a sentence, one word at least")
    by_name = json.dumps({str(value): words for value, words in sentences.items()})
    return alt.param(name="says", expr=f"{by_name}[{choice.name}]")
