"""Log lines as JSON, in UTC, one line each whatever is in them, and each with its request's id."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

# What addresses call what nobody may guess.
NAMES_OF_KEYS = ("token", "key")
SHORTEST_KEY = 10

# Of the request that this thread has last been asked; empty where it has been asked none.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonFormatter(logging.Formatter):
    """A line-break in what somebody sent stays inside its JSON string."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "message": _without_keys(record),
        }
        if asked := request_id.get():
            line["request"] = asked
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _without_keys(record: logging.LogRecord) -> str:
    """What it says; of an address that is a key, such as a link in a mail, not the key (S-60)."""
    said = record.getMessage()
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    named = match.kwargs if match else {}
    for value in map(named.get, NAMES_OF_KEYS):
        if isinstance(value, str) and len(value) >= SHORTEST_KEY:
            said = said.replace(value, "…")
    return said
