"""The process apart in which strangers' pictures are read."""

import pytest

from harringay import pictures
from harringay.pictures import PictureRefused
from tests.harringay.drawing import plain


class TestWorker:
    """The process apart; each test gives it a script of its own to run instead."""

    @pytest.fixture
    def run(self, monkeypatch, tmp_path):
        real = str(pictures._WORKER)

        def run(script: str) -> None:
            path = tmp_path / "worker.py"
            path.write_text(script.replace("SHUT_IN", f"runpy.run_path({real!r})['shut_in']()"))
            monkeypatch.setattr(pictures, "_WORKER", path)
            pictures.reencode(plain(), sizes=[640])

        return run

    def test_being_killed_refuses_that_picture_only(self, run, monkeypatch):
        with pytest.raises(PictureRefused, match="could not read that picture"):
            run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")

        monkeypatch.undo()
        assert pictures.reencode(plain(), sizes=[640])

    def test_taking_too_long_is_a_refusal(self, run, monkeypatch):
        monkeypatch.setattr(pictures, "WALL_CLOCK_SECONDS", 0.2)
        with pytest.raises(PictureRefused, match="could not read that picture"):
            run("while True: pass")

    @pytest.mark.parametrize(
        ("attempt", "outcome"),
        [
            ("socket.socket()", "Too many open files"),
            ("open('/etc/hostname')", "Too many open files"),
            ("bytearray(1600 * 1024 * 1024)", "MemoryError"),
        ],
    )
    def test_is_shut_in(self, run, caplog, attempt, outcome):
        caplog.set_level("INFO")
        with pytest.raises(PictureRefused):
            run(f"import runpy, socket; SHUT_IN; {attempt}")
        assert outcome in caplog.text

    def test_has_ten_seconds_of_processor(self, run):
        with pytest.raises(PictureRefused, match=r"^10$"):
            run(
                "import json, resource, runpy; SHUT_IN\n"
                "seconds = resource.getrlimit(resource.RLIMIT_CPU)[1]\n"
                "print(json.dumps({'refused': str(seconds)}))"
            )

    def test_is_told_no_secrets(self, run, monkeypatch):
        monkeypatch.setenv("SECRET_KEY", "Wightman")
        with pytest.raises(PictureRefused) as refusal:
            run("import json, os; print(json.dumps({'refused': str(os.environ)}))")
        assert "Wightman" not in str(refusal.value)
