"""What is to be done for one script: nothing, put its stored result in place, or run it. And why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nnexplain.figures.contract import ARRAYS
from nnexplain.figures.memory import recall, remember
from nnexplain.figures.session import RUN as RUN_FILE
from nnexplain.pipeline.header import Header, maker_of
from nnexplain.pipeline.key import Parts, differences, key_of
from nnexplain.pipeline.plan import Script
from nnexplain.pipeline.publish import Published
from nnexplain.pipeline.store import Entry, Store
from nnexplain.project import Project

FRESH, RESTORE, RUN, MAYBE = "fresh", "restored", "run", "may change"
FAILED, SKIPPED = "failed", "skipped"
UNBUILT = "never built"


@dataclass(frozen=True)
class Decision:
    """What to do and why. `entry` is there when the store has the result, `stale` says which files
    on disk differ.
    """

    action: str
    reason: str
    parts: Parts = field(default_factory=dict)
    entry: Entry | None = None
    stale: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return key_of(self.parts)


def lacking(header: Header, entries: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    """The runs and networks that a header asks for and the results of others do not have: the key of the
    header and the name.
    """
    for need in header.needs:
        if need not in entries or RUN_FILE not in entries[need].files:
            yield "needs", need
    for network in header.networks:
        maker, _, name = network.rpartition("/")
        if maker not in entries or f"{name}{ARRAYS}" not in entries[maker].networks:
            yield "networks", network


def decide(published: Published, store: Store, script: Script, entries: Mapping[str, Entry]) -> Decision:
    """The decision for `script`, given the results of all that it comes after, which lack nothing."""
    parts = {
        **script.parts,
        **{f"need {name}": entries[name].files[RUN_FILE] for name in script.header.needs},
        **{f"network {name}": _network(entries[maker_of(name)]) for name in script.header.networks},
    }
    entry = store.entry(key_of(parts))
    if entry is None:
        return Decision(RUN, why(published.project, script.name, parts), parts)
    stale = published.differing(script.name, entry.files)
    if not stale:
        return Decision(FRESH, "", parts, entry)
    before = last_parts(published.project, script.name)
    if before == parts:
        reason = "; ".join(f"{name} {what}" for name, what in list(stale.items())[:3])
    else:
        reason = "this exact state was built before"
    return Decision(RESTORE, reason, parts, entry, stale)


def _network(maker: Entry) -> str:
    """What a network counts with: all networks of its script, as one may name another beside it."""
    return " ".join(f"{name} {digest}" for name, digest in sorted(maker.networks.items()))


def why(project: Project, name: str, parts: Parts) -> str:
    """Why `name` must run, compared with its last good build."""
    before = last_parts(project, name)
    if before is None:
        return UNBUILT
    changed = differences(before, parts)
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return ", ".join(changed[:3]) + more if changed else "its result is no longer in the store"


def last_parts(project: Project, name: str) -> Parts | None:
    """The parts of the key of the last good build of a script, if one is remembered."""
    return recall(_last(project, name))


def remember_parts(project: Project, name: str, parts: Parts) -> None:
    """Keep the parts of what is now published, so that the next build can say what changed. Raises
    `OSError`.
    """
    remember(_last(project, name), parts)


def _last(project: Project, name: str) -> Path:
    return project.state / "last" / f"{name}.json"
