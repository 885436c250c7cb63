"""The queue in a folder: what is taken out is what was put in, whole, and in its order."""

from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from harringay.queue_folder import SCHEME


@pytest.fixture
def channel(tmp_path: Path):
    folders = {
        name: str(tmp_path / name)
        for name in ("data_folder_in", "data_folder_out", "control_folder", "processed_folder")
    }
    folders["data_folder_out"] = folders["data_folder_in"]
    for folder in folders.values():
        Path(folder).mkdir(exist_ok=True)
    with Connection(f"{SCHEME}://", transport_options=folders) as connection:
        yield connection.channel()


def test_messages_come_out_as_they_went_in(channel):
    for number in range(3):
        channel._put("celery", {"fox": f"№ {number}"})

    taken = [channel._get("celery") for _ in range(3)]

    assert sorted(message["fox"] for message in taken) == ["№ 0", "№ 1", "№ 2"]
    with pytest.raises(Empty):
        channel._get("celery")


def test_one_that_is_still_being_written_is_not_there_yet(channel, monkeypatch):
    """A worker that took half a message died of it."""
    looked = []
    rename = Path.rename

    def look_first(path: Path, target: Path) -> Path:
        with pytest.raises(Empty):
            channel._get("celery")
        looked.append(path)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", look_first)
    channel._put("celery", {"fox": 1})

    assert looked
    assert channel._get("celery") == {"fox": 1}
