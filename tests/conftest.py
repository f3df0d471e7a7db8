"""What all tests share.

Property tests try the same examples every time, so that a suite that passed passes again. The search for new
ones is a command of its own: `pytest -m hypothesis --hypothesis-profile search`.
"""

from __future__ import annotations

import os

from hypothesis import settings

# Two hundred steps of a tiny training cost ten times as much with two threads as with one.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# A deadline measures the machine, and no test here asserts wall-clock time.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("house")
