"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# A deadline measures the machine, and no test here asserts wall-clock time.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
