"""MNIST's files in a folder: found, checked, and made digits of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from idxfiles import NAMES, TEST_NAMES, idx, lay, pretend, tiny, zipped

from nnexplain.data import mnist
from nnexplain.data.digits import load_digits
from nnexplain.errors import NnexplainError

CONTENTS = tiny()


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, CONTENTS)


def had(folder: Path | None = None) -> tuple[dict[str, Path], list[str], list[str]]:
    """What `files` gives, what it says, and what it tells meanwhile."""
    said: list[str] = []
    told: list[str] = []
    return mnist.files(folder, said.append, told.append), said, told


def refused(folder: Path | None = None) -> str:
    with pytest.raises(NnexplainError) as caught:
        had(folder)
    return str(caught.value)


def test_the_known_digests_are_those_published() -> None:
    """As torchvision's source has them; the plain ones differ from the zipped ones, all from each other."""
    import importlib

    fresh = importlib.reload(mnist).FILES
    assert fresh["t10k-images-idx3-ubyte"].zipped == "9fb629c4189551a2d022fa330f9573f3"
    assert fresh["train-labels-idx1-ubyte"].zipped == "d53e105ee54ea40749a09fcbcd1e9432"
    assert len({digest for file in fresh.values() for digest in (file.zipped, file.plain)}) == 8


def test_all_four_files_of_a_folder(tmp_path: Path) -> None:
    found, said, _ = had(lay(tmp_path, CONTENTS))
    assert list(found) == list(mnist.wanted(tmp_path)) == list(NAMES) and said == []
    digits = load_digits("mnist", found)
    assert digits.train_images.shape == (60, 784) and digits.test_images.shape == (40, 784)
    assert idx(digits.train_images.reshape(-1, 28, 28) * 255 + 0.5) == CONTENTS["train-images-idx3-ubyte"]
    back = np.argsort(digits.test_index)
    assert idx(digits.test_labels[back]) == CONTENTS["t10k-labels-idx1-ubyte"]
    assert idx(digits.test_images[back].reshape(-1, 28, 28) * 255 + 0.5) == CONTENTS["t10k-images-idx3-ubyte"]
    assert (digits.side, digits.levels, digits.prepare, digits.name) == (28, 255, "mass", "MNIST")
    assert digits.note == "" and list(digits.test_index) != sorted(digits.test_index)


def test_the_test_files_alone_are_split_and_it_is_said(tmp_path: Path) -> None:
    lay(tmp_path, {name: CONTENTS[name] for name in TEST_NAMES})
    found, said, _ = had(tmp_path)
    assert list(found) == list(mnist.wanted(tmp_path)) == list(TEST_NAMES)
    assert said == [f"note: {tmp_path} has MNIST's test files only; its 10,000 digits are split in two"]
    digits = load_digits("mnist", found)
    assert (len(digits.train_labels), len(digits.test_labels)) == (30, 10)
    assert sorted(digits.test_labels) == list(range(10)), "each digit keeps its share"
    assert sorted([*digits.train_index, *digits.test_index]) == list(range(40))
    whole = np.frombuffer(CONTENTS[TEST_NAMES[0]], np.uint8, offset=16).reshape(40, 784)
    assert np.allclose(digits.test_images * 255, whole[digits.test_index], atol=1e-4)
    assert digits.note.endswith("so the 40 of its test files were split, 30 to 10.")


def test_files_may_be_unpacked(tmp_path: Path) -> None:
    for name, content in CONTENTS.items():
        (tmp_path / name).write_bytes(content)
    zipped_too = lay(tmp_path / "zipped", CONTENTS)
    assert mnist.wanted(tmp_path) == mnist.wanted(zipped_too), "the same key either way"
    assert np.array_equal(
        load_digits("mnist", had(tmp_path)[0]).train_images,
        load_digits("mnist", had(zipped_too)[0]).train_images,
    )


@pytest.mark.parametrize("gone", [NAMES[:1], NAMES[3:], NAMES[1:3], NAMES])
def test_what_a_folder_lacks_is_named(gone: tuple[str, ...], tmp_path: Path) -> None:
    lay(tmp_path, {name: content for name, content in CONTENTS.items() if name not in gone})
    said = refused(tmp_path)
    assert str(tmp_path) in said and all(f"{name}.gz" in said for name in gone)
    assert not any(name in said for name in NAMES if name not in gone)
    assert "test files alone will do" in said


@pytest.mark.parametrize("suffix", [".gz", ""])
def test_a_damaged_file_of_a_folder_is_named_with_its_digest(suffix: str, tmp_path: Path) -> None:
    """Cut, flipped, empty, or another than its name says."""
    lay(tmp_path, CONTENTS)
    name = NAMES[2]
    content, other = (zipped(CONTENTS[n]) if suffix else CONTENTS[n] for n in (name, NAMES[0]))
    (tmp_path / f"{name}.gz").unlink()
    for spoilt in (content[: len(content) // 2], content[:99] + b"?" + content[100:], b"", other):
        (tmp_path / f"{name}{suffix}").write_bytes(spoilt)
        said, digests = refused(tmp_path), mnist.FILES[name]
        assert f"{tmp_path / f'{name}{suffix}'}: not the file that MNIST has" in said
        assert (digests.zipped if suffix else digests.plain) in said
        assert "leave --digits-folder out" in said


def test_digits_that_do_not_fit_together(tmp_path: Path) -> None:
    lay(tmp_path, CONTENTS | {TEST_NAMES[1]: idx(np.arange(39) % 10)})
    files = {name: tmp_path / f"{name}.gz" for name in TEST_NAMES}
    with pytest.raises(NnexplainError, match="39 labels for 40 images"):
        load_digits("mnist", files)
    lay(tmp_path, {TEST_NAMES[1]: idx(np.arange(40) % 11)})
    with pytest.raises(NnexplainError, match="a label is 10"):
        load_digits("mnist", files)
    with pytest.raises(NnexplainError, match="t10k-images-idx3-ubyte is missing"):
        load_digits("mnist", {})
    with pytest.raises(ValueError, match="sklearn and mnist"):
        load_digits("cifar")
