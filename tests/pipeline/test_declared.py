"""What `serve` looks at beside its folders: declared data, whatever state scripts and data are in."""

from __future__ import annotations

from nnexplain.pipeline.declared import stamps

from .conftest import Mini


def test_every_entry_has_its_files_and_says_when_they_change(mini: Mini) -> None:
    for name in ("one.csv", "folder/a.csv", "folder/deep/b.csv", "many/c.csv", "many/c.txt"):
        mini.write(name, name)
    mini.script("first", "", data=["one.csv", "folder"])
    mini.script("models/second", "", data=["many/*.csv", "one.csv"])
    found = stamps(mini.project)
    assert {name: [file for file, *_ in files] for name, files in found.items()} == {
        "folder": ["folder/a.csv", "folder/deep/b.csv"],
        "many/*.csv": ["many/c.csv"],
        "one.csv": ["one.csv"],
    }
    assert stamps(mini.project) == found
    mini.write("one.csv", "something longer")
    mini.write("many/d.csv", "")
    (mini.root / "folder/a.csv").unlink()
    after = stamps(mini.project)
    assert all(after[name] != found[name] for name in found)


def test_what_is_watched_already_is_left_out_and_what_is_wrong_is_for_the_build_to_say(mini: Mini) -> None:
    for name in ("content/a.csv", "b.csv", "site/index.html"):
        mini.write(name, "")
    mini.write("build/broken.py", "# /// nnexplain\n# data = [\n# ///\n")
    mini.script("lesson", "", data=["content/a.csv", "build/*.py", "b.csv", "nowhere.csv", "site/index.html"])
    found = stamps(mini.project, [mini.project.content, mini.project.scripts])
    assert {name: len(files) for name, files in found.items()} == {
        "b.csv": 1, "nowhere.csv": 0, "site/index.html": 0
    }  # fmt: skip
    mini.write("nowhere.csv", "")
    assert len(stamps(mini.project)["nowhere.csv"]) == 1
