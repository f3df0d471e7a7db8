"""What all tests share.

Property tests try the same examples every time, so that a suite that passed passes again. The search for new
ones is a command of its own: `pytest -m hypothesis --hypothesis-profile search`.
"""

from __future__ import annotations

import os

from hypothesis import settings

# Networks as small as these are no faster with more threads, which wait for each other at full speed.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")

# A deadline measures the machine, and no test here asserts wall-clock time.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("house")
