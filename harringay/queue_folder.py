"""The queue in a folder, where there is no Redis: kombu's own, but for how a message is put there.

Kombu writes a message under the name by which it is found. A worker that looks meanwhile takes half
of it, and dies of that.
"""

import time
import uuid
from pathlib import Path
from typing import Any, Final

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME: Final = "queue-folder"


class Channel(filesystem.Channel):
    """Puts a message there whole, or not at all."""

    def _put(self, queue: str, message: Any, **_options: Any) -> None:  # type: ignore[override]  # kombu gives more
        # In the order in which they are taken.
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        file = Path(self.data_folder_out) / name
        unfinished = file.with_suffix(".part")
        try:
            unfinished.write_text(dumps(message), encoding="utf-8")
            unfinished.rename(file)
        except OSError as problem:
            raise ChannelError(f"The message cannot be kept: {problem}") from problem


class Transport(filesystem.Transport):
    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
