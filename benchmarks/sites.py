"""The sites that are measured, made when first asked for, and the two commands that build them."""

from __future__ import annotations

import itertools
import re
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from benchmarks import generate, scripts
from benchmarks.measure import Effort, Failed, Progressing, command, run

_SUMMARY = re.compile(r"scripts: (\d+) run, (\d+) restored, (\d+) fresh(?:, (\d+) not built)?")
_RAN = re.compile(r"^\W*(\S+) +run +[\d.]+ s", re.M)


@dataclass(frozen=True)
class Built:
    """One `nnexplain build`: wall-clock seconds, which scripts ran, and how many did not need to."""

    seconds: float
    ran: tuple[str, ...]
    fresh: int

    @classmethod
    def of(cls, seconds: float, said: str) -> Built:
        """Read what the command printed. Raises `Failed` when it has no summary or contradicts itself."""
        summary = _SUMMARY.search(said)
        ran = tuple(_RAN.findall(said))
        if not summary or int(summary[1]) != len(ran):
            raise Failed(f"nnexplain build did not say which scripts ran:\n{said[-2000:]}")
        return cls(seconds, ran, int(summary[3]))


def nnexplain_build(site: Path, *options: str) -> Built:
    """`nnexplain build` of `site`, as a fresh process."""
    return Built.of(*run(command("nnexplain", "build", *options), site))


def mkdocs_build(site: Path) -> float:
    """Seconds of `mkdocs build` of the same pages, beside the site that nnexplain keeps."""
    return run(
        command("mkdocs", "build", "--quiet", "--site-dir", str(site.parent / f"{site.name}-plain")), site
    )[0]


@dataclass(frozen=True)
class Site:
    """A site that was built once, and what it is called in the table."""

    folder: Path
    title: str
    edits: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def no_op(self) -> float:
        return self._without_scripts()

    def prose_edit(self) -> float:
        """One lesson gets a new sentence; seconds of the build that follows."""
        page = self.lessons[0]
        page.write_text(f"{page.read_text('utf-8')}\nSentence {next(self.edits)}.\n", "utf-8")
        return self._without_scripts()

    def chart_edit(self, script: Path) -> float:
        """One chart of `script` gets a new title of an axis; seconds of the build that follows."""
        name = script.relative_to(self.folder / "build").with_suffix("").as_posix()
        script.write_text(retitled(script.read_text("utf-8"), f"title {next(self.edits)}"), "utf-8")
        built = nnexplain_build(self.folder)
        if built.ran != (name,):
            raise Failed(f"an edit of one chart of {name} ran {', '.join(built.ran) or 'nothing'}")
        return built.seconds

    def mkdocs(self) -> float:
        return mkdocs_build(self.folder)

    def _without_scripts(self) -> float:
        built = nnexplain_build(self.folder)
        if built.ran or not built.fresh:
            raise Failed(
                f"no script was changed, but these ran: {', '.join(built.ran)} ({built.fresh} fresh)"
            )
        return built.seconds

    @property
    def lessons(self) -> list[Path]:
        """Its pages with figures."""
        pages = sorted((self.folder / "content").glob("*.md"))
        return [page for page in pages if "](figures/" in page.read_text("utf-8")]

    @property
    def drawing(self) -> list[Path]:
        """Its scripts that draw, those of the lessons."""
        return [path for page in self.lessons if (path := self.folder / "build" / f"{page.stem}.py").exists()]


_TITLE = re.compile(r"""(\b[xy]_title=|\.title\()(["'])(?:(?!\2).)*\2""")


def retitled(text: str, title: str) -> str:
    """The script `text` with its first title of an axis replaced. Raises `Failed` when it sets none."""
    changed, count = _TITLE.subn(lambda found: f'{found[1]}"{title}"', text, count=1)
    if not count:
        raise Failed("no axis of the script has a title to change")
    return changed


@dataclass
class Sites:
    """What is measured, below `folder`. Each site is made once, by whichever claim comes first."""

    folder: Path
    effort: Effort
    progress: Progressing

    @cached_property
    def own(self) -> Site:
        """The repository's own site."""
        self.progress.say("building a copy of this repository's site")
        folder = generate.copy_of_repository(self.folder / "own")
        nnexplain_build(folder)
        return Site(folder, "this site")

    @cached_property
    def generated(self) -> Site:
        """The generated site of lessons that train, built."""
        folder = self.trained
        self.progress.say(f"building {self.lessons} generated lessons")
        nnexplain_build(folder, "--jobs", "2")
        return Site(folder, f"{self.lessons} generated lessons")

    @cached_property
    def trained(self) -> Path:
        """The same, perhaps not built yet."""
        return generate.generate(self.folder / "generated", self.lessons, steps=self.steps)

    @property
    def lessons(self) -> int:
        return self.effort.of(30, 3)

    @cached_property
    def steps(self) -> int:
        """So many steps of the training take about a second of one processor here (a tenth when quick)."""
        self.progress.say("calibrating the training")
        clock = "import time, torch\ntorch.set_num_threads(1)\nstart = time.perf_counter()\n"
        training = scripts.filled(scripts.TRAINING, steps=generate.STEPS, number=1)
        words = [sys.executable, "-c", f"{clock}{training}print(time.perf_counter() - start)"]
        seconds = statistics.median(float(run(words, self.folder)[1]) for _ in range(3))
        wanted = self.effort.of(10, 1) / 10
        return max(1, round(generate.STEPS / seconds * wanted / 60)) * 60
