"""Python imports this at its start, where it is on the path: notes whom a process calls.

One line for each name that is looked up and each address that is connected to, in the file that
the environment variable CALLS names.
"""

import os
import sys
from typing import Any

CALLS = os.open(os.environ["CALLS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def note(event: str, told: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        where = told[1]
        line = f"{where[0]}:{where[1]}" if isinstance(where, tuple) else f"unix:{where!r}"
    elif event == "socket.getaddrinfo":
        line = f"{told[0]}:{told[1]}"
    else:
        return
    os.write(CALLS, f"{line}\n".encode())


sys.addaudithook(note)
