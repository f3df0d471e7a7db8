"""The claims about the lesson on reading digits: how long its networks train, and its whole build.

A training on one thread is measured in seconds of its processor, which other work on the machine does not
lengthen. A build is waited for, so it is measured by the clock, with what its processes took beside it.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
from typing import Any

from benchmarks import generate, sites
from benchmarks.measure import Failed, medians, run
from benchmarks.sites import Sites
from benchmarks.table import Kind, Row
from nnexplain.figures import read_run
from nnexplain.project import Project

READS = 0.95  # a training that ends below this was another one
START = """\
import json, sys, time
import torch
import torch._dynamo  # torch loads it with the first optimiser, which is no training
torch.set_num_threads(1)
from nnexplain.data.digits import load_digits
digits = load_digits()
x, y = torch.tensor(digits.train_images), torch.tensor(digits.train_labels)
sizes, recipe = json.loads(sys.argv[1])
generator = torch.Generator().manual_seed(0)
"""
OURS = """\
from nnexplain.models.mlp import MLP
from nnexplain.training.recipe import Recipe
recipe = Recipe(**recipe)
start = time.process_time()
model = MLP(sizes, generator)
recipe.train(model, x, y, generator)
"""
PLAIN = """\
parts = [part for pair in zip(sizes, sizes[1:]) for part in (torch.nn.Linear(*pair), torch.nn.ReLU())]
start = time.process_time()
model = torch.nn.Sequential(*parts[:-1])
settings = {"lr": recipe["rate"], "weight_decay": recipe["decay"], "fused": True}
descent = torch.optim.AdamW(model.parameters(), **settings)
falling = torch.optim.lr_scheduler.CosineAnnealingLR(descent, T_max=recipe["epochs"])
for _ in range(recipe["epochs"]):
    noisy = x + recipe["noise"] * torch.randn(x.shape, generator=generator)
    for rows in torch.randperm(len(x), generator=generator).split(recipe["batch_size"]):
        descent.zero_grad()
        torch.nn.functional.cross_entropy(model(noisy[rows]), y[rows]).backward()
        descent.step()
    falling.step()
"""
STARTS = """\
from nnexplain.models.mlp import MLP
from nnexplain.training.recipe import Recipe
recipe = Recipe(**recipe)
generators = [torch.Generator().manual_seed(seed) for seed in range(1, 10)]
start = time.process_time()
models = [MLP(sizes, generator) for generator in generators]
"""
TOGETHER = (
    STARTS
    + """\
recipe.train_together(models, x, y, generators)
model = models[-1]
"""
)
ALONE = (
    STARTS
    + """\
for model, generator in zip(models, generators):
    recipe.train(model, x, y, generator)
"""
)
END = """\
seconds = time.process_time() - start
right = (model(torch.tensor(digits.test_images)).argmax(1).numpy() == digits.test_labels).mean()
print(json.dumps([seconds, float(right)]))
"""


def train(given: Sites) -> list[Row]:
    """Training the default network on one core, beside the same steps in plain torch."""
    if not given.own:
        return []
    rounds = given.effort.of(5, 1)
    given.progress.say("training the network of the digits")
    facts, ours, plain = _trained(given, rounds, OURS, PLAIN)
    what = f"{facts['recipe']['epochs']} passes over {facts['training_digits']:,} digits, one core"
    beside = "the same steps in plain torch"
    return [
        Row("train", what, ours, plain, beside, 5.0, Kind.VALUE, rounds=rounds),
        Row("train", what, ours, plain, beside, 1.3, rounds=rounds),
    ]


def starts(given: Sites) -> list[Row]:
    """Training the further starts of that network together, beside one after another."""
    if not given.own:
        return []
    rounds = given.effort.of(3, 1)
    given.progress.say("training the further starts of the network of the digits")
    facts, together, alone = _trained(given, rounds, TOGETHER, ALONE)
    what = f"9 starts, {facts['recipe']['epochs']} passes each, one core"
    return [Row("starts", what, together, alone, "one after another", 0.2, rounds=rounds)]


def _trained(given: Sites, rounds: int, ours: str, other: str) -> tuple[dict[str, Any], float, float]:
    """What is known of the lesson's network, and the median seconds of two ways to train such networks."""
    assert given.own
    facts = read_run(Project(given.own.folder).runs / "models" / "digits.safetensors").facts
    words = json.dumps([facts["sizes"], facts["recipe"]])

    def trained(program: str) -> float:
        done = run([sys.executable, "-c", START + program + END, words], generate.ROOT)
        seconds, right = json.loads(done[1])
        if right < READS:
            raise Failed(f"the network reads {right:.1%} of the held-out digits, which is not the lesson's")
        return float(seconds)

    first, second = medians(rounds, lambda: trained(ours), lambda: trained(other))
    return facts, first, second


def lesson(given: Sites) -> list[Row]:
    """A cold build of all that the lesson on reading digits needs, on two cores."""
    given.progress.say("building the lesson on reading digits")
    folder = generate.copy_of_repository(given.folder / "digit-ocr")
    shutil.rmtree(folder / ".nnexplain", ignore_errors=True)
    before = _processor_seconds()
    built = sites.nnexplain_build(folder, "--jobs", "2", "--no-site", "--only", "digit-ocr*")
    if "models/digits" not in built.ran:
        raise Failed(f"a cold build of the lesson ran only {', '.join(built.ran) or 'nothing'}")
    what = f"digit-ocr, {len(built.ran)} scripts, its networks trained"
    used = _processor_seconds() - before
    return [Row("lesson", what, built.seconds, used / 2, "its processor time over two", 60.0, Kind.VALUE)]


def _processor_seconds() -> float:
    """What all processes that this one has waited for took of a processor, theirs included."""
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken.ru_utime + taken.ru_stime
