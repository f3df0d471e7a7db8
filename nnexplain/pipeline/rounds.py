"""One round over the scripts of a plan: settle each, run the stale ones, keep and publish what they made."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from nnexplain.errors import NnexplainError, Problem
from nnexplain.figures.contract import ARRAYS
from nnexplain.figures.refused import os_problem
from nnexplain.figures.session import RUN
from nnexplain.pipeline.data import State, state_of
from nnexplain.pipeline.header import maker_of
from nnexplain.pipeline.jobs import Job, Outcome, author_lines, make_job
from nnexplain.pipeline.plan import Plan, Planner, Script, data_of
from nnexplain.pipeline.progress import Progress
from nnexplain.pipeline.publish import Published, place
from nnexplain.pipeline.report import BuildReport
from nnexplain.pipeline.scheduler import schedule
from nnexplain.pipeline.settle import (
    FAILED,
    FRESH,
    RESTORE,
    SKIPPED,
    Decision,
    decide,
    lacking,
    remember_parts,
)
from nnexplain.pipeline.settle import RUN as TO_RUN
from nnexplain.pipeline.store import Entry, Store, digest_of
from nnexplain.pipeline.table import Table

TAIL = 20
"""Lines of a failed script's output that are shown."""
TRIES = 3
"""How often a script is run whose data change meanwhile."""


Follow = Callable[[Mapping[str, str], bool], None]
"""Takes what is to be said of each script that has not made all it will, and whether it is the last word."""


def unfollowed(words: Mapping[str, str], last: bool) -> None:
    """Where nobody wants to know."""


def no_pages() -> Mapping[str, int]:
    """The order of scripts where no page says any."""
    return {}


class Round:
    """`submit` gets the jobs, `at_once` side by side; `remote` says that they share no disk with us;
    `verbose` shows what scripts print. `pages` gives scripts the number of the page that shows them first;
    `follow` is told what is not there yet, and why, whenever there is nothing to do but wait, and at the end.
    With `twice`, every script is run once more than it must be, and has to make the same bytes.
    """

    def __init__(
        self,
        planner: Planner,
        plan: Plan,
        report: BuildReport,
        table: Table,
        submit: Callable[[Job], Future[Outcome]],
        at_once: float,
        remote: bool = False,
        verbose: bool = False,
        pages: Callable[[], Mapping[str, int]] = no_pages,
        follow: Follow = unfollowed,
        twice: bool = False,
    ) -> None:
        self.planner = planner
        self.project = planner.project
        self.plan = plan
        self.report = report
        self.table = table
        self.submit = submit
        self.at_once = at_once
        self.remote = remote
        self.verbose = verbose
        self.pages = pages
        self.follow = follow
        self.twice = twice
        self.progress = Progress(plan)
        self.store = Store(self.project.store)
        self.published = Published(self.project)
        self.first: dict[str, Mapping[str, str]] = {}
        self.entries: dict[str, Entry] = {}
        self.decisions: dict[str, Decision] = {}
        self.changed: Counter[str] = Counter()
        self.brought: dict[str, dict[Path, State]] = {}

    def run(self) -> None:
        """Settle every script. Raises `OSError` when the state folder itself cannot be used."""
        schedule(
            self.plan.needs, self.start, self.finish, self._submit, self._urgency, self.at_once, self._follow
        )
        self._follow(last=True)
        for word in self.store.damaged:
            self.table.say(f"note: {word}")
        if self.report.ran and len(self.plan.order) == len(self.plan.known):
            keys = {entry.key for entry in self.entries.values()}
            self.store.used(keys)
            self.store.prune(keys)

    def start(self, name: str) -> Job | None:
        """Settle a script that need not run, or give the job that runs it."""
        script = self.plan.scripts.get(name)
        try:
            if script is None:
                raise NnexplainError.of(self.plan.broken[name])
            lost = [need for need in self.plan.needs[name] if need in self.report.failed]
            if not lost:
                self._check_made(script)
                return self._settle(script)
            self._skip(name, lost)
        except (NnexplainError, OSError, MemoryError) as error:
            self._fail(name, error)
        return None

    def _settle(self, script: Script) -> Job | None:
        name = script.name
        decision = decide(self.published, self.store, script, self.entries)
        if self.twice and decision.entry:
            self.first[name] = decision.entry.files
            return self._job(script, replace(decision, reason="to compare its bytes"))
        if decision.entry and decision.action == FRESH:
            self.report.fresh.append(name)
            self.published.claim(name, decision.entry.files)
            self._settled(name, decision.entry)
            return None
        if decision.entry and decision.action == RESTORE:
            stale = [file for file in decision.stale if file in decision.entry.files]
            contents = self.store.read(decision.entry, stale)
            if contents is not None:
                self._publish(name, decision, decision.entry, contents)
                self.report.restored.append(name)
                self.table.ended(name, RESTORE, 0.0, decision.reason)
                return None
            decision = Decision(TO_RUN, "its stored result was damaged", decision.parts)
        return self._job(script, decision)

    def finish(self, name: str, outcome: Outcome) -> Job | None:
        """Keep and publish what a script made. Gives a second job when its data changed while it ran."""
        script = self.plan.scripts[name]
        shown = author_lines(outcome.log)
        for line in shown if self.verbose else shown[-TAIL:] if outcome.problems else ():
            self.table.say(f"  {name} | {line}")
        try:
            if self._data_changed(script):  # before anything else: half a file may be why it failed
                return self._again(script)
            if outcome.problems:
                raise NnexplainError.of(outcome.problems)
            if self.twice and self._is_first(script, outcome):
                return self._job(script, self.decisions[name])
            self._keep(name, outcome)
        except (NnexplainError, OSError, MemoryError) as error:
            self._fail(name, error, outcome.seconds)
        return None

    def _keep(self, name: str, outcome: Outcome) -> None:
        decision = self.decisions[name]
        entry = self.store.put(decision.key, name, outcome.files, outcome.seconds)
        stale = self.published.differing(name, entry.files)
        contents = {file: content for file, content in outcome.files.items() if file in stale}
        self._publish(name, decision, entry, contents)
        self.report.ran.append(name)
        self.table.ended(name, TO_RUN, outcome.seconds, decision.reason)

    def _data_changed(self, script: Script) -> bool:
        """Whether anything was done to the files that count since before they were read, and be it undone:
        the script may have seen what was there in between.
        """
        if any(state_of(path) != state for path, state in self.brought[script.name].items()):
            hint = "they were checked before: build again when they stay as they are"
            raise NnexplainError("the files of its settings changed while it ran", script.path, None, hint)
        try:
            drawn = {path: state_of(path) for path in script.drawing}
        except OSError:
            return True
        now = data_of(script.header, script.closure, self.project.root, script.path)
        return drawn != script.drawing or now != script.data

    def _is_first(self, script: Script, outcome: Outcome) -> bool:
        """Whether there was nothing to compare an outcome with. Raises `NnexplainError` where it differs."""
        made = {name: digest_of(content) for name, content in outcome.files.items()}
        before = self.first.setdefault(script.name, made)
        if other := sorted(name for name in {*before, *made} if before.get(name) != made.get(name)):
            message = f"makes other bytes each time that it runs: {', '.join(other)}"
            hint = "give chance a seed, look at no clock, and sort what has no order"
            raise NnexplainError(message, script.path, None, hint)
        return before is made

    def _again(self, script: Script) -> Job | None:
        """Plan the script anew, as its data changed while it ran."""
        self.changed[script.name] += 1
        self.first.pop(script.name, None)
        if self.changed[script.name] == TRIES:
            message = f"its data changed each of the {TRIES} times that it ran"
            hint = "does it write there itself? Let it write elsewhere, or declare less"
            raise NnexplainError(message, script.path, script.header.line_of("data"), hint)
        script = self.plan.scripts[script.name] = self.planner.inspect(
            script.name, script.text, script.header
        )
        return self._settle(script)

    def _publish(self, name: str, decision: Decision, entry: Entry, contents: Mapping[str, bytes]) -> None:
        self.published.publish(name, entry.files, contents)
        remember_parts(self.project, name, decision.parts)
        self._settled(name, entry)

    def _settled(self, name: str, entry: Entry) -> None:
        self.entries[name] = entry
        self.progress.settled(name)

    def _check_made(self, script: Script) -> None:
        def problem(key: str, name: str) -> Problem:
            place = script.path, script.header.line_of(key)
            if key == "needs":
                hint = f"build/{name}.py has no save_run(…)"
                return Problem(f"needs {name!r}, which saves no run", *place, hint)
            made = ", ".join(self.entries[maker_of(name)].networks) or "none"
            hint = f"build/{maker_of(name)}.py makes: {made.replace(ARRAYS, '')}"
            return Problem(f"declares the network {name!r}, which its script does not make", *place, hint)

        if found := [problem(*each) for each in lacking(script.header, self.entries)]:
            raise NnexplainError.of(found)

    def _job(self, script: Script, decision: Decision) -> Job:
        needs = {need: self._files_of(need, [RUN])[RUN] for need in script.header.needs}
        makers = dict.fromkeys(map(maker_of, script.header.networks))
        networks = {maker: self._files_of(maker, self.entries[maker].networks) for maker in makers}
        self.decisions[script.name] = decision
        script = self._supplied(script, decision)
        workspace: Path | None = None if self.remote else self.project.state / "jobs"
        return make_job(script, needs, networks, self.project.root, workspace, self.planner.full)

    def _supplied(self, script: Script, decision: Decision) -> Script:
        """The script with the files that its settings bring, which may take a download."""

        def follow(words: str) -> None:
            self.table.fetching(script.name, words)

        settings = self.planner.settings.fetch(script.settings, self.table.say, follow)
        files = [path for chosen in settings.values() for path in chosen.files.values()]
        self.brought[script.name] = {path: state_of(path) for path in files}
        return replace(script, settings=settings)

    def _files_of(self, name: str, files: Collection[str]) -> dict[str, bytes]:
        """What the script `name` has made, as it was published, or else as it is stored."""
        entry = self.entries[name]
        with suppress(OSError):
            contents = {file: place(self.project, name, file).read_bytes() for file in files}
            if all(digest_of(content) == entry.files[file] for file, content in contents.items()):
                return contents
        found = self.store.read(entry, files)
        if found is None:
            raise NnexplainError(f"the results of {name} were changed by someone else during the build")
        return found

    def _submit(self, job: Job) -> Future[Outcome]:
        future = self.submit(job)
        self.table.running(job.script, self.decisions[job.script].reason, future)
        self.progress.runs(job.script)
        return future

    def _follow(self, last: bool = False) -> None:
        self.follow(self.progress.words(), last)

    def _urgency(self, name: str) -> tuple[float, ...]:
        """What an earlier page waits for comes first; of one page's, what many scripts wait for."""
        return -self._page_of[name], sum(name in needs for needs in self.plan.needs.values())

    @cached_property
    def _page_of(self) -> Mapping[str, float]:
        """The number of the first page that waits for each script, for itself or for one that needs it."""
        pages = self.pages()
        found = {name: float(pages.get(name, math.inf)) for name in self.plan.order}
        for name in reversed(self.plan.order):
            for need in self.plan.needs[name]:
                found[need] = min(found[need], found[name])
        return found

    def _skip(self, name: str, lost: list[str]) -> None:
        self.report.failed.append(name)
        self.progress.failed(name)
        reason = f"needs {', '.join(lost)}, which failed"
        self.table.ended(name, SKIPPED, 0.0, reason)

    def _fail(self, name: str, error: NnexplainError | OSError | MemoryError, seconds: float = 0.0) -> None:
        if isinstance(error, MemoryError):
            hint = "make them smaller, or build where there is more"
            error = NnexplainError(
                "its data or results are larger than the memory", f"build/{name}.py", None, hint
            )
        problems = (
            [os_problem(error, self.project.root, name)]
            if isinstance(error, OSError)
            else list(error.problems)
        )
        self.report.failed.append(name)
        self.progress.failed(name)
        self.report.problems += problems
        self.table.ended(name, FAILED, seconds, problems[0].message)
