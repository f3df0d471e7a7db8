"""Which installed distributions an import means, with their versions: part of every key.

The packages are not imported. Reading the metadata of a hundred distributions takes 0.2 s, so the map is
remembered under the names of all `*.dist-info` folders, which hold the versions.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nnexplain.figures.memory import recall, remember

_METADATA = (".dist-info", ".egg-info")


class Distributions:
    """The installed distributions, remembered in the file `memory`."""

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._stamp = _stamp()
        self._fresh = False
        document = recall(memory)
        if document is None or document["stamp"] != self._stamp:
            document = _scan(self._stamp)
            self._fresh = True
        self._document = document
        self.imports: dict[str, list[str]] = document["imports"]
        self._versions: dict[str, str] = document["versions"]
        self._needs: dict[str, list[str]] = document["needs"]

    def save(self) -> None:
        """Keep the map for the next plan, if it had to be made."""
        if self._fresh:
            remember(self._memory, self._document)

    def versions(self, imports: Iterable[str]) -> dict[str, str]:
        """Name to version, of the distributions that provide `imports` and of all that these require.

        A name that nothing installed provides (and the standard library does not) is given as "not
        installed", so that installing it changes the key.
        """
        tops = {name.partition(".")[0] for name in imports} - sys.stdlib_module_names
        found = {top: "not installed" for top in tops if top not in self.imports}
        waiting = [dist for top in tops for dist in self.imports.get(top, ())]
        while waiting:
            dist = waiting.pop()
            if dist not in found and dist in self._versions:
                found[dist] = self._versions[dist]
                waiting += self._needs[dist]
        return found


def _stamp() -> str:
    names = [sys.version]
    for folder in sys.path:
        try:
            place = Path(folder or ".")
            found = sorted(path.name for path in place.iterdir() if path.name.endswith(_METADATA))
            names += [folder, str(place.stat().st_mtime_ns), *found] if found else []
        except OSError:
            continue
    return hashlib.sha256("\n".join(names).encode("utf-8", "surrogatepass")).hexdigest()


def _scan(stamp: str) -> dict[str, Any]:
    from importlib.metadata import distributions, packages_distributions

    from packaging.utils import canonicalize_name

    imports = {
        name: sorted({str(canonicalize_name(dist)) for dist in dists})
        for name, dists in packages_distributions().items()
    }
    versions: dict[str, str] = {}
    needs: dict[str, list[str]] = {}
    for dist in distributions():
        name = str(canonicalize_name(dist.metadata["Name"] or ""))
        if name and name not in versions:  # the first on the path is the one that is imported
            versions[name] = dist.version
            needs[name] = _requirements(dist.requires or [])
    return {"stamp": stamp, "imports": imports, "versions": versions, "needs": needs}


def _requirements(lines: Iterable[str]) -> list[str]:
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    names = []
    for line in lines:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            names.append(str(canonicalize_name(requirement.name)))
    return names
