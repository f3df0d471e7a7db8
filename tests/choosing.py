"""Settings as the command line makes them."""

from __future__ import annotations

from collections.abc import Mapping

from nnexplain.data import mnist
from nnexplain.pipeline.settings import Settings


def chosen(given: Mapping[str, str] | None = None) -> Settings:
    """The settings of a user who has given these."""
    return Settings(given or {}, {"digits": {"mnist": mnist}})
