"""What a server says of a mail of ours that it could not deliver (RFC 3464)."""

from collections.abc import Iterator
from email.message import Message as Parsed
from typing import Final, NamedTuple

from harringay import text
from notifications import bouncing
from notifications.answering import robots
from notifications.answering.messages import Message, leaves

FAILED: Final = "failed"
PERMANENT: Final = "5."


class Report(NamedTuple):
    """What became of a mail for one recipient; `status` is as in 5.1.1, or empty."""

    action: str
    status: str
    recipient: str
    words: str

    @property
    def has_failed(self) -> bool:
        return self.action == FAILED

    @property
    def is_hard(self) -> bool:
        """Whether it says that there is no such address, and never only that it cannot be now."""
        return self.status.startswith(PERMANENT) and bouncing.is_of_address(self.status)


def report_in(message: Message) -> Report | None:
    """The report that a message is, the worst if it holds several; None where it is none."""
    reports = list(_reports(message.parsed))
    if reports:
        return next((report for report in reports if report.has_failed), reports[0])
    if robots.is_from_a_daemon(message):
        # An older server, which says it to people only.
        return Report(FAILED, "", "", message.subject)
    return None


def _reports(parsed: Parsed) -> Iterator[Report]:
    for part in leaves(parsed):
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for block in part.get_payload():
            if isinstance(block, Parsed) and block.get("Action"):
                yield _report(block)


def _report(block: Parsed) -> Report:
    recipient = _field(block, "Final-Recipient") or _field(block, "Original-Recipient")
    status = _field(block, "Status")
    return Report(
        action=_field(block, "Action").lower(),
        status=status,
        recipient=recipient.rpartition(";")[2].strip().lower(),
        words=f"{status} {_field(block, 'Diagnostic-Code')}".strip(),
    )


def _field(block: Parsed, name: str) -> str:
    return text.single_line(str(block.get(name, "")))
