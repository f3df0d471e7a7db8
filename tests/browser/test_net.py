"""The network runtime is torch's: passes, losses, gradients and optimisers, in float64."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from engine import Engine
from hypothesis import given

from .nets import BROWSER, LOSSES, Case, Torch, cases, draw_case, error, flat, open_nets, torch


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_nets(tmp_path_factory.mktemp("net")) as page:
        yield page


PASSES = """(given) => {
  const { network, x, y, loss } = nn.read(given);
  const pass = nn.forward(network, x);
  const measured = nn.measure(loss, network, pass, y);
  const { gradient, deltas, dx } = nn.backward(network, pass, measured.delta);
  const plain = (arrays) => arrays.map((array) => Array.from(array));
  return {
    sums: plain(pass.map(({ z }) => z)), answer: [...pass.at(-1).a],
    loss: measured.loss, each: [...measured.each],
    gradient: [...gradient.parameters], deltas: plain(deltas), dx: [...dx],
  };
}"""


@BROWSER
@given(cases())
def test_both_passes_are_torch_s(page: Engine, case: Case) -> None:
    got = page.evaluate(PASSES, case.to_json())
    network = Torch(case)
    x, y = torch.tensor(case.x, requires_grad=True), torch.tensor(case.y)
    measure, _, of_sums = LOSSES[case.loss]
    sums, answer = network.forward(x)
    for z in sums:
        z.retain_grad()
    each = measure(sums[-1] if of_sums else answer, y, reduction="none")
    loss = measure(sums[-1] if of_sums else answer, y)
    loss.backward()
    for z, delta, expected in zip(got["sums"], got["deltas"], sums, strict=True):
        assert error(z, flat([expected])) < 1e-12
        assert error(delta, flat([expected.grad])) < 1e-9
    assert error(got["answer"], flat([answer])) < 1e-12
    assert error([got["loss"]], [float(loss.detach())]) < 1e-12
    assert error(got["each"], flat([each])) < 1e-12
    assert error(got["gradient"], flat(leaf.grad for leaf in network.leaves)) < 1e-9
    assert error(got["dx"], flat([x.grad])) < 1e-9


def test_certain_answers_have_finite_losses(page: Engine) -> None:
    for loss, y in (("binary-cross-entropy", [[0.0, 1.0]]), ("cross-entropy", [[0.0, 1.0]])):
        shape = {"inputs": 1, "outputs": 2, "activation": LOSSES[loss][1][0], "bias": False}
        case = Case([shape], np.array([3000.0, -2000.0]), np.array([[1.0]]), np.array(y), loss)
        expected = {"binary-cross-entropy": 2500.0, "cross-entropy": 5000.0}[loss]
        assert page.evaluate(PASSES, case.to_json())["loss"] == expected


NUMERIC = """(given) => {
  const { network, x, y, loss } = nn.read(given);
  const lossAt = (net, at) => nn.measure(loss, net, nn.forward(net, at), y).loss;
  const slopes = (numbers, f) => Array.from(numbers, (_, i) => {
    const [up, down] = [numbers.slice(), numbers.slice()];
    up[i] += 1e-5; down[i] -= 1e-5;
    return (f(up) - f(down)) / 2e-5;
  });
  const moved = (theta) => nn.networkOf(network.layers, theta);
  const gradient = slopes(network.parameters, (theta) => lossAt(moved(theta), x));
  return [gradient, slopes(x, (at) => lossAt(network, at))];
}"""


@pytest.mark.parametrize("loss", LOSSES)
def test_gradients_are_what_a_nudge_shows(page: Engine, loss: str) -> None:
    last = LOSSES[loss][1][0]
    case = draw_case(3, [3, 5, 4, 2], 4, ["tanh", "sigmoid"], last, loss, 1.0)
    gradient, dx = page.evaluate(NUMERIC, case.to_json())
    got = page.evaluate(PASSES, case.to_json())
    assert error(got["gradient"], gradient) < 1e-9
    assert error(got["dx"], dx) < 1e-9


OPTIMISERS = {
    "sgd": ({"rate": 0.3}, torch.optim.SGD, {"lr": 0.3}),
    "sgd, decay": ({"rate": 0.3, "decay": 0.01}, torch.optim.SGD, {"lr": 0.3, "weight_decay": 0.01}),
    "momentum": ({"rate": 0.05}, torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}),
    "momentum, decay": (
        {"rate": 0.05, "momentum": 0.5, "decay": 0.01},
        torch.optim.SGD,
        {"lr": 0.05, "momentum": 0.5, "weight_decay": 0.01},
    ),
    "adam": ({"rate": 0.02}, torch.optim.Adam, {"lr": 0.02}),
    "adam, decay": (
        {"rate": 0.02, "betas": [0.8, 0.99], "epsilon": 1e-6, "decay": 0.01},
        torch.optim.Adam,
        {"lr": 0.02, "betas": (0.8, 0.99), "eps": 1e-6, "weight_decay": 0.01},
    ),
    "adamw": ({"rate": 0.02}, torch.optim.AdamW, {"lr": 0.02}),
}
TRAINING = """(given) => {
  const { network, x, y, loss, optimiser, epochs, size } = nn.read(given);
  let state = nn.begin(network, 7);
  const [orders, losses] = [[], []];
  for (let t = 0; t < epochs; t++) {
    orders.push(new nn.Random(state.random).order(18));
    const rule = { loss, optimiser };
    const outcome = size ? nn.epoch(state, rule, x, y, size) : nn.step(state, rule, x, y);
    if (outcome.diverged) throw new Error("diverged");
    state = outcome.state;
    losses.push(outcome.loss);
  }
  return { orders, losses, parameters: [...state.network.parameters] };
}"""


@pytest.mark.parametrize("size", [0, 5], ids=["all at once", "mini-batches"])
@pytest.mark.parametrize("name", OPTIMISERS)
def test_two_hundred_steps_follow_torch_s(page: Engine, name: str, size: int) -> None:
    setting, kind, keywords = OPTIMISERS[name]
    case = draw_case(11, [3, 8, 4, 3], 18, ["relu", "tanh"], "softmax", "cross-entropy", 0.5)
    epochs = 50 if size else 200  # 18 examples by 5 are four batches, the last of three
    optimiser = {"name": name.split(",")[0], **setting}
    got = page.evaluate(TRAINING, {**case.to_json(), "optimiser": optimiser, "epochs": epochs, "size": size})
    network = Torch(case)
    descent = kind(network.leaves, **keywords)
    x, y = torch.tensor(case.x), torch.tensor(case.y)
    losses = []
    for order in got["orders"]:
        assert sorted(order) == list(range(18))
        total = 0.0
        for rows in torch.split(torch.tensor(order), size) if size else [torch.arange(18)]:
            descent.zero_grad()
            loss = network.loss(x[rows], y[rows])
            loss.backward()
            descent.step()
            total += loss.item() * len(rows) / 18
        losses.append(total)
    assert losses[-1] < 0.7 * losses[0], "the run is to be one that learns"
    assert error(got["losses"], losses) < 1e-9
    assert error(got["parameters"], flat(network.leaves)) < 1e-9
    assert len({tuple(order) for order in got["orders"]}) == (epochs if size else 1)
