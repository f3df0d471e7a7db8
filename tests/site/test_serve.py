"""The author's loop over loopback: an edit becomes an event, a fault a notice, and the site never breaks."""

from __future__ import annotations

import http.client
import io
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from choosing import chosen
from processes import eventually
from served import Reader, get, running

from nnexplain.errors import UsageError
from nnexplain.pipeline.build import build
from nnexplain.pipeline.declared import Followed
from nnexplain.project import Project
from nnexplain.site.rebuild import Rebuild
from nnexplain.site.serve import matters, serve, watched
from nnexplain.site.server import EVENTS, SCRIPT, Server, State

YML = """\
site_name: A case
docs_dir: content
nav:
  - index.md
  - lesson.md
theme:
  name: mkdocs
markdown_extensions:
  - nnexplain.site.extension
"""
BUILD = """\
# /// nnexplain
# figures = []
# ///
from nnexplain.figures import value

value("answer", {answer})
"""


@pytest.fixture
def project(tmp_path: Path, memory: Path, one_server: None) -> Project:
    for folder in ("content", "build"):
        (tmp_path / folder).mkdir()
    (tmp_path / "mkdocs.yml").write_text(YML, "utf-8")
    (tmp_path / "content/index.md").write_text("# Home\n", "utf-8")
    (tmp_path / "content/lesson.md").write_text("# Lesson\n\nIt is {{ answer }}.\n", "utf-8")
    (tmp_path / "build/lesson.py").write_text(BUILD.format(answer=41), "utf-8")
    project = Project(tmp_path)
    shutil.copytree(memory, project.state / "memory")
    assert build(project, chosen(), console=io.StringIO()).ran == ["lesson"]
    return project


def test_edits_are_shown_and_faults_are_said(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    """Edits of a page, of a script, and of declared data wherever they lie."""
    lesson, script, data = (
        project.content / "lesson.md",
        project.scripts / "lesson.py",
        project.root / "a/n.txt",
    )
    data.parent.mkdir()
    data.write_text("41", "utf-8")
    text = BUILD.replace("# figures", '# data = ["a/*.txt"]\n# figures')
    script.write_text(text.format(answer="int(open('a/n.txt').read())"), "utf-8")
    module = project.root / "shared" / "factor.py"
    with running(project) as server:
        reader = Reader(server.server_port)

        def shown() -> str:
            return get(server, "/lesson/")[1]

        def said(*wanted: str) -> None:
            heard = ""
            for _ in range(400):  # what is said follows what is told
                heard += capfd.readouterr().err
                if all(words in heard for words in wanted):
                    return
                time.sleep(0.025)
            raise AssertionError(heard)

        first = reader.until(lambda state: state["version"] != "0-0")
        assert first["problems"] == [] and ">41</span>" in shown()

        lesson.write_text("# Lesson\n\nNow {{ anwser }}.\n", "utf-8")
        second = reader.next()
        assert second["version"] == first["version"]
        assert second["problems"][0].startswith("content/lesson.md:3: unknown value 'anwser'")
        assert "It is <span" in shown()

        lesson.write_text("# Lesson\n\nNow {{ answer }}.\n", "utf-8")
        third = reader.next()
        assert third["version"] != second["version"] and third["problems"] == []
        assert "Now <span" in shown()

        data.write_text("142", "utf-8")
        assert reader.next()["problems"] == []
        assert ">142</span>" in shown()

        script.write_text(text.format(answer="1 / 0"), "utf-8")
        broken = reader.until(lambda state: state["problems"])
        assert "build/lesson.py:7" in broken["problems"][0] and "ZeroDivisionError" in broken["problems"][0]
        assert ">142</span>" in shown()
        said("the last good site is still shown")

        lesson.write_text("# Lesson\n\nStill {{ answer }}.\n", "utf-8")
        assert reader.until(lambda state: state["version"] != broken["version"])["problems"]
        assert "Still <span" in shown()
        said("with the last good figures", "ZeroDivisionError")

        script.write_text(text.format(answer=43), "utf-8")
        reader.until(lambda state: not state["problems"])
        assert ">43</span>" in shown()

        data.unlink()
        (problem,) = reader.next()["problems"]
        assert "a/*.txt" in problem

        data.write_text("0", "utf-8")
        script.write_text(
            text.format(answer="__import__('math').floor(shared.factor.F)").replace(
                "from nnexplain", "import shared.factor\nfrom nnexplain"
            ),
            "utf-8",
        )
        reader.until(lambda state: any("shared" in problem for problem in state["problems"]))
        for number in (50, 51):
            module.parent.mkdir(exist_ok=True)
            module.write_text(f"F = {number}\n", "utf-8")
            eventually(lambda words=f">{number}</span>": words in shown())  # type: ignore[misc]


def test_a_state_folder_that_takes_nothing(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(project.state)
    project.state.write_text("in the way", "utf-8")
    with running(project) as server:
        reader = Reader(server.server_port)
        (problem,) = reader.until(lambda state: state["problems"])["problems"]
        assert problem.startswith(".nnexplain: a file stands where a folder should be\n")
        project.state.unlink()
        (project.content / "lesson.md").write_text("# Lesson\n\nAgain {{ answer }}.\n", "utf-8")
        reader.until(lambda state: not state["problems"] and state["version"] != "0-0")
        assert "Again <span" in get(server, "/lesson/")[1]
    assert "Traceback" not in "".join(capfd.readouterr())


def test_more_problems_than_a_pipe_holds(project: Project) -> None:
    lines = [f"line {number} {{{{ unknown_{number} }}}}" for number in range(1500)]
    (project.content / "lesson.md").write_text("# Lesson\n\n" + "\n".join(lines), "utf-8")
    rebuild = Rebuild.prepare(project)
    rebuild.start([])
    assert len(rebuild.result().problems) == 1500


def test_an_edit_during_a_rebuild_is_not_lost_and_prose_need_not_wait_for_a_training(
    project: Project,
) -> None:
    lesson, started = project.content / "lesson.md", project.root / "started"

    def write(words: str) -> None:
        lesson.write_text(f"# Lesson\n\n{words}\n", "utf-8")

    with running(project) as server:
        reader = Reader(server.server_port)
        reader.until(lambda state: state["version"] != "0-0")
        for number in range(6):
            write(f"The last is {number}.")
            time.sleep(0.15)
        eventually(lambda: "The last is 5." in get(server, "/lesson/")[1])
        slow = "import time\nfrom pathlib import Path\n\nPath('started').touch()\ntime.sleep(600)\n"
        (project.scripts / "slow.py").write_text(f"# /// nnexplain\n# ///\n{slow}", "utf-8")
        eventually(started.exists)
        write("Meanwhile.")
        eventually(lambda: "Meanwhile." in get(server, "/lesson/")[1])
        assert reader.next()["problems"] == []


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    site = tmp_path / "site"
    (site / "lesson").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (site / "lesson/index.html").write_text("<html><head></head><body>Lesson</body></html>", "utf-8")
    (site / "404.html").write_text("<html><head></head><body>Not here</body></html>", "utf-8")
    (site / "a.js").write_text("export {}", "utf-8")
    (site / "empty").mkdir()
    (site / "link.txt").symlink_to(tmp_path / "secret.txt")
    server = Server(site, 0, State())
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.state.close()
    server.shutdown()
    server.server_close()
    thread.join()


def test_pages_bring_the_script_are_never_stale_and_keep_the_query(server: Server) -> None:
    status, body, headers = get(server, "/lesson/?step=1")
    assert status == 200 and f'<script src="{SCRIPT}" defer></script></head>' in body
    assert headers["Cache-Control"] == "no-store" and headers["Content-Type"] == "text/html; charset=utf-8"
    assert get(server, "/a.js")[2]["Content-Type"] == "text/javascript; charset=utf-8"
    status, body, headers = get(server, SCRIPT)
    assert status == 200 and "EventSource" in body and "innerHTML" not in body
    status, _, headers = get(server, "/lesson?step=24")
    assert status == 302 and headers["Location"] == "/lesson/?step=24"
    assert get(server, "//example.org/lesson")[0] == 404


def test_only_loopback_names_are_answered_and_long_addresses_are_refused_in_words(server: Server) -> None:
    """Another name for 127.0.0.1 is how a page from elsewhere would read drafts."""

    def status(path: str, host: str) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)) as connection:
            connection.request("GET", path, headers={"Host": host})
            return connection.getresponse().status

    port = server.server_port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", "LOCALHOST", "[::1]:8000", "my.localhost"):
        assert status("/lesson/", host) == 200, host
    for host in ("example.org", f"example.org:{port}", "127.0.0.1.example.org", "localhost.example.org", ""):
        assert [status(path, host) for path in ("/lesson/", EVENTS, SCRIPT)] == [421] * 3, host
    assert status("/" + "a" * 60_000, "localhost") == 414
    assert status("/" + "a" * 300, "localhost") == 404


def test_nothing_outside_the_site_is_served(server: Server) -> None:
    outside = ["/../secret.txt", "/%2e%2e/secret.txt", "/lesson/../../secret.txt", "/..%2fsecret.txt"]
    for path in [*outside, "/link.txt", "/empty/", "/no", "/%00", "/%ff", "//etc/passwd"]:
        status, body, _ = get(server, path)
        assert status == 404 and "Not here" in body and "secret" not in body, path


def test_generated_files_trigger_nothing(project: Project) -> None:
    def seen(name: str) -> bool:
        return matters(project.root / name, project)

    made = ["content/figures/a/b.svg", "content/notebooks/a.ipynb", "content/assets/runtime/vega.js"]
    made += ["site/index.html", ".nnexplain/x", "content/.#lesson.md", "content/a.md~", "build/#a.py#"]
    given = ["content/lesson.md", "content/assets/site.css", "build/lesson.py", "build/models/a.py"]
    assert not any(map(seen, made)) and all(map(seen, given))
    package = watched(project)[-1]
    assert matters(package / "site/serve.py", project)
    assert not matters(package / "site/__pycache__/serve.cpython-311.pyc", project)


def test_a_taken_port_is_named(project: Project, server: Server) -> None:
    with pytest.raises(UsageError) as caught:
        serve(project, port=server.server_port, data=Followed())
    assert f"port {server.server_port} is taken" in str(caught.value)
    assert f"--port {server.server_port + 1}" in str(caught.value)
