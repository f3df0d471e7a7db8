"""Downloads of MNIST's files: once, checked, tried again, and never taken for good when they are not."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from idxfiles import NAMES, pretend, tiny, zipped

from nnexplain.data import mnist
from nnexplain.errors import NnexplainError

CONTENTS = tiny()


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, CONTENTS)


def had() -> tuple[dict[str, Path], list[str], list[str]]:
    """What `files` gives, what it says, and what it tells meanwhile."""
    said: list[str] = []
    told: list[str] = []
    return mnist.files(None, said.append, told.append), said, told


def refused() -> str:
    with pytest.raises(NnexplainError) as caught:
        had()
    return str(caught.value)


Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


class Mirror:
    """A server of the four files. `answers` take over the next requests, one each."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[str] = []
        self.ended = threading.Event()
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                mirror.asked.append(self.path)
                name = self.path.rpartition("/")[2].removesuffix(".gz")
                answer = mirror.answers.pop(0) if mirror.answers else whole
                answer(self, zipped(CONTENTS[name]))

            def log_message(self, *_: object) -> None:
                """Quietly."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}/mnist"


def send(handler: BaseHTTPRequestHandler, body: bytes, length: int | None = None, status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)


def whole(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    send(handler, content)


def cut(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    send(handler, content[: len(content) // 2], len(content))


def wrong(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    send(handler, content[:-1] + b"?")


def gone(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    send(handler, b"no", status=404)


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    made = Mirror()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("NNEXPLAIN_MNIST_MIRROR", made.address)
    monkeypatch.setenv("NNEXPLAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("time.sleep", lambda seconds: None)  # between tries
    yield made
    made.ended.set()
    made.server.shutdown()
    made.server.server_close()
    thread.join(5)


def test_a_download_happens_once(mirror: Mirror, tmp_path: Path) -> None:
    found, said, told = had()
    assert {name: path.read_bytes() for name, path in found.items()} == {
        name: zipped(content) for name, content in CONTENTS.items()
    }
    assert mirror.asked == [f"/mnist/{name}.gz" for name in NAMES]
    assert [words.split()[:2] for words in said] == [
        ["downloading", f"{mirror.address}/{name}.gz"] for name in NAMES
    ]
    assert told and "MB" in told[0]
    again, said, _ = had()
    assert again == found and said == [] and len(mirror.asked) == 4, "the second time nothing is asked"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [(cut, "the connection was cut off"), (wrong, "expected is the md5"), (gone, "the server answers 404")],
)
def test_a_download_that_goes_wrong_starts_again_and_one_that_never_succeeds_leaves_nothing(
    trouble: Answer, words: str, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.answers = [trouble] * 20
    said = refused()
    assert words in said and f"{mirror.address}/{NAMES[0]}.gz" in said and "--digits-folder" in said
    assert list((tmp_path / "cache").iterdir()) == []
    if trouble is not gone:
        mirror.answers, mirror.asked = [trouble, trouble], []
        assert had()[0][NAMES[0]].read_bytes() == zipped(CONTENTS[NAMES[0]])
        assert mirror.asked[:3] == [f"/mnist/{NAMES[0]}.gz"] * 3


def stalling(mirror: Mirror) -> Answer:
    def stall(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        send(handler, content[:100], len(content))
        mirror.ended.wait(20)

    return stall


def test_a_build_that_is_killed_in_the_middle(mirror: Mirror, tmp_path: Path) -> None:
    """Nothing can tidy up then: what is left must not be taken for the file."""
    mirror.answers = [stalling(mirror)]
    code = "from nnexplain.data import mnist; mnist.files(None, lambda w: print(w, flush=True), print)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline().startswith("downloading")
        process.kill()
    assert [path.name for path in (tmp_path / "cache").iterdir() if path.stem in NAMES] == []
    assert had()[0][NAMES[0]].read_bytes() == zipped(CONTENTS[NAMES[0]])
    assert mirror.asked[:2] == [f"/mnist/{NAMES[0]}.gz"] * 2


def test_a_server_that_stalls_or_never_ends(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def endless(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while not mirror.ended.is_set():
                handler.wfile.write(bytes(2**16))
        except OSError:
            return

    monkeypatch.setattr(mnist, "LIMIT", 2**18)
    mirror.answers = [endless] * 20
    assert "not the file that MNIST has" in refused()
    monkeypatch.setattr(mnist, "TIMEOUT", 0.2)
    mirror.answers = [stalling(mirror)] * 20
    assert "nothing came for 0.2 s" in refused()
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_damaged_file_of_the_cache_is_downloaded_again(mirror: Mirror) -> None:
    path = had()[0][NAMES[1]]
    path.write_bytes(path.read_bytes()[:-9])
    assert had()[0][NAMES[1]].read_bytes() == zipped(CONTENTS[NAMES[1]])
    assert mirror.asked[4:] == [f"/mnist/{NAMES[1]}.gz"]


def test_nobody_answers(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    had()
    mirror.server.shutdown()
    mirror.server.server_close()
    assert len(had()[0]) == 4, "what is in the cache needs no network"
    path = had()[0][NAMES[3]]
    path.unlink()
    said = refused()
    assert f"{NAMES[3]}.gz could not be downloaded: no connection" in said
    assert "put the files into a folder and say --digits-folder" in said


def test_a_mirror_is_an_http_address_and_the_cache_a_folder_that_can_be_written(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NNEXPLAIN_CACHE", str(tmp_path / "file" / "cache"))
    assert "NNEXPLAIN_CACHE may name another folder" in refused()
    for address in ("ftp://example.org/", "file:///etc/", "example.org", ""):
        monkeypatch.setenv("NNEXPLAIN_MNIST_MIRROR", address)
        assert f"NNEXPLAIN_MNIST_MIRROR is {address!r}" in refused()
