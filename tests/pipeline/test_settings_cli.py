"""Settings in the command line: what it offers, refuses, and hands on."""

from __future__ import annotations

from pathlib import Path

import pytest
from choosing import chosen

from nnexplain.cli import main
from nnexplain.errors import UsageError
from nnexplain.pipeline.settings import SETTINGS

from .conftest import Mini

ASKING = """\
# /// nnexplain
# settings = { digits = "sklearn" }
# ///
from nnexplain.figures import setting, value
value("which", str(setting("digits")))
"""


WRONG = {
    "--digits cifar": "invalid choice: 'cifar'",
    "--digits mnist --digits-folder nowhere": "there is no such folder",
    "--digits-folder .": "say as well: --digits mnist",
    "--digits sklearn --digits-folder .": "nothing would be read from it",
}


@pytest.mark.parametrize("command", ["build", "key", "check"])
def test_wrong_usage(mini: Mini, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    mini.write("build/a.py", ASKING)
    for words, said in WRONG.items():
        assert main(["-C", str(mini.root), command, *words.split()]) == 2
        assert said in capsys.readouterr().err


def test_a_setting_that_no_script_has(mini: Mini) -> None:
    mini.script("a", "value('n', 1)")
    with pytest.raises(UsageError, match="no script has this setting"):
        mini.build(settings={"digits": "sklearn"})
    with pytest.raises(UsageError, match="there is no setting 'tunes'"):
        chosen({"tunes": "loud"})


def test_the_command_line_offers_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("build", "serve", "check", "key"):
        assert main([command, "--help"]) == 0
        said = capsys.readouterr().out
        assert all(f"--{name} {{{','.join(values)}}}" in said for name, values in SETTINGS.items())


def test_keys_and_checks_are_of_a_choice(
    mini: Mini, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(command: str, *words: str) -> str:
        main(["-C", str(mini.root), command, *words])
        return "".join(capsys.readouterr())

    mini.write(
        "mkdocs.yml", "site_name: m\ndocs_dir: content\nmarkdown_extensions: [nnexplain.site.extension]\n"
    )
    mini.write("content/index.md", "# Nothing\n")
    mini.write("build/a.py", ASKING)
    option = ("--digits", "mnist", "--digits-folder", str(folder))
    assert said("key") == said("key", "--digits", "sklearn") != said("key", *option)
    assert main(["-C", str(mini.root), "build", "--no-site", *option]) == 0
    capsys.readouterr()
    assert "nothing to complain about" in said("check", *option)
    assert "stale: digits mnist → sklearn" in said("check")
