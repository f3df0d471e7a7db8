"""The benchmarks' own parts: what they generate, judge and read. No wall clock is asserted."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from rich.console import Console

from benchmarks import __main__ as program
from benchmarks import generate, pages, scripts
from benchmarks.browser import shown
from benchmarks.measure import Effort, Failed, interleaved, medians
from benchmarks.serving import serving
from benchmarks.sites import Built, Site, Sites, retitled
from benchmarks.table import Kind, Row, quantity, table_of
from nnexplain.cli import main as nnexplain
from nnexplain.pipeline.header import parse_header

ROOT = Path(__file__).parents[1]


def files(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}


def row(measured: float, beside: float | None, limit: float | None, kind: Kind = Kind.RATIO) -> Row:
    return Row("claim", "what", measured, beside, "the other", limit, kind)


@pytest.mark.parametrize("trained", [True, False])
def test_the_same_site_every_time_whose_headers_and_pages_agree(tmp_path: Path, trained: bool) -> None:
    site = files(generate.generate(tmp_path / "a", 2, 4, trained))
    assert site == files(generate.generate(tmp_path / "b", 2, 4, trained))
    assert [name for name in sorted(site) if name.startswith("build/l")] == ["build/l01.py", "build/l02.py"]
    for name in ("l01", "l02"):
        header = parse_header(site[f"build/{name}.py"], f"build/{name}.py")
        assert len(header.figures) == 4
        assert header.needs == ((f"models/{name}",) if trained else ())
        assert (f"build/models/{name}.py" in site) is trained
        for figure in header.figures:
            assert site[f"content/{name}.md"].count(f"](figures/{name}/{figure}.svg ") == 1
    plain = generate.plain(tmp_path, 1)[0].read_text("utf-8")
    assert "nnexplain" not in plain
    for name, text in {**site, "plain.py": plain}.items():
        if name.endswith(".py"):
            compile(text, name, "exec")
    with pytest.raises(ValueError, match="1 to 4 figures, not 5"):
        generate.generate(tmp_path, 1, 5)


def test_the_plain_program_does_the_same_work(tmp_path: Path) -> None:
    program_text = generate.plain(tmp_path, 1, steps=60)[0].read_text("utf-8")
    training = scripts.filled(scripts.TRAINING, steps=60, number=1)
    charts = scripts.filled(scripts.CHARTS, label="sample of the loss")
    made = generate.generate(tmp_path, 1, steps=60) / "build"
    assert training in program_text and training in (made / "models" / "l01.py").read_text("utf-8")
    assert charts in program_text and charts in (made / "l01.py").read_text("utf-8")


def said_by(capsys: pytest.CaptureFixture[str], site: Path, *options: str) -> str:
    assert nnexplain(["-C", str(site), "build", "--no-site", *options]) == 0
    return capsys.readouterr().out


def test_a_trained_site_plans_without_running(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = said_by(capsys, generate.generate(tmp_path, 2), "--dry-run")
    for name in ("l01", "l02", "models/l01", "models/l02"):
        assert f"{name}: " in said
    assert not (tmp_path / "content" / "figures").exists()


@pytest.mark.usefixtures("one_server")
def test_a_light_site_imports_nothing_heavy_and_is_fresh_once_built(
    tmp_path: Path, memory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = generate.generate(tmp_path, 1, trained=False)
    shutil.copytree(memory, site / ".nnexplain/memory")
    text = (site / "build" / "l01.py").read_text("utf-8")
    top = [line for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert top == ["from nnexplain.figures import figure, value"]
    assert Built.of(0, said_by(capsys, site)).ran == ("l01",)
    again = Built.of(0, said_by(capsys, site))
    assert (again.ran, again.fresh) == ((), 1)


def test_the_navigation_of_the_repository_is_left_out_and_a_placeholder_must_be_filled() -> None:
    text = generate.configuration()
    assert "nav:" not in text and "one-neuron.md" not in text
    assert "nnexplain.site.extension" in text and "\ntheme:" in text
    assert scripts.filled("a @B@ c", b=1) == "a 1 c"
    with pytest.raises(KeyError, match="D"):
        scripts.filled("@B@ @D@", b=1)


def test_ratios_differences_values_and_verdicts() -> None:
    """A limit that is met is not over."""
    assert row(1.2, 0.8, 1.5).score == pytest.approx(1.5)
    assert row(3.0, 2.25, 1.0, Kind.DIFFERENCE).score == pytest.approx(0.75)
    assert row(161, 300, 160, Kind.VALUE).score == 161
    with pytest.raises(ValueError, match="beside"):
        row(1, None, 1)
    assert row(2.6, 2.0, 1.3).verdict == "ok"
    assert row(2.61, 2.0, 1.3).verdict == "over"
    assert row(161, None, None, Kind.VALUE).verdict == ""
    assert [quantity(value, "s") for value in (0.456, 12.34, 123.4)] == ["0.46 s", "12.3 s", "123 s"]


def test_the_table_says_it_all() -> None:
    rows = [row(1.0, 0.8, 1.3), row(9.0, 0.8, 3.0), row(2.0, None, 2.4, Kind.VALUE)]
    console = Console(file=io.StringIO(), width=160, color_system=None)
    console.print(table_of(rows))
    assert isinstance(console.file, io.StringIO)
    lines = [line.split() for line in console.file.getvalue().splitlines() if " s (1)" in line]
    assert [line[-1] for line in lines] == ["ok", "over", "ok"]
    assert lines[0][-6:] == ["1.25", "×", "≤", "1.30", "×", "ok"]
    assert lines[2][-6:] == ["2.00", "s", "≤", "2.40", "s", "ok"]


def test_only_a_limit_that_is_over_fails_and_not_when_quick() -> None:
    good, bad = row(1, 1, 2), row(3, 1, 2)
    assert program.status([good], [], quick=False) == 0
    assert program.status([good, bad], [], quick=False) == 1
    assert program.status([bad], [], quick=True) == 0
    assert program.status([good], ["noop: it fell over"], quick=True) == 1


def test_actions_take_turns_and_the_first_round_is_thrown_away() -> None:
    order: list[str] = []
    counts = {"a": itertools.count(100), "b": itertools.count(200)}

    def action(name: str) -> float:
        order.append(name)
        return float(next(counts[name]))

    assert interleaved(2, lambda: action("a"), lambda: action("b")) == [[101, 102], [201, 202]]
    assert order == ["a", "b"] * 3
    values: Iterator[float] = iter([50.0, 1.0, 9.0, 2.0])
    assert medians(3, lambda: next(values)) == [2.0]


SAID = """\
✓ models/l01                   run         3.6 s  never built
✓ l01                          restored           the store had it
scripts: 1 run, 1 restored, 4 fresh, in 6.8 s
"""


def test_what_a_build_says_is_read() -> None:
    assert Built.of(6.8, SAID) == Built(6.8, ("models/l01",), 4)
    for said in ("", "no such thing\n", SAID.replace("1 run,", "2 run,")):
        with pytest.raises(Failed, match="did not say which scripts ran"):
            Built.of(1.0, said)


def test_an_axis_gets_a_new_title() -> None:
    text = 'a.X("x").title("say: \'old\'")\ncharts.curve(x_title="passes", title="Keep")\n'
    assert retitled(text, "new") == text.replace("say: 'old'", "new")
    assert retitled("curve(title=\"Keep\", y_title='old')", "new") == 'curve(title="Keep", y_title="new")'
    with pytest.raises(Failed, match="no axis"):
        retitled('title="Keep"', "new")


def test_every_lesson_has_a_script_whose_axis_can_be_retitled(tmp_path: Path) -> None:
    for site in (Site(ROOT, "this site", own=True), Site(generate.generate(tmp_path, 1), "one")):
        assert site.drawing
        for script in site.drawing:
            assert retitled(script.read_text("utf-8"), "new") != script.read_text("utf-8")


def test_the_anchor_of_the_first_figure() -> None:
    assert pages.first_figure("text\n![a](figures/l01/loss.svg)\n![b](figures/l01/b.svg)") == "loss"
    with pytest.raises(Failed):
        pages.first_figure("![a photograph](photo.svg)")


def test_the_server_compresses_and_remembers(tmp_path: Path) -> None:
    text = "words " * 500
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text(text, "utf-8")
    with serving(tmp_path) as served:
        assert served.address.startswith("http://127.0.0.1:") and served.address.endswith("/project/")
        with urllib.request.urlopen(served.address + "page/", timeout=10) as answer:
            body = answer.read()
            assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(body).decode() == text
        with pytest.raises(HTTPError) as missing:
            urllib.request.urlopen(served.address.replace("/project/", "/page/"), timeout=10)
        assert missing.value.code == 404
        missing.value.close()
    assert served.sent[0] == ("/project/page/", len(body))


def test_an_unknown_claim_is_a_matter_of_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        program.arguments(["noop", "speed"])
    assert ended.value.code == 2
    assert "no claim speed; there are cold, noop" in capsys.readouterr().err


def test_a_claim_that_fails_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(sites: Sites) -> list[Row]:
        raise Failed("it fell over")

    def over(sites: Sites) -> list[Row]:
        assert sites.effort == Effort(quick=False)
        return [row(3, 1, 2)]

    monkeypatch.setattr(program, "CLAIMS", {"broken": broken, "over": over})
    assert program.main(["--json", str(tmp_path / "rows.json")]) == 1
    assert "broken: it fell over" in capsys.readouterr().err
    document = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    assert [(found["score"], found["verdict"]) for found in document["rows"]] == [(3, "over")]


def test_a_frame_begun_before_the_first_paint_came_with_it() -> None:
    assert shown(began=610, ended=1300, first=640) == 640  # the next task waited for another script
    assert shown(began=700, ended=720, first=640) == 720
