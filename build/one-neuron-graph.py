# /// nnexplain
# needs = ["models/taste"]
# data = []
# figures = ["graph"]
# ///

# %% [markdown]
# # One song there and back
#
# The computational graph of the neuron: predict, measure, find who is to blame, adjust. In the page the
# widget `graph` draws it, one operation at a time, and takes the places of its nodes from here; this is the
# picture of the moment at which the four products have been added up.

# %%
import altair as alt
import pandas as pd

from nnexplain import charts
from nnexplain.charts.theme import panel
from nnexplain.data import songs
from nnexplain.figures import figure, need

run = need("models/taste")
STEP, OPERATION, LAST, SONG = 4, 5, 19, (1, 0, 1)
WIDTH, HEIGHT = 430, 356
NAMES = [*songs.FEATURES, "bias"]
SEEN = songs.SONGS.index(SONG)
x = [*SONG, 1]
w = [*map(float, run["learnable_weights"][STEP]), float(run["learnable_bias"][STEP])]
terms = [a * b for a, b in zip(x, w, strict=True)]

# %%
PLACES: dict[str, tuple[float, float]] = {}
for i in range(4):
    PLACES |= {
        f"fact{i}": (92, 20 + 88 * i),
        f"weight{i}": (92, 54 + 88 * i),
        f"times{i}": (178, 37 + 88 * i),
    }
PLACES |= {"sum": (276, 169), "squash": (346, 169), "loss": (414, 169), "truth": (414, 92)}
WIRES = [(f"{part}{i}", f"times{i}") for i in range(4) for part in ("fact", "weight")]
WIRES += [(f"times{i}", "sum") for i in range(4)]
WIRES += [("sum", "squash"), ("squash", "loss"), ("truth", "loss")]


def number(value: float) -> str:
    return f"{value:.3f}".replace("-", "−")


def nodes() -> pd.DataFrame:
    signs = {"times": "×", "sum": "+", "squash": "σ", "loss": "−ln"}
    shown = {"sum": number(sum(terms)), "truth": "1", "squash": "", "loss": ""}
    for i in range(4):
        shown |= {f"fact{i}": str(x[i]), f"weight{i}": number(w[i]), f"times{i}": number(terms[i])}
    names = {"sum": "sum", "squash": "answer", "loss": "loss", "truth": "truth"}
    for i, name in enumerate(NAMES):
        names |= {f"fact{i}": f"{name}?" if i < 3 else "always", f"weight{i}": "weight" if i < 3 else "bias"}
    kinds = {node: node.rstrip("0123") for node in PLACES}
    rows = [
        (*place, signs.get(kinds[node], ""), shown[node], names.get(node, ""), kinds[node])
        for node, place in PLACES.items()
    ]
    table = pd.DataFrame(rows, columns=["x", "y", "sign", "value", "name", "kind"])
    return table.assign(
        pill=table.kind.isin(["fact", "weight", "truth"]),
        lit=table.kind == "sum",
        ahead=table.kind.isin(["squash", "loss"]),
    )


# %%
PILL = "M-0.593,-0.481H0.593A0.481,0.481,0,0,1,0.593,0.481H-0.593A0.481,0.481,0,0,1,-0.593,-0.481Z"


def at(chart: alt.Chart) -> alt.Chart:
    return chart.encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False)),
        y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[HEIGHT, 0], nice=False)),
    )


def text(
    chart: alt.Chart, field: str, colour: str = "ink", dx: float = 0, dy: float = 0, **style: object
) -> alt.Chart:
    mark = {"fontSize": 12, "baseline": "middle", "align": "center"} | style
    return at(chart.mark_text(fill=charts.token(colour), dx=dx, dy=dy, **mark)).encode(text=f"{field}:N")


def labels(table: pd.DataFrame) -> list[alt.Chart]:
    """Signs, values and names; the values of products make room for what comes back to them."""
    pills, discs = alt.Chart(table[table.pill]), table[~table.pill]
    return [
        text(alt.Chart(discs), "sign", fontSize=15, fontWeight=600),
        text(pills, "value", fontWeight=500),
        text(alt.Chart(discs[discs.kind != "times"]), "value", dy=28, fontWeight=600),
        text(alt.Chart(discs[discs.kind == "times"]), "value", dx=13, dy=28, align="right", fontWeight=600),
        text(alt.Chart(discs), "name", "muted", dy=-28),
        text(alt.Chart(table[table.pill & (table.kind != "truth")]), "name", "muted", dx=-32, align="right"),
        text(alt.Chart(table[table.kind == "truth"]), "name", "muted", dy=-22),
    ]


def graph() -> alt.LayerChart:
    table = nodes()
    ends = pd.DataFrame(
        [(*PLACES[a], *PLACES[b], b in ("squash", "loss"), b == "sum") for a, b in WIRES],
        columns=["x", "y", "x2", "y2", "ahead", "lit"],
    )
    wires = [
        at(alt.Chart(ends[pick]).mark_rule(stroke=charts.token(colour), **style)).encode(x2="x2", y2="y2")
        for pick, colour, style in (
            (ends.ahead, "rule-strong", {"strokeWidth": 1.5, "strokeDash": [2, 4]}),
            (~ends.ahead & ~ends.lit, "rule-strong", {"strokeWidth": 1.5}),
            (ends.lit, "focus", {"strokeWidth": 3}),
        )
    ]
    pills, discs = alt.Chart(table[table.pill]), table[~table.pill]
    shapes = [
        at(
            pills.mark_point(
                shape=PILL,
                size=2916,
                filled=True,
                fill=charts.token("paper"),
                stroke=charts.token("rule-strong"),
                strokeWidth=1.5,
                opacity=1,
            )
        )
    ]
    for pick, ground, stroke, style in (
        (discs.ahead, "panel", "rule-strong", {"strokeWidth": 1.5, "strokeDash": [2, 3]}),
        (discs.lit, "paper", "focus", {"strokeWidth": 3}),
        (~discs.ahead & ~discs.lit, "paper", "rule-strong", {"strokeWidth": 1.5}),
    ):
        disc = alt.Chart(discs[pick]).mark_point(
            shape="circle",
            size=1156,
            filled=True,
            fill=charts.token(ground),
            stroke=charts.token(stroke),
            opacity=1,
            **style,
        )
        shapes.append(at(disc))
    return panel(
        [*wires, *shapes, *labels(table)], params, WIDTH, HEIGHT, "Predict, measure, and back", right=24
    )


# %%
def lines() -> pd.DataFrame:
    signs = [" − " if term < 0 else " + " for term in terms]
    formula = number(terms[0]) + "".join(
        s + number(abs(t)) for s, t in zip(signs[1:], terms[1:], strict=True)
    )
    said = [
        (0, 8, f"predict  ·  operation {OPERATION} of {LAST}", 12, "muted", 400),
        (0, 34, "Add up", 15, "ink", 600),
        (0, 74, formula, 15, "ink", 400),
        (0, 100, f"= {number(sum(terms))}", 15, "ink", 400),
        (0, 132, "Above zero: it leans to yes.", 13, "muted", 400),
    ]
    return pd.DataFrame(said, columns=["x", "y", "words", "size", "colour", "weight"])


COLUMNS, TABLE, ROW = (0, 140, 232, 324, 416), 232, 30


def cells() -> pd.DataFrame:
    rows = [
        (COLUMNS[k], TABLE - 26, head, "muted", 12)
        for k, head in enumerate(("", f"pass {STEP}", "this song", "mean of 4", "next"))
    ]
    for i, name in enumerate(NAMES):
        shown = (name, number(w[i]), "·", "·", "·")
        rows += [(COLUMNS[k], TABLE + ROW * i, cell, "ink", 13) for k, cell in enumerate(shown)]
    return pd.DataFrame(rows, columns=["x", "y", "words", "colour", "size"])


def steps() -> alt.LayerChart:
    table = cells()
    layers = [
        text(
            alt.Chart(lines().iloc[[k]]),
            "words",
            line.colour,
            align="left",
            fontSize=line.size,
            fontWeight=line.weight,
        )
        for k, line in enumerate(lines().itertuples())
    ]
    for (colour, size, first), part in table.groupby(["colour", "size", table.x == 0]):
        layers.append(
            text(alt.Chart(part), "words", colour, align="left" if first else "right", fontSize=size)
        )
    rule = pd.DataFrame([(-8, TABLE - 15, WIDTH)], columns=["x", "y", "x2"])
    layers.append(at(alt.Chart(rule).mark_rule(stroke=charts.token("rule-strong"))).encode(x2="x2"))
    return panel(layers, (), WIDTH, HEIGHT)


# %%
operation = alt.param(
    name="op", value=OPERATION, bind=alt.binding_range(min=0, max=LAST, step=1, name="operation")
)
song = alt.param(
    name="song",
    value=SEEN,
    bind=alt.binding_select(
        options=list(range(8)), labels=[songs.song_name(s) for s in songs.SONGS], name="song"
    ),
)
shared = {
    "set": "learnable",
    "own": run.facts["sets"]["learnable"]["ratings"],
    "run": "",
    "rate": round(run.facts["rate"]),
}
words = lines().words
says = (
    f"{songs.song_name(SONG)}, operation {OPERATION} of {LAST}. {words[1]}: {words[2]} {words[3]}. {words[4]}"
)
step = alt.param(
    name="step",
    value=STEP,
    bind=alt.binding_range(min=0, max=int(run.facts["passes"]), step=1, name="pass"),
)
params = (
    operation,
    song,
    step,
    *(alt.param(name=name, value=value) for name, value in shared.items()),
    alt.param(name="says", expr=repr(says)),
)
figure(
    "graph",
    graph(),
    steps(),
    description="On the left the facts of a song and their weights, multiplied in pairs, added up, squashed "
    "into a probability, compared with the truth. On the right the operation at hand and a table of weights.",
    widget="graph",
    arrays={name: run[name] for name in run.arrays if not name.endswith("probability")},
    facts=dict(run.facts) | {"places": {name: list(place) for name, place in PLACES.items()}},
    player="op",
)
