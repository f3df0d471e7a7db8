"""What a figure asks of its reader, once it is drawn: whether that can be asked of it is known only then."""

from __future__ import annotations

from dataclasses import replace

from nnexplain.figures.drawing import Drawing
from nnexplain.figures.predict import Predict
from nnexplain.figures.task import Task


def asking(drawn: Drawing, predict: Predict | None, task: Task | None) -> Drawing:
    """The same figure, which asks for a prediction and sets a task.

    Raises `TypeError` for what is neither, `ValueError` for what cannot be asked of it.
    """
    figure = drawn.figure
    if predict is not None:
        if not isinstance(predict, Predict):
            raise TypeError(f"predict takes Predict('Where …?', …), not {type(predict).__name__}")
        predict.check(drawn.axes, drawn.quotes)
        known = {param.name: param for param in figure.params}
        for name, value in predict.shows.items():
            if name not in known or not known[name].allows(value):
                raise ValueError(f"a prediction shows {name}={value!r}, to which the figure cannot be set")
        figure = replace(figure, predict=predict.to_json(figure.name, drawn.axes, drawn.quotes))
    if task is not None:
        if not isinstance(task, Task):
            raise TypeError(f"task takes Task('…', done=…, answer=…, by=…), not {type(task).__name__}")
        task.check(figure.params, drawn.quotes, figure.tools)
        figure = replace(figure, task=task.to_json(figure.name, drawn.quotes))
    return replace(drawn, figure=figure)
