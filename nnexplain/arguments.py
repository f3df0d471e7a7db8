"""What the command line takes, and the help that teaches it."""

from __future__ import annotations

import argparse

_ABOUT = """\
Explorable explanations of neural networks: build scripts make figures, lessons show them.

  nnexplain init my-site          start a site: configuration, a lesson that works, the way to publish it
  nnexplain build                 run what is stale, then make the site in site/
  nnexplain serve                 look at it, and rebuild as files change
  nnexplain new my-lesson         start a lesson: its page, its script, its line in the navigation
  nnexplain rename OLD NEW        a lesson by another name, with all that names it; remove takes it out
  nnexplain doctor                what of this machine or of mkdocs.yml is in the way
  nnexplain check                 dead links, unknown figures, missing alt texts, all at once
"""

_INIT = """\
It writes
  mkdocs.yml                      the configuration: name, navigation, theme, Markdown extensions
  content/                        the pages: a front page, and one lesson that works, to be read and replaced
  build/                          the scripts: one trains a small network, one draws it for the lesson
  requirements.txt                what the site is built with, in the versions that are installed here
  .github/workflows/site.yml      builds, checks and publishes to GitHub Pages with every push
  README.md, .gitignore

Styles, theme and what brings figures to life come with nnexplain. Nothing that is there is overwritten.

examples:
  nnexplain init my-site && cd my-site && nnexplain serve
  nnexplain init . --title "What trees know"          in a folder that is empty, but for .git
"""

_BUILD = """\
examples:
  nnexplain build                          only what changed is run; the site follows
  nnexplain build --explain --dry-run      say what would be run and why, and do nothing
  nnexplain build --only one-neuron        this script and what it needs
  nnexplain build --only 'models/*'        quote the pattern, or the shell takes it
  nnexplain build --full                   scripts that ask for it run at their source's length
  nnexplain build --digits mnist           the larger digits, downloaded once
  nnexplain build --cluster tcp://scheduler:8786
"""


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "nnexplain", description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "-C", "--directory", metavar="FOLDER", help="the site's folder (default: this one or one above)"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _declare_author(commands)
    _declare_build(commands)
    serve = commands.add_parser("serve", help="show the site and rebuild it as files change")
    serve.add_argument("--port", type=_port, default=8000, help="where to listen (default: %(default)s)")
    serve.add_argument("--open", action="store_true", help="open it in the browser")
    check = commands.add_parser(
        "check", help="look for dead links, unknown figures, missing alt texts, stale scripts"
    )
    key = commands.add_parser(
        "key", help="print the key of all scripts, to name a cache of .nnexplain/store by"
    )
    key.add_argument("--full", action="store_true", help="the key of a build at full length")
    for command in (serve, check, key):
        _declare_settings(command)
    _declare_inner(commands)
    return parser


def _declare_author(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """What an author does with a site as a whole."""
    init = commands.add_parser(
        "init",
        help="start a site",
        description="Start a site of your own: one that can be served, edited and published at once.",
        epilog=_INIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    init.add_argument("folder", metavar="FOLDER", help="where: a folder that is new or empty")
    init.add_argument("--title", help="the site's name (default: made of the folder's name)")
    doctor = commands.add_parser(
        "doctor",
        help="say what of this machine or of mkdocs.yml is in the way",
        description="Look at Python, packages, the drawing engine, folders, mkdocs.yml and git, and say of "
        "each whether it is ok, with what to do where it is not. The exit status is 1 where there is a "
        "problem; with warnings alone the site can be built. Nothing is changed.",
    )
    doctor.add_argument("--port", type=_port, default=8000, help="where it would be served (default: 8000)")
    _declare_lessons(commands)


def _declare_lessons(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    new = commands.add_parser("new", help="start a lesson")
    new.add_argument("lesson", metavar="LESSON", help="its name, in lower case with hyphens: two-layers")
    new.add_argument("--title", help='its title (default: made of the name, "Two layers")')
    rename = commands.add_parser(
        "rename",
        help="give a lesson another name",
        description="Rename a lesson: its page, its scripts, its entry in the navigation, and wherever "
        "links, figures, values, headers of scripts and the glossary name it. Its scripts run once more.",
    )
    rename.add_argument("lesson", metavar="OLD", help="the lesson, as its page is called")
    rename.add_argument("new", metavar="NEW", help="its new name")
    remove = commands.add_parser(
        "remove",
        help="take a lesson out of the site",
        description="Remove a lesson: its page, its scripts, its figures, its entry in the navigation. Where "
        "anything else depends on it, nothing is removed, and every such place is named. What its author "
        "wrote is kept in .nnexplain/removed/.",
    )
    remove.add_argument("lesson", metavar="LESSON", help="the lesson, as its page is called")
    for command in (rename, remove):
        command.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")


def _declare_build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    build = commands.add_parser(
        "build",
        help="run what is stale and make the site",
        description="Run the scripts whose code, modules, data, needs or packages changed; then the site.",
        epilog=_BUILD,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    build.add_argument(
        "--only", action="append", default=[], metavar="PATTERN", help="only scripts with such names"
    )
    build.add_argument(
        "--jobs", type=_count, metavar="N", help="scripts side by side (default: one per processor)"
    )
    build.add_argument("--full", action="store_true", help="full length, for scripts that ask for it")
    _declare_settings(build)
    build.add_argument(
        "--twice", action="store_true", help="run each script once more, and compare what it makes"
    )
    build.add_argument("--explain", action="store_true", help="say why each script is stale")
    build.add_argument("--dry-run", action="store_true", help="run nothing and write nothing")
    build.add_argument(
        "--cluster", metavar="ADDRESS", help="run scripts on the Dask cluster whose scheduler is there"
    )
    build.add_argument("--no-site", action="store_true", help="only the figures, not the site")
    build.add_argument("-v", "--verbose", action="store_true", help="show what scripts print")


def _declare_inner(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Commands that nnexplain gives itself, in another process; the help does not list them."""
    settings = commands.add_parser("settings", description="Print the settings of a script as JSON.")
    settings.add_argument("script", nargs="?", metavar="SCRIPT", help="its name (default: a notebook's)")
    settings.add_argument("--digits")  # any word: what it may be is said with the script's own line
    settings.add_argument("--digits-folder", metavar="FOLDER")
    rebuild = commands.add_parser("rebuild", description="Build for `serve`, and tell it how that gets on.")
    rebuild.add_argument("--report", type=int, required=True, metavar="FD", help="where to write reports")
    rebuild.add_argument("--jobs", type=_count, metavar="N")
    _declare_settings(rebuild)


def _declare_settings(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--digits", choices=("sklearn", "mnist"), help="which digits, for scripts that have the setting"
    )
    command.add_argument(
        "--digits-folder", metavar="FOLDER", help="read MNIST's files there instead of downloading them"
    )


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1 up, not {text!r}")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"expected a port from 0 to 65535, not {text!r}")
    return int(text)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print("nnexplain", version("nnexplain"))  # noqa: T201
        parser.exit(0)
