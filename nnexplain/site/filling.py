"""The pages while their figures are being made: there at once, and fuller with every script that ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from nnexplain.project import Project
from nnexplain.site.build import build_site, warm_up
from nnexplain.site.shelf import Shelf
from nnexplain.site.telling import Report, problems_of

PAUSE = 0.4
"""Seconds in which more scripts may end, so that the pages are made once for all of them."""

UNKNOWN = "is being made: the scripts have not been looked at yet"


class Filling:
    """Makes the pages of `project` again and again, in a thread of its own, and tells of each time; until
    `make` does so for the last time. All that uses MkDocs happens here, one at a time. A context manager.
    """

    def __init__(self, project: Project, tell: Callable[[Report], None]) -> None:
        self._project = project
        self._tell = tell
        self._words: Mapping[str, str] | None = None
        self._wishes = 0
        self._due = False
        self._at_once = False
        self._begun = False
        self._ended = False
        self._changed = threading.Condition()
        self._mkdocs = threading.Lock()
        self._thread = threading.Thread(target=self._run)
        self.fulfilled = 0
        """How many wishes the pages fulfil that were made last."""

    def __enter__(self) -> Filling:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._thread.join()

    def follow(self, words: Mapping[str, str], last: bool) -> None:
        """The build has got so far: `words` are of the scripts that have not made all they will. After the
        `last`, only `make` is to come.
        """
        with self._changed:
            before, self._words = self._words, words
            if before is None:
                self._at_once |= any(map(Shelf(self._project.root).unbuilt, words))
            self._due |= self._at_once or bool(before and words != before)
            if last:
                self._due = self._at_once = False
            self._changed.notify_all()

    def wish(self) -> None:
        """Somebody has edited a page."""
        with self._changed:
            self._wishes += 1
            self._due = self._at_once = True
            self._changed.notify_all()

    def warm_up(self) -> None:
        """Do what every making of the pages begins with, unless one begins by itself."""
        with self._changed:
            self._changed.wait_for(lambda: self._words is not None or self._ended)
            if self._due or self._begun:
                return
        with self._mkdocs:
            warm_up(self._project)

    def make(self) -> None:
        """Make the pages of all that the build has come to. Raises `NnexplainError` with what is wrong."""
        self.__exit__()
        self._build()

    def _run(self) -> None:
        while self._wait():
            try:
                self._build()
            except Exception as error:  # a module that is being edited may raise anything
                self._tell(Report(problems_of(error, self._project), self.fulfilled))
            else:
                self._tell(Report((), self.fulfilled))

    def _wait(self) -> bool:
        """Until the pages are due; whether they are to be made here."""
        with self._changed:
            self._changed.wait_for(lambda: self._due or self._ended)
            self._changed.wait_for(lambda: self._at_once or self._ended, PAUSE)
            return not self._ended

    def _build(self) -> None:
        with self._changed:
            words, self.fulfilled = self._words, self._wishes
            self._due, self._at_once, self._begun = False, False, True
        with self._mkdocs:
            build_site(
                self._project,
                awaited=lambda script: UNKNOWN if words is None else words.get(script, ""),
            )
