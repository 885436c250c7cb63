"""Log lines as JSON, in UTC, one line each whatever is in them."""

import json
import logging
from datetime import UTC, datetime


class JsonFormatter(logging.Formatter):
    """A line-break in what somebody sent stays inside its JSON string."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
