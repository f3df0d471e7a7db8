"""The texts of generated scripts. What is trained and drawn is written once, for nnexplain and plain Python.

Placeholders stand in `@NAME@`, because braces are Python's here.
"""

from __future__ import annotations

TRAINING = """\
STEPS = @STEPS@
KEPT, FRAMES = 60, 12

generator = torch.Generator().manual_seed(@NUMBER@)
points = torch.rand(256, 2, generator=generator) * 2 - 1
wanted = (points[:, 0] * points[:, 1] > 0).float()
network = torch.nn.Sequential(
    torch.nn.Linear(2, 64), torch.nn.Tanh(), torch.nn.Linear(64, 64), torch.nn.Tanh(), torch.nn.Linear(64, 1)
)
for parameter in network.parameters():
    torch.nn.init.normal_(parameter, std=0.3, generator=generator)
descent = torch.optim.Adam(network.parameters(), lr=0.003)
losses, frames, weights = [], [], []
for step in range(STEPS):
    score = network(points)[:, 0]
    loss = torch.nn.functional.binary_cross_entropy_with_logits(score, wanted)
    descent.zero_grad()
    loss.backward()
    descent.step()
    if step % (STEPS // KEPT) == 0:
        losses.append(loss.item())
    if step % (STEPS // FRAMES) == 0:
        frames.append(torch.sigmoid(score).detach().clone())
        weights.append(network[0].weight.detach().clone())
accuracy = float(((score > 0) == (wanted > 0)).float().mean())
run = {
    "points": points.numpy(),
    "loss": torch.tensor(losses).numpy(),
    "frames": torch.stack(frames).numpy(),
    "weights": torch.stack(weights).numpy(),
}
"""

CHARTS = """\
step = alt.param(name="step", value=11, bind=alt.binding_range(min=0, max=11, step=1, name="frame"))
losses = pd.DataFrame({"sample": range(len(run["loss"])), "loss": run["loss"]})
curve = alt.Chart(losses, width=420, height=170).mark_line(color="var(--nn-ink)").encode(
    alt.X("sample:Q").title("@LABEL@"), alt.Y("loss:Q").title("loss (nats)")
)
cursor = alt.Chart().mark_rule(color="var(--nn-focus)").encode(
    alt.XDatum(alt.expr("step * 5"), type="quantitative")
)
answers = pd.DataFrame(
    [
        (frame, x, y, p)
        for frame, found in enumerate(run["frames"])
        for (x, y), p in zip(run["points"].round(2).tolist(), found.round(3).tolist(), strict=True)
    ],
    columns=["frame", "x", "y", "p"],
)
now = alt.Chart(answers, width=320, height=240).add_params(step).transform_filter("datum.frame == step")
liked = alt.when("datum.p > 0.5").then(alt.value("var(--nn-class-a)"))
colour = liked.otherwise(alt.value("var(--nn-class-b)"))
table = pd.DataFrame(
    [
        (frame, unit, name, weight)
        for frame, rows in enumerate(run["weights"].round(3).tolist())
        for unit, row in enumerate(rows[:32])
        for name, weight in zip(("x", "y"), row, strict=True)
    ],
    columns=["frame", "unit", "input", "weight"],
)
sign = alt.when("datum.weight < 0").then(alt.value("var(--nn-neg)")).otherwise(alt.value("var(--nn-pos)"))
charts = {
    "loss": alt.layer(curve, cursor).add_params(step),
    "answers": now.mark_point(filled=True).encode(
        alt.X("x:Q"), alt.Y("y:Q"), color=colour
    ),
    "spread": now.mark_bar(color="var(--nn-muted)").encode(
        alt.X("p:Q").bin(maxbins=20).title("probability"), alt.Y("count()").title("points")
    ),
    "weights": alt.Chart(table, width=420, height=60)
    .add_params(step)
    .transform_filter("datum.frame == step")
    .mark_rect()
    .encode(alt.X("unit:O").axis(None), alt.Y("input:N").title(None), color=sign, opacity="abs:Q")
    .transform_calculate(abs="abs(datum.weight)"),
}
"""

MODEL = """\
# /// nnexplain
# figures = []
# ///

# %% [markdown]
# # The training of lesson @NUMBER@

# %%
import torch

from nnexplain.figures import save_run

torch.set_num_threads(1)
@TRAINING@
save_run(run, accuracy=accuracy)
"""

DRAWN = """\
# /// nnexplain
# needs = ["models/@NAME@"]
# figures = @FIGURES@
# ///

# %% [markdown]
# # The figures of lesson @NUMBER@

# %%
import altair as alt
import pandas as pd

from nnexplain.figures import figure, need, value

run = need("models/@NAME@")
@CHARTS@
for name in @FIGURES@:
    figure(name, charts[name], description="A picture of the training.")
value("accuracy", float(run.facts["accuracy"]))
"""

PLAIN = """\
import altair as alt
import pandas as pd
import torch

torch.set_num_threads(1)
@TRAINING@
@CHARTS@
for name in @FIGURES@:
    charts[name].save(f"@NAME@-{name}.svg")
"""

LIGHT = """\
# /// nnexplain
# figures = @FIGURES@
# ///

# %%
from nnexplain.figures import figure, value


def rehearsed() -> None:
    \"\"\"Never called: it gives planning as many imports to follow as a real lesson has.\"\"\"
    import altair, numpy, pandas, torch
    from nnexplain import charts
    from nnexplain.data import songs
    from nnexplain.methods import plane
    from nnexplain.training import loop, recorder


encoding = {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}
for place, name in enumerate(@FIGURES@):
    rows = [{"x": x, "y": x * place + @NUMBER@} for x in range(3)]
    figure(name, {"data": {"values": rows}, "mark": "point", "encoding": encoding})
value("accuracy", 0.5)
"""

LESSON = """\
Lesson @NUMBER@
{ .nn-eyebrow }

# What network @NUMBER@ sees

This page was generated to measure with. Its network gets {{ accuracy | .1% }} of its points right.
{ .nn-lead }

"""

PROSE = """\
A network of two layers bends the plane: each of its neurons draws one line, and what lies between the
lines is for the next layer to say. **Nothing here is drawn by hand.** Every number comes from the training,
which you can repeat; every picture follows the slider. Where the loss falls quickly the lines move fast, and
where it is flat they only turn. Look for the neurons that start out useless and *become* what separates the
last points.

"""

FIGURE = """\
## Looking at @FIGURE@

![The @FIGURE@ of the network, frame by frame](figures/@NAME@/@FIGURE@.svg "How the @FIGURE@ changed.")

"""


def filled(template: str, **given: object) -> str:
    """`template` with every `@NAME@` replaced by `given["name"]`. `KeyError` for one that is not given."""
    parts = template.split("@")
    values = {name.upper(): str(value) for name, value in given.items()}
    return "".join(values[part] if place % 2 else part for place, part in enumerate(parts))
