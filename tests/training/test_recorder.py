"""What a recorder writes down, and when."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from nnexplain.models.neuron import Neuron
from nnexplain.training.loop import Moment
from nnexplain.training.recorder import Recorder

NEURON = Neuron((1.0, 2.0, 3.0))


def test_it_stacks_numbers_arrays_and_tensors_over_time() -> None:
    recorder = Recorder(
        {"loss": lambda m: m.loss, "w": lambda m: NEURON.weights, "eye": lambda m: np.eye(2)}, every=2
    )
    for epoch in range(7):
        recorder(Moment(NEURON, epoch, epoch / 10))
    arrays = recorder.arrays()
    assert arrays["epoch"].tolist() == [0, 2, 4, 6]
    assert arrays["loss"].tolist() == [0.0, 0.2, 0.4, 0.6]
    assert arrays["w"].shape == (4, 3) and arrays["eye"].shape == (4, 2, 2)


def test_it_keeps_what_was_and_not_what_the_parameter_became() -> None:
    neuron = Neuron((1.0, 2.0, 3.0))
    recorder = Recorder({"w": lambda m: neuron.weights})
    recorder(Moment(neuron, 0, None))
    with torch.no_grad():
        neuron.weights += 1
    recorder(Moment(neuron, 1, 0.5))
    assert recorder.arrays()["w"].tolist() == [[1, 2, 3], [2, 3, 4]]


def test_a_probe_that_changes_its_shape_is_told_so_and_nothing_is_half_written() -> None:
    recorder = Recorder({"a": lambda m: 1.0, "b": lambda m: np.zeros(m.epoch + 1)})
    recorder(Moment(NEURON, 0, None))
    with pytest.raises(ValueError, match=r"'b' had shape \(1,\) and has now \(2,\)"):
        recorder(Moment(NEURON, 1, None))
    assert [len(array) for array in recorder.arrays().values()] == [1, 1, 1]


def test_its_own_name_and_a_useless_rhythm_are_refused() -> None:
    with pytest.raises(ValueError, match="recorder's own"):
        Recorder({"epoch": lambda m: 0})
    with pytest.raises(ValueError, match="1 or more"):
        Recorder({}, every=0)
