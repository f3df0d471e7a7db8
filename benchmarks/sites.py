"""The sites that are measured, made when first asked for, and the two commands that build them."""

from __future__ import annotations

import itertools
import re
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from benchmarks import generate, scripts
from benchmarks.measure import Effort, Failed, Progressing, command, run
from benchmarks.table import Row

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
    own: bool = False
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
        """Its pages with figures. Generated ones are all alike: the first two stand for them."""
        pages = sorted((self.folder / "content").glob("*.md"))
        found = [page for page in pages if "](figures/" in page.read_text("utf-8")]
        return found if self.own else found[:2]

    @property
    def drawing(self) -> list[Path]:
        """The scripts of those lessons that give an axis a title."""
        paths = [self.folder / "build" / f"{page.stem}.py" for page in self.lessons]
        return [path for path in paths if path.exists() and _TITLE.search(path.read_text("utf-8"))]


_TITLE = re.compile(r"""(\b[xy]_title=|\.title\()(["'])(?:(?!\2).)*\2""")


def retitled(text: str, title: str) -> str:
    """The script `text` with its first title of an axis replaced. Raises `Failed` when it sets none."""
    changed, count = _TITLE.subn(lambda found: f'{found[1]}"{title}"', text, count=1)
    if not count:
        raise Failed("no axis of the script has a title to change")
    return changed


@dataclass
class Sites:
    """What is measured, below `folder`. Each site is made once, by whichever claim comes first.

    `failures` says what could not be measured, so that one broken thing leaves the others to be.
    """

    folder: Path
    effort: Effort
    progress: Progressing
    failures: list[str] = field(default_factory=list)

    def each(self, claim: str, measure: Callable[[Site], list[Row]]) -> list[Row]:
        """The rows that `measure` finds for the repository's own site and for the generated one."""
        rows: list[Row] = []
        for title, site in (("this site", self.own), ("generated lessons", self.generated)):
            try:
                rows += measure(site) if site else []
            except Failed as error:
                self.failures.append(f"{claim}, {title}: {error}")
        return rows

    @cached_property
    def own(self) -> Site | None:
        """The repository's own site; None where it does not build, which is told once."""
        self.progress.say("building a copy of this repository's site")
        return self._built(generate.copy_of_repository(self.folder / "own"), "this site", own=True)

    @cached_property
    def generated(self) -> Site | None:
        """The generated site of lessons that train, built; None where it does not build."""
        self.progress.say(f"building {self.lessons} generated lessons")
        return self._built(self.trained, f"{self.lessons} generated lessons")

    def _built(self, folder: Path, title: str, own: bool = False) -> Site | None:
        try:
            nnexplain_build(folder, "--jobs", "2")
        except Failed as error:
            self.failures.append(f"{title}: {error}")
            return None
        return Site(folder, title, own)

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
