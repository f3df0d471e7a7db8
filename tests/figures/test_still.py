"""The engine of hand-made figures: what it draws, all that a widget may not do, and engines that fail."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from nnexplain.figures import still as still_module
from nnexplain.figures.contract import Figure, Param
from nnexplain.figures.still import Shared, StillError, Stills, start_of_engine
from nnexplain.figures.widgets import author_name, sources_of, widget_names
from tests.processes import eventually, lives
from tests.tiny import tiny_runtime, write_widget

SOURCE = "figures/lesson/one.json"
FIGURE = Figure("one", (), (0.0, 0.0), "dots", params=(Param("n", 5),)).to_json()
FOREVER = "for (;;);"
CHAIN = "const again = () => setTimeout(again, 100); again(); await new Promise(() => {});"
NOW = "the time of day is not to be had here: a picture does not depend on when"


@pytest.fixture(scope="module")
def stills(runtime: Path) -> Iterator[Stills]:
    made = Stills(runtime)
    yield made
    made.close()


def drawn(stills: Stills, widget: str = "dots", **files: bytes) -> dict[str, Any]:
    return stills.draw(widget, SOURCE, FIGURE, files)


def refused(stills: Stills, runtime: Path, **parts: str) -> StillError:
    """What is said of a widget with these pieces."""
    write_widget(runtime, "bad", **parts)
    with pytest.raises(StillError) as caught:
        drawn(stills, "bad")
    return caught.value


def test_a_widget_draws_with_the_figure_s_parameters_and_numbers_have_twelve_digits(stills: Stills) -> None:
    made = drawn(stills)
    (panel,) = made["panels"]
    assert panel["size"] == [108, 58] and panel["place"] == [4, 4, 100, 50]
    assert '<circle class="nn-dots-dot" cx="5" cy="20" r="4"/>' in panel["svg"]
    assert "a &lt; b" in panel["svg"]
    assert made["now"] == "n is 5" and made["description"] == "A dot on a line."
    assert made["tables"] == [{"heading": "the dot", "columns": {"n": [1.66666666667]}}]
    assert made["quotes"] == {"third": 1.66666666667, "who": "dots"}


def test_the_figure_s_files_are_fetched_from_memory(stills: Stills, runtime: Path) -> None:
    opening = """
    const beside = await (await fetch(new URL("one.safetensors.gz", source), { signal })).arrayBuffer();
    const other = await (await fetch(new URL("../deep/codes.safetensors.gz", source))).text();
    page.declare([{ name: "n", value: beside.byteLength, input: "none" }]);
    page.set({ n: beside.byteLength + other.length });"""
    write_widget(runtime, "fetching", opening=opening)
    files = {"one.safetensors.gz": bytes(range(50)), "../deep/codes.safetensors.gz": b"ten bytes."}
    assert stills.draw("fetching", SOURCE, FIGURE, files)["now"] == "n is 60"


def test_what_one_figure_leaves_behind_the_next_does_not_see(stills: Stills, runtime: Path) -> None:
    write_widget(runtime, "counting", top="let count = 0;", says="`${++count} ${globalThis.left ??= count}`")
    assert [drawn(stills, "counting")["now"] for _ in range(2)] == ["1 1", "1 1"]


def test_an_edit_is_seen_at_once(stills: Stills, runtime: Path) -> None:
    for words in ("one", "another"):
        write_widget(runtime, "edited", says=json.dumps(words))
        assert drawn(stills, "edited")["now"] == words


def test_what_is_said_to_the_console_is_heard(
    stills: Stills, runtime: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_widget(runtime, "talking", opening='console.log("n may be", 5); console.warn("so it is");')
    drawn(stills, "talking")
    assert capsys.readouterr().err == "talking: n may be 5\ntalking: so it is\n"


def test_timers_take_no_time_and_keep_their_order(stills: Stills, runtime: Path) -> None:
    opening = """
    const order = [];
    const after = (name, time) => new Promise((go) => setTimeout(() => go(order.push(name)), time));
    clearTimeout(setTimeout(() => order.push("never"), 5));
    await Promise.all([after("last", 9e6), after("first", 10), after("second", 20)]);
    page.said = order.join(" ");"""
    write_widget(runtime, "waiting", opening=opening, model="said: page.said,", says="said")
    assert drawn(stills, "waiting")["now"] == "first second last"


@pytest.mark.parametrize(
    ("parts", "why", "line"),
    [
        ({"opening": 'throw new Error("no such song");'}, "the widget bad cannot draw it: no such song", 5),
        ({"opening": "\n\nnull.x;"}, "TypeError: Cannot read properties of null", 7),
        ({"opening": "Promise.reject(new Error('nobody waits'));"}, "nobody waits", 0),
        ({"opening": "setTimeout(() => { throw Error('late'); }); await new Promise(() => {});"}, "late", 0),
        ({"opening": CHAIN}, "it never comes to rest: it has set 10000 timers", 0),
        ({"opening": "setInterval(() => {}, 10);"}, "setInterval is not to be had here: it never", 0),
        ({"opening": "Math.random();"}, r"Math.random\(\) is not to be had here: .* from a seed", 5),
        ({"opening": "crypto.randomUUID();"}, "crypto is not to be had here: .* from a seed", 0),
        ({"opening": "new Date();"}, NOW, 0),
        ({"opening": "Date.now();"}, "the time of day is not to be had", 0),
        ({"opening": "new (new Date(0).constructor)();"}, "the time of day is not to be had", 0),
        ({"opening": "performance.now();"}, "performance is not to be had here", 0),
        ({"opening": "document.createElement('p');"}, "document is not to be had here: .* without a page", 0),
        ({"opening": "new OffscreenCanvas(1, 1);"}, "OffscreenCanvas is not to be had here", 0),
        ({"opening": "await fetch('https://a.org/x');"}, "fetch of https://a.org/x: .*, and these are: n", 0),
        ({"opening": "await fetch(new URL('other.gz', source));"}, "of memory:///figures/lesson/other.gz", 0),
        ({"opening": "new WebSocket('ws://localhost');"}, "WebSocket is not to be had here", 0),
        ({"opening": "Deno.env.get('HOME');"}, "ReferenceError: Deno is not defined", 0),
        ({"opening": "process.env;"}, "ReferenceError: process is not defined", 0),
        ({"opening": "(await import('node:fs')).readFileSync('/etc/passwd');"}, "Deno is not defined", 0),
        ({"opening": "(await import('node:child_process')).execFile('/bin/ls');"}, "Deno is not defined", 0),
        ({"top": 'import text from "/etc/hostname" with { type: "text" };'}, "Requires read access to", 0),
        ({"top": 'import "https://example.org/x.js";'}, "example.org", 0),
        ({"top": 'import { nothing } from "../../draw/tree.js";'}, "provide an export named 'nothing'", 0),
        ({"top": 'import "../../draw/nowhere.js";'}, "Module not found", 0),
        ({"top": "const a = ;"}, "SyntaxError: Expression expected", 2),
        ({"draw": 'h("circle", { cx: NaN })'}, 'RangeError: <circle> has cx="NaN"', 0),
        ({"draw": 'h("circle", { cx: 900, cy: 5, r: 2 })'}, 'the panel "a dot" .* has <circle> at', 0),
        ({"cell": "n / 0"}, 'column n of the table "the dot" in row 0 is Infinity; allowed: finite num', 0),
        ({"cell": "{}"}, "in row 0 is an object; allowed", 0),
        ({"cell": "10n ** 30n"}, "in row 0 is 10+; allowed", 0),
    ],
)  # fmt: skip
def test_what_a_widget_may_not_do(
    stills: Stills, runtime: Path, parts: dict[str, str], why: str, line: int
) -> None:
    """It is told at the widget's own line, where that is known, and the engine goes on."""
    before = stills._own
    error = refused(stills, runtime, **parts)
    assert re.search(why, str(error)), str(error)
    assert not line or error.place == f"{runtime.as_posix()}/widgets/bad/bad.js:{line}"
    assert before is not None and stills._own is before and before.lives()


def test_the_next_figure_is_drawn_as_ever(stills: Stills) -> None:
    """After all that, by the engine that has refused it."""
    before = stills._own
    assert drawn(stills)["now"] == "n is 5" and stills._own is before


def test_a_widget_of_the_old_kind_is_told_so(stills: Stills, runtime: Path) -> None:
    write_widget(runtime, "old").write_text("export default function draw() {}\n")
    with pytest.raises(StillError, match=r"export of widgets/old/old.js is of kind function; allowed"):
        drawn(stills, "old")


def test_a_place_in_the_package_is_told_from_there() -> None:
    assert author_name("core/page.js") == "nnexplain/runtime/core/page.js"


def test_the_engine_says_nothing_of_this_machine(stills: Stills, runtime: Path) -> None:
    shown = "`${typeof self} ${new Date(2020, 0, 1).getTimezoneOffset()} ${(1234.5).toLocaleString()}`"
    write_widget(runtime, "local", says=shown)
    assert drawn(stills, "local")["now"] == "object 0 1,234.5"


GREEDY = {
    "words": "const all = []; for (;;) all.push(new Array(1e4).fill(0).map(String));",
    "numbers": "const all = []; for (;;) { all.push(new Float64Array(1e6).fill(1)); await 0; }",
}


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("kind", GREEDY)
def test_one_that_takes_too_much_memory_is_ended(runtime: Path, kind: str) -> None:
    """Lists lie in the engine's own memory, which is limited; arrays of numbers lie beside it."""
    modest = Stills(runtime, memory=150)
    error = refused(modest, runtime, opening=GREEDY[kind])
    assert "the widget bad has not drawn it: " in str(error) and "150 MB" in f"{error} {error.place}"
    assert drawn(modest)["now"] == "n is 5"
    modest.close()


def test_an_engine_that_is_killed_is_told_and_replaced(runtime: Path) -> None:
    stills = Stills(runtime)
    drawn(stills)
    killed = stills._own
    assert killed is not None
    write_widget(runtime, "slow", opening=FOREVER)
    threading.Timer(0.5, killed.kill).start()
    with pytest.raises(StillError, match="slow has not drawn it: the engine ended while it drew") as caught:
        drawn(stills, "slow")
    assert "more than 512 MB, or was ended from outside" in caught.value.place
    assert drawn(stills)["now"] == "n is 5"
    second = stills._own
    assert second is not None
    second.kill()
    eventually(lambda: not second.lives())
    assert drawn(stills)["now"] == "n is 5", "one that ended between two figures is no error"
    stills.close()


def test_an_engine_that_is_missing_or_cannot_be_started(
    runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = start_of_engine(runtime)
    with monkeypatch.context() as patch:
        patch.setattr(still_module, "ENGINE", "deno-not-there")
        with pytest.raises(StillError, match="drawn by deno-not-there, which is not installed") as caught:
            drawn(Stills(runtime))
    assert caught.value.place == "python -m pip install deno-not-there"
    nowhere = {**found, "args": ["/nowhere/deno", *found["args"][1:]]}
    monkeypatch.setattr(still_module, "start_of_engine", lambda *_: nowhere)
    with pytest.raises(StillError, match="deno cannot be started: No such file") as caught:
        drawn(Stills(runtime))
    assert caught.value.place == "/nowhere/deno"


def test_an_engine_of_another_version(stills: Stills, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(still_module, "engine_version", lambda: "1.0.0")
    with pytest.raises(StillError, match=rf"deno {version('deno')} answers, and 1\.0\.0 is installed"):
        drawn(stills)


def test_the_engine_gets_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    started = start_of_engine()
    assert set(started["env"]) <= {"DENO_DIR", "DENO_NO_UPDATE_CHECK", "NO_COLOR", "TZ", "SYSTEMROOT"}
    assert [word for word in started["args"] if word.startswith("--allow")] == [
        "--allow-read=.,../figures/still.js,../figures/stage.js"
    ]


def test_a_comma_in_a_folder_s_name_parts_nothing(tmp_path: Path) -> None:
    stills = Stills(tiny_runtime(tmp_path / "a, b"))
    assert drawn(stills)["now"] == "n is 5"
    stills.close()


class Engine:
    """An engine that several share, as the fork server starts it."""

    def __init__(self, runtime: Path) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(**start_of_engine(runtime), stdin=pipe, stdout=pipe)
        self.turns = tempfile.TemporaryFile()  # noqa: SIM115
        assert self.process.stdin is not None and self.process.stdout is not None
        files = (self.process.stdin, self.process.stdout, self.turns)
        self.ends = (*(file.fileno() for file in files), self.process.pid)

    def stills(self, runtime: Path, **limits: float) -> Stills:
        return Stills(runtime, Shared(*self.ends), **limits)  # type: ignore[arg-type]

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.turns.close()


@pytest.fixture
def shared(runtime: Path) -> Iterator[Engine]:
    if sys.platform == "win32":
        pytest.skip("nothing forks there")
    engine = Engine(runtime)
    yield engine
    engine.close()


REQUEST = b'\n{"id": "gone", "widget": "%s", "source": "a.json", "figure": {"params": []}, "files": {}}\n'
LEFT = {
    "half a request": b'{"id": "half a requ',
    "an answer": REQUEST % b"dots",
    "more than a pipe holds": REQUEST % b"huge",
    "one that never ends": REQUEST % b"slow",
    "nonsense": b"\nnull\n[]\n{}\nnot JSON\n",
}


def test_what_those_who_were_killed_have_left_disturbs_nobody(shared: Engine, runtime: Path) -> None:
    """One engine serves all who come, whatever the one before has left in its pipes."""
    write_widget(runtime, "slow", opening=FOREVER)
    write_widget(runtime, "huge", says="'x'.repeat(1 << 20)")
    for name, left in LEFT.items():
        os.write(shared.ends[0], left)
        if name in ("an answer", "more than a pipe holds"):
            eventually(lambda: bool(select.select([shared.ends[1]], [], [], 0)[0]))
        elif name == "one that never ends":
            time.sleep(0.3)
        made = shared.stills(runtime)
        big = {"one.safetensors.gz": os.urandom(1 << 20)}  # more than a pipe holds, too
        assert made.draw("dots", SOURCE, FIGURE, big)["now"] == "n is 5", name
        assert made._own is None, name


ASKS = """
import sys
from pathlib import Path
from nnexplain.figures.still import Shared, Stills
stills = Stills(Path(sys.argv[1]), Shared(*map(int, sys.argv[2:])))
print("asking", flush=True)
stills.draw("slow", "figures/a/b.json", {"params": []}, {})
"""


def test_one_who_is_killed_while_it_waits_gives_its_turn_away(shared: Engine, runtime: Path) -> None:
    write_widget(runtime, "slow", opening=FOREVER)
    command = [sys.executable, "-c", ASKS, str(runtime), *map(str, shared.ends)]
    asking = subprocess.Popen(command, pass_fds=shared.ends[:3], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None and asking.stdout.readline() == "asking\n"
    time.sleep(0.3)
    asking.send_signal(signal.SIGKILL)
    asking.communicate()
    assert drawn(shared.stills(runtime))["now"] == "n is 5"


def test_one_that_never_ends_is_ended_and_who_finds_the_engine_gone_starts_one(
    shared: Engine, runtime: Path
) -> None:
    impatient, other = shared.stills(runtime, patience=1.0), shared.stills(runtime)
    assert drawn(other)["now"] == "n is 5" and other._own is None
    error = refused(impatient, runtime, opening=FOREVER)
    assert str(error) == "the widget bad has not drawn it: it takes more than 1 s"
    assert shared.process.wait(60) != 0
    assert drawn(other)["now"] == "n is 5" and other._own is not None
    other.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("busy", [False, True])
def test_the_engine_ends_with_who_started_it(runtime: Path, busy: bool) -> None:
    """However that ends, and whatever it draws."""
    write_widget(runtime, "slow", opening=FOREVER)
    program = """
import sys
from pathlib import Path
from nnexplain.figures.still import Stills
stills = Stills(Path(sys.argv[1]))
stills.draw("dots", "figures/a/b.json", {"params": []}, {})
print(stills._own.pid, flush=True)
stills.draw("slow", "figures/a/b.json", {"params": []}, {}) if sys.argv[2:] else input()
"""
    command = [sys.executable, "-c", program, str(runtime), *(["busy"] if busy else [])]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as started:
        assert started.stdout is not None
        engine = int(started.stdout.readline())
        time.sleep(0.3)
        assert lives(engine)
        started.kill()
    eventually(lambda: not lives(engine))


def test_what_is_counted_is_all_that_is_drawn_with() -> None:
    """What is imported while a widget draws would not count."""
    drawing = {path for name in widget_names() if name != "vega" for path in sources_of(name)}
    assert len(drawing) > 30
    code = {path.name: re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S) for path in drawing}
    assert [name for name in code if name.endswith(".js") and "import(" in code[name]] == ["stage.js"]
