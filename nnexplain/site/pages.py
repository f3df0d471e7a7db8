"""The pages of one site, made when a build asks for them. Nothing heavy is imported before."""

from __future__ import annotations

from nnexplain.project import Project


class Pages:
    """Makes them once all figures are there."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def warm_up(self) -> None:
        """Do what can be done before. Raises whatever MkDocs raises."""
        from nnexplain.site.build import warm_up

        warm_up(self._project)

    def make(self) -> None:
        """Raises `NnexplainError` with every problem found; the site is then as it was."""
        from nnexplain.site.build import build_site

        build_site(self._project)
