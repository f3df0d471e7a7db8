"""What `serve` looks at beside its folders: declared data, whatever state scripts and data are in."""

from __future__ import annotations

from pathlib import Path

import nnexplain
from nnexplain.pipeline.declared import Followed

from .conftest import Mini

HOME = Path(nnexplain.__file__).parent


def test_every_entry_has_its_files_and_says_when_they_change(mini: Mini) -> None:
    for name in ("one.csv", "folder/a.csv", "folder/deep/b.csv", "many/c.csv", "many/c.txt"):
        mini.write(name, name)
    mini.script("first", "", data=["one.csv", "folder"])
    mini.script("models/second", "", data=["many/*.csv", "one.csv"])
    stamps = Followed()
    found = {name: files for name, files in stamps(mini.project, [HOME]).items() if files}
    assert {name: [file for file, *_ in files] for name, files in found.items()} == {
        "folder": ["folder/a.csv", "folder/deep/b.csv"],
        "many/*.csv": ["many/c.csv"],
        "one.csv": ["one.csv"],
    }
    assert stamps(mini.project, [HOME]) == found
    mini.write("one.csv", "something longer")
    mini.write("many/d.csv", "")
    (mini.root / "folder/a.csv").unlink()
    after = stamps(mini.project, [HOME])
    assert all(after[name] != found[name] for name in found)


def test_what_is_watched_already_is_left_out_and_what_is_wrong_is_for_the_build_to_say(mini: Mini) -> None:
    for name in ("content/a.csv", "b.csv", "site/index.html"):
        mini.write(name, "")
    mini.write("build/broken.py", "# /// nnexplain\n# data = [\n# ///\n")
    mini.script("lesson", "", data=["content/a.csv", "build/*.py", "b.csv", "nowhere.csv", "site/index.html"])
    stamps, folders = Followed(), [HOME, mini.project.content, mini.project.scripts]
    found = stamps(mini.project, folders)
    assert {name: len(files) for name, files in found.items()} == {
        "b.csv": 1, "nowhere.csv": 0, "site/index.html": 0
    }  # fmt: skip
    mini.write("nowhere.csv", "")
    assert len(stamps(mini.project, folders)["nowhere.csv"]) == 1


def test_local_modules_are_followed_and_where_they_may_come_to_lie(mini: Mini) -> None:
    """Also those that are imported through others, the data that they declare, and one that is missing."""
    mini.write("lib/__init__.py", "")
    mini.write("lib/outer.py", "from lib import inner\n")
    mini.write("lib/inner.py", "# /// nnexplain\n# data = ['lib/notes.txt']\n# ///\n")
    mini.write("lib/notes.txt", "A")
    mini.script("lesson", "import lib.outer\nimport to_come")
    follow, watched = Followed(), [HOME, mini.project.scripts]

    def there() -> set[str]:
        return {name for name, files in follow(mini.project, watched).items() if files}

    known = {"lib/__init__.py", "lib/outer.py", "lib/inner.py", "lib/notes.txt"}
    assert there() == known
    before = follow(mini.project, watched)
    assert before["to_come.py"] == [] and "to_come/__init__.py" in before
    mini.write("to_come.py", "import lib.later\n")
    mini.write("lib/later.py", "")
    assert there() == {*known, "to_come.py", "lib/later.py"}
