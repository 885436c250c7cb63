"""A message that came: who sent it, to whom, and what stands in it, however broken it is.

Python's older, forgiving policy reads it; the newer one raises where a header makes no sense.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message as Parsed
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from typing import Final

from harringay import html, text
from notifications.answering import lines

MOST_BYTES: Final = 20 * 1024 * 1024  # a few photos; they are left out, their words are not
ID_LENGTH: Final = 255
HEADER_LENGTH: Final = 2000  # far more than anybody writes; a parser's work grows faster than it
HEAD_LENGTH: Final = 256 * 1024  # mail servers let through half of it
# Python looks at each line once for each part that it may be the end of.
MOST_BOUNDARIES: Final = 20

# Where servers on the way note whom a message was really for; then where its sender wrote so.
DELIVERED_TO: Final = ("Delivered-To", "X-Original-To", "Envelope-To")
WRITTEN_TO: Final = ("To", "Cc")


class TooBig(ValueError):
    """More than we take; the sender's own server tells them."""


@dataclass(frozen=True)
class Message:
    """What is asked of a message.

    `sender` is the one address that it says it is from; empty where it says none, or several.
    `envelope_sender` is where it would bounce to: empty for a bounce, None where nobody said.
    """

    id: str
    sender: str
    envelope_sender: str | None
    subject: str
    text: str
    left_out: int
    parsed: Parsed

    def header(self, name: str) -> str:
        return _header(self.parsed, name)

    def addressees(self) -> Sequence[str]:
        """Whom it was delivered to, or, where no server says, to whom it is written."""
        delivered = [addressee for name in DELIVERED_TO for addressee in self._addresses(name)]
        return delivered or [
            addressee for name in WRITTEN_TO for addressee in self._addresses(name)
        ]

    def _addresses(self, name: str) -> list[str]:
        return addresses_in(str(value) for value in self.parsed.get_all(name, []))


def read(raw: bytes, *, envelope_sender: str | None = None) -> Message:
    """Raises TooBig; anything else is read as far as it can be."""
    _check_size(raw)
    if raw.lower().count(b"boundary=") > MOST_BOUNDARIES:
        return read_head(raw, envelope_sender=envelope_sender)
    try:
        return _message(message_from_bytes(raw), raw, envelope_sender)
    except RecursionError:
        # Messages within messages, hundreds deep: nobody wrote that.
        return read_head(raw, envelope_sender=envelope_sender)


def read_head(raw: bytes, *, envelope_sender: str | None = None) -> Message:
    """The same without a word of what it says: enough to know whom it is for. Raises TooBig."""
    _check_size(raw)
    head = BytesHeaderParser().parsebytes(raw[:HEAD_LENGTH])
    head.set_payload("")
    return _message(head, raw, envelope_sender)


def _check_size(raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise TooBig(f"{len(raw):,} bytes, and we take up to {MOST_BYTES:,}.")


def _message(parsed: Parsed, raw: bytes, envelope_sender: str | None) -> Message:
    senders = addresses_in([str(parsed.get("From", ""))])
    words, left_out = _words(parsed)
    return Message(
        id=_id(parsed, raw),
        sender=senders[0] if len(senders) == 1 else "",
        envelope_sender=_envelope_sender(parsed, envelope_sender),
        subject=_header(parsed, "Subject"),
        text=words,
        left_out=left_out,
        parsed=parsed,
    )


def addresses_in(values: "Iterator[str] | Sequence[str]") -> list[str]:
    """The addresses in headers, in lower case, each once."""
    found: list[tuple[str, str]] = []
    for value in values:
        with suppress(RecursionError):
            found += getaddresses([value[:HEADER_LENGTH]])
    cleaned = (text.single_line(address).lower() for _, address in found)
    return list(dict.fromkeys(address for address in cleaned if "@" in address))


def leaves(parsed: Parsed) -> "Iterator[Parsed]":
    """Its parts that hold no other parts. A message within it is one of them."""
    waiting = [parsed]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(reversed(part.get_payload()))  # type: ignore[arg-type]  # parts, then
        else:
            yield part


def _id(parsed: Parsed, raw: bytes) -> str:
    """What tells it from others: its Message-ID, or where it has none, all that it says."""
    given = text.single_line(str(parsed.get("Message-ID", "")))
    if given and len(given) <= ID_LENGTH:
        return given
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _envelope_sender(parsed: Parsed, given: str | None) -> str | None:
    if given is None:
        given = parsed.get("Return-Path")
    return None if given is None else str(given).strip().strip("<>").lower()


def _header(parsed: Parsed, name: str) -> str:
    """What a header says, on one line; empty where there is none."""
    raw = str(parsed.get(name, ""))[:HEADER_LENGTH]
    # Where that cannot be read, it says what stands there.
    with suppress(HeaderParseError, LookupError, ValueError):
        raw = str(make_header(decode_header(raw)))
    return text.single_line(raw)


def _words(parsed: Parsed) -> tuple[str, int]:
    """What it says as plain text, and how many parts of it are something else."""
    plain, marked_up, others = [], [], 0
    for part in leaves(parsed):
        kind = part.get_content_type()
        is_said = part.get_content_disposition() != "attachment" and not part.get_filename()
        if is_said and kind == "text/plain":
            plain.append(_flowing(part))
        elif is_said and kind == "text/html":
            marked_up.append(_decoded(part))
        else:
            others += 1
    said = "\n\n".join(plain)
    if not said.strip():
        said = "\n\n".join(map(html.mail_to_text, marked_up))
    return text.plain(said), others


def _flowing(part: Parsed) -> str:
    said = _decoded(part)
    if str(part.get_param("format", "")).lower() == "flowed":
        return lines.unflow(said, drops_space=str(part.get_param("delsp", "")).lower() == "yes")
    return said


def _decoded(part: Parsed) -> str:
    """A part's text, in the charset that it says, or the likeliest."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset("us-ascii")
    for likely in (charset, "utf-8"):
        with suppress(LookupError, ValueError):
            return payload.decode(likely)
    return payload.decode("utf-8" if charset == "utf-8" else "cp1252", errors="replace")
