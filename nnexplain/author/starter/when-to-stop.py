# /// nnexplain
# needs   = ["models/wave"]
# figures = ["fit"]
# ///

# %% [markdown]
# # When should a network stop learning?
#
# Two charts, one figure: the network's curve beside the points it learns from, and its error on these and on
# points that it never sees. Both follow one parameter, the pass.

# %%
import altair as alt
import numpy as np
import pandas as pd

from nnexplain.charts import curve, token
from nnexplain.figures import Predict, figure, need, value

run = need("models/wave")
passes = np.arange(len(run["own"])) * run.facts["every"]
last = int(passes[-1])
best = int(passes[run["unseen"].argmin()])

# %% [markdown]
# The picture: points, and of all curves the one of the pass that the reader has chosen.

# %%
step = alt.param(
    name="step", value=0, bind=alt.binding_range(min=0, max=last, step=run.facts["every"], name="pass")
)
points = pd.DataFrame({"x": run["x"], "y": run["y"]})
curves = pd.DataFrame(
    {
        "step": np.repeat(passes, len(run["across"])),
        "x": np.tile(run["across"], len(passes)),
        "y": run["curves"].ravel(),
    }
)
x = alt.X("x:Q", title="what goes in", scale=alt.Scale(domain=[-1, 1], nice=False))
y = alt.Y("y:Q", title="what comes out", scale=alt.Scale(domain=[-2, 2], nice=False))
line = (
    alt.Chart(curves)
    .transform_filter("datum.step == step")
    .mark_line(stroke=token("ink"), strokeWidth=2, clip=True)
    .encode(x=x, y=y)
)
dots = alt.Chart(points).mark_point(filled=True, size=60, fill=token("class-a"), opacity=1).encode(x=x, y=y)
picture = alt.layer(dots, line).add_params(step).properties(width=300, height=220)

# %% [markdown]
# The errors, each named at its line, and the sentence below the caption.

# %%
errors = pd.DataFrame(
    {
        "step": np.tile(passes, 2),
        "error": np.concatenate([run["own"], run["unseen"]]),
        "on": np.repeat(["its own points", "unseen points"], len(passes)),
    }
)
measured = curve(
    errors,
    "step",
    "error",
    x_title="pass",
    y_title="mean squared error",
    series="on",
    cursor=step,
    domain=(0, 0.8),
    across=(0, last),
    width=260,
    height=220,
)
sentences = [
    f"After {number} passes its error is {own:.3f} on its own points and {unseen:.3f} on unseen ones."
    for number, own, unseen in zip(passes, run["own"], run["unseen"], strict=True)
]
says = alt.param(name="says", expr=f"{sentences}[step / {run.facts['every']}]")

figure(
    "fit",
    picture.add_params(says),
    measured,
    player="step",
    pace=8,
    predict=Predict(
        "It starts with a flat line. After how many passes is it best on points it has never seen?",
        best,
        line=(0, last, run.facts["every"]),
        what="the best pass",
        shows={"step": best},
    ),
    description="The curve is flat, then follows the wave, then bends towards single points. Two lines of "
    "errors beside it: on its own points, and on unseen ones.",
)

# %% [markdown]
# The numbers of the prose. What is said of them is decided here, so that it stays true when they change.

# %%
value("points", len(run["x"]))
value("noise", run.facts["noise"] ** 2)
value("passes", last)
value("best", best)
value("best_error", run["unseen"].min())
value("last_error", run["unseen"][-1])
value("own_error", run["own"][-1])
worse = run["unseen"][-1] > 1.05 * run["unseen"].min()
value("verdict", "so here it should have stopped early" if worse else "so here stopping early gains nothing")
