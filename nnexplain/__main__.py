"""`python -m nnexplain` is the `nnexplain` command."""

from nnexplain.cli import entry

if __name__ == "__main__":
    entry()
