# /// nnexplain
# needs = ["models/digits", "models/digits-lesions"]
# figures = ["lesions"]
# ///

# %% [markdown]
# # Units to silence
#
# In the page the widget `lesions` silences units. Here is its static picture, with all of them awake: the
# same marks in the same places.

# %%
import altair as alt
import numpy as np

from nnexplain import charts
from nnexplain.charts import Box, Dot, Mark, Word
from nnexplain.figures import figure, need, value

run, lesions = need("models/digits"), need("models/digits-lesions")
sizes, words = run.facts["sizes"], run.facts["region_words"]
names = [f"hidden{k}" for k in range(1, len(sizes) - 1)]
SHOWN = run.facts["shown"]  # the page has no more of the held-out digits
answers, truth, region = run["probabilities"][:SHOWN], run["labels"][:SHOWN], run["region"]
said = answers.argmax(axis=1)
CLASSES, COUNT, HIDDEN = answers.shape[1], len(truth), sum(sizes[1:-1])
right = int((said == truth).sum())
lab = charts.lab_facts(truth, said, run["hidden1"][:SHOWN])
DIGIT = int(lab["digit"])
ORDER = lesions["rank"][0]  # of this network, the first of those that were trained

# %% [markdown]
# ## The units and the regions
#
# Letters tell which region a unit belongs to; they must stay readable, so the glow below them is faint.


# %%
def units_plan() -> alt.LayerChart:
    glow = [0.4 * run[name][DIGIT] / charts.full_glow(run[name][:SHOWN]) for name in names]
    marks, boxes, y = charts.unit_marks(glow, 0, answers=False, chosen=lab["unit"])
    for (x, top, _, height), group in zip((box for layer in boxes for box in layer), region, strict=True):
        if group >= 0:
            marks.append(Word(x + 5, top + height - 8, chr(65 + group), 11))
    y += 14
    marks.append(Word(0, y + 6, "regions: units that are on together", paint="muted"))
    for group, word in enumerate(words):
        x, top = group % 2 * 176, y + 18 + group // 2 * 48
        marks.append(Box(x, top, 172, 44, edge="rule-strong"))
        marks.append(Word(x + 10, top + 14, f"{chr(65 + group)}, {(region == group).sum()} units", 12, 600))
        marks.append(Word(x + 10, top + 31, word, paint="muted"))
    height = y + 18 + (len(words) + 1) // 2 * 48
    return charts.plan(marks, width=352, height=height, params=state)


# %% [markdown]
# ## How many are read

# %%
LEFT, RIGHT, TOP, BOTTOM = 40, 344, 44, 184


def height_of(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share


def trace_plan() -> alt.LayerChart:
    marks: list[Mark] = [
        Word(0, 10, f"reads {right} of {COUNT}", 20, 600),
        Word(RIGHT, 11, charts.share(right / COUNT), align="right", paint="muted"),
        Word((LEFT + RIGHT) / 2, 215, "hidden units silenced", align="center"),
        Dot(LEFT, height_of(right / COUNT), 5, paint="focus"),
    ]
    for share in (0.0, 0.5, 1.0):
        y = height_of(share)
        marks.append(Word(LEFT - 6, y, f"{100 * share:.0f}%", align="right", paint="muted"))
        marks.append(Box(LEFT, y - 0.5, RIGHT - LEFT, 1, "rule" if share else "rule-strong"))
    for third in range(4):
        k = round(HIDDEN * third / 3)
        x = LEFT + (RIGHT - LEFT) * k / HIDDEN
        marks.append(Word(x, BOTTOM + 14, str(k), align="center", paint="muted"))
    return charts.plan(marks, width=352, height=222)


# %%
def digits_plan() -> alt.LayerChart:
    marks: list[Mark] = [Word(0, 4, "still read, digit by digit", 13, 600)]
    for digit in range(CLASSES):
        of = int((truth == digit).sum())
        reads = int(((truth == digit) & (said == digit)).sum())
        x, height = digit * 35.2 + 5.6, 90 * reads / of
        marks += [
            Box(x, 112 - height, 24, height, "ink"),
            Box(x, 22, 24, 90, edge="rule-strong"),
            Box(x - 4, 111 - height, 32, 2, "muted"),
            Word(x + 12, 127, str(digit), 12, 600, "center"),
            Word(x + 12, 144, str(reads), align="center", paint="muted"),
        ]
    side = round(run["images"][DIGIT].size ** 0.5)
    marks += charts.ink_marks(run["images"][DIGIT].reshape(side, side), 0, 166, 44)
    sure = f"{charts.share(answers[DIGIT].max())} sure; it is {truth[DIGIT]}"
    marks += [Word(58, 179, f"says {said[DIGIT]}", 20, 600), Word(58, 201, sure)]
    return charts.plan(marks, width=352, height=212)


# %% [markdown]
# ## Its words

# %%
article = "an" if truth[DIGIT] == 8 else "a"
sentence = (
    f"None of the {HIDDEN} hidden units is silenced. The network reads {right} of {COUNT} held-out digits, "
    f"{charts.share(right / COUNT)}; untouched, {right}. For test digit no. {DIGIT}, {article} "
    f"{truth[DIGIT]}, it says {said[DIGIT]}, {charts.share(answers[DIGIT].max())} sure."
)
state = (*charts.lab_params(lab, "digit"), alt.param(name="says", expr=repr(sentence)))
figure(
    "lesions",
    units_plan(),
    trace_plan(),
    digits_plan(),
    description="Left, the hidden units of the network as buttons, each with the letter of its region, and "
    "the regions as buttons. Right, a chart of how many digits are read against how many units are silent, "
    "and ten bars: how many of each digit are still read.",
    widget="lesions",
    network="digit-ocr/digits",
    arrays={"order": ORDER.astype(np.int16)},
    facts={},
    tools=("one more at random", "least important next", "most important next", "wake all"),
)

# %%
for name, number in {
    "hidden": HIDDEN,
    "regions": len(words),
    "least": ".".join(lesions.facts["units"][k] for k in ORDER[: HIDDEN // 4]),
    "most": ".".join(lesions.facts["units"][k] for k in ORDER[::-1][: HIDDEN // 4]),
    "quarter": HIDDEN // 4,
}.items():
    value(name, number)
