"""The store: whole entries or none, however it was damaged, and a bound on its size."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnexplain.pipeline.store import Store

from .conftest import Mini

KEY = "ab" * 32


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, memory: Path) -> Path:
    mini = Mini(tmp_path_factory.mktemp("built").resolve(), memory)
    mini.script("model", "import numpy as np\nsave_run({'w': np.arange(9.0)}, loss=0.5)")
    mini.script("lesson", "value('loss', need('model').facts['loss'])", needs=["model"])
    mini.ran()
    return mini.root


@pytest.fixture
def site(mini: Mini, built: Path) -> Mini:
    """A copy of what was built."""
    shutil.copytree(built, mini.root, dirs_exist_ok=True)
    return mini


def files_of(site: Mini) -> list[Path]:
    return sorted(path for path in site.project.store.rglob("*") if path.is_file())


def lose_what_is_published(site: Mini) -> None:
    for name in site.made():
        (site.root / name).unlink()


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_store_is_made_good(site: Mini, seed: int) -> None:
    """Flip, cut, lengthen, empty or delete files of the store: what is published is right."""
    good, chance = site.made(), random.Random(seed)
    for path in chance.sample(files_of(site), chance.randint(1, len(files_of(site)))):
        content = bytearray(path.read_bytes())
        match chance.randrange(5):
            case 0:
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            case 1:
                del content[chance.randrange(len(content)) :]
            case 2:
                content += b"more"
            case 3:
                content.clear()
            case 4:
                path.unlink()
                continue
        path.write_bytes(content)
    lose_what_is_published(site)
    report = site.build()
    assert not report.problems and report.ran
    assert site.made() == good
    lose_what_is_published(site)
    assert site.ran() == [] and site.made() == good, "and the store is whole again"


@pytest.mark.parametrize("kind", ["blobs", "entries"])
def test_a_folder_in_place_of_a_file_of_the_store_is_made_good(site: Mini, kind: str) -> None:
    good = site.made()
    for path in sorted((site.project.store / kind).glob("*/*")):
        path.unlink()
        (path / "inner").mkdir(parents=True)
    assert not site.build().problems
    assert site.made() == good
    site.ran()
    assert site.said == ""


def test_damage_is_told_an_entry_of_another_key_is_none_and_a_store_may_be_deleted(site: Mini) -> None:
    good = site.made()
    for path in files_of(site):
        path.write_bytes(path.read_bytes()[:-1])
    site.ran()
    assert "was damaged; it is made again" in site.said
    entries = sorted(site.project.store.glob("entries/*/*.json"))
    entries[0].write_bytes(entries[1].read_bytes())
    assert len(site.ran()) == 1
    shutil.rmtree(site.project.store)
    assert site.ran() == ["lesson", "model"]
    assert site.made() == good


NAMES = st.from_regex(r"[a-z]{1,6}\.(svg|json)", fullmatch=True)


@settings(max_examples=30)
@given(st.dictionaries(NAMES, st.binary(max_size=50), max_size=4))
def test_what_is_put_is_read(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    entry = store.put(KEY, "lesson", files, 1.25)
    again = store.entry(KEY)
    assert again == entry and again is not None
    assert store.read(again, files) == files


def test_nothing_outside_the_folder_can_be_named(tmp_path: Path) -> None:
    """A store may come from a cache that others write to."""
    store = Store(tmp_path)
    for name in ("../../evil", "/etc/evil", "a/b", ".hidden"):
        store.put(KEY, "lesson", {name: b"x"}, 0)
        assert store.entry(KEY) is None


def test_pruning_keeps_the_present_and_the_recent(tmp_path: Path) -> None:
    store = Store(tmp_path)
    keys = [f"{number:064x}" for number in range(5)]
    for age, key in enumerate(reversed(keys)):
        store.put(key, "lesson", {"a.svg": key.encode() * 10}, 0)
        path = tmp_path / "entries" / key[:2] / f"{key}.json"
        os.utime(path, (10**9 + age, 10**9 + age))
    store.prune(keep=keys[4:], limit=2 * 640)
    assert [key for key in keys if store.entry(key)] == [keys[0], keys[4]], (
        "the kept one, and the newest that fits"
    )
    assert len(list(tmp_path.glob("blobs/*/*"))) == 2


def test_pruning_drops_what_no_entry_owns(tmp_path: Path) -> None:
    store = Store(tmp_path)
    entry = store.put(KEY, "lesson", {"a.svg": b"x"}, 0)
    (tmp_path / "blobs/00").mkdir(exist_ok=True)
    (tmp_path / "blobs/00/.left.part").write_bytes(b"half")
    store.prune(keep=[])
    assert [path.name for path in tmp_path.glob("blobs/*/*")] == list(entry.files.values())
