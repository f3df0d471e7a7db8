"""The parameters that the figures of one neuron share: their names and values are in addresses."""

from __future__ import annotations

import pytest

from nnexplain.params.neuron import neuron_params

FACTS = {"passes": 60, "rate": 2.0, "sets": {"learnable": {"ratings": "d--l-ld-"}}}


def test_a_control_is_where_it_is_asked_for_and_the_value_is_one() -> None:
    bound = neuron_params(FACTS, "song", "step", also=("rate", "own"))
    followed = neuron_params(FACTS, "rate", also=("step", "song"))
    assert [param.name for param in bound] == ["song", "step", "rate", "own"]
    assert [param.input for param in bound] == ["select", "range", "none", "none"]
    values = {"song": 5, "step": 0, "rate": 2, "own": "d--l-ld-"}
    assert {param.name: param.value for param in bound} == values
    assert {param.name: param.value for param in followed} == {"rate": 2, "step": 0, "song": 5}


def test_every_control_offers_its_value() -> None:
    for param in neuron_params(FACTS, "step", "turn", "song", "set", "rate"):
        param.check()
        assert param.allows(param.value) and param.label
        assert len(param.labels) == len(param.options)
    step = neuron_params(FACTS, "step")[0]
    assert step.allows(60) and not step.allows(61)


@pytest.mark.parametrize(("bound", "also"), [(("tilt",), ()), ((), ("weight",)), (("own",), ("step",))])
def test_what_a_neuron_has_not_is_refused(bound: tuple[str, ...], also: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="allowed here: step, turn, "):
        neuron_params(FACTS, *bound, also=also)
