"""What the figures of a page share: the parameters that several widgets read, each family in a file of its own."""

from nnexplain.params.lab import lab_facts, lab_params, run_facts

__all__ = ["lab_facts", "lab_params", "run_facts"]
