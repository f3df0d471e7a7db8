"""What is said of figures that are not there yet."""

from __future__ import annotations

from nnexplain.pipeline.plan import Plan
from nnexplain.pipeline.progress import Progress

RUNS = "is being made: build/{}.py is running"
WAITS = "is being made: it waits for {}"


def test_from_the_first_script_to_the_last() -> None:
    needs = {"base": (), "model": ("base",), "lesson": ("model",), "other": ()}
    progress = Progress(Plan(needs, order=["base", "other", "model", "lesson"]))
    progress.runs("base")
    assert progress.words() == {
        "base": RUNS.format("base"),
        "other": WAITS.format("its turn"),
        "model": WAITS.format("build/base.py, which is running"),
        "lesson": WAITS.format("build/base.py, which is running"),
    }
    progress.settled("base")
    assert progress.words()["model"] == WAITS.format("its turn")
    assert progress.words()["lesson"] == WAITS.format("build/model.py")
    progress.runs("model")
    assert progress.words()["lesson"] == WAITS.format("build/model.py, which is running")
    for name in ("other", "model", "lesson"):
        progress.settled(name)
    assert progress.words() == {}


def test_a_failed_script_is_named_wherever_it_is_waited_for() -> None:
    needs = {"base": (), "model": ("base",), "lesson": ("model",)}
    progress = Progress(Plan(needs, order=list(needs)))
    for name in needs:
        progress.failed(name)
    assert set(progress.words().values()) == {"could not be made: build/base.py failed"}
