"""What nnexplain's performance is claimed from: `python -m benchmarks` measures and prints all of it.

Every claim is a ratio (or a difference) against something that runs beside it on the same machine, so the
limits mean the same on a fast machine and a slow one; only the page's weight and the reader's waiting have
units.
"""
