"""One message with all its headers, as the bytes that go out.

Whatever people wrote is on one line by the time it comes into a header (safety S-36). What is the
same for all who are sent the same is worked out once: Python's own library takes two milliseconds
for a message, which is as long as it takes to send it.
"""

import secrets
from binascii import b2a_qp
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache, lru_cache
from typing import Final, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address

from harringay import html, text
from notifications import addresses
from notifications.addresses import Matter
from notifications.models import Mail

SUBJECT_LENGTH: Final = 150
NAME_LENGTH: Final = 100

# In what is encoded here, `=_` can stand nowhere.
_BOUNDARY: Final = f"=_{secrets.token_hex(12)}"


class Topic(NamedTuple):
    """What everyone who is sent the same letter is told of it in its headers.

    `list_key` and `list_name` are those of the list that it belongs to (RFC 2919), if any; `thread`
    is what it answers, so that a mail program shows it with others, or empty; `is_answer` says that
    it answers a mail of the recipient's.
    """

    sender_name: str
    subject: str
    list_key: str = ""
    list_name: str = ""
    thread: str = ""
    is_answer: bool = False


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What one person is sent; `matter` is what its link and its header stop, if anything."""

    mail: Mail
    topic: Topic
    text: str
    html: str
    matter: Matter | None = None
    reply_to: str = ""


class FinishedMessage(EmailMessage):
    """What a backend of Django's sends: made up already, and as it is."""

    def __init__(self, content: bytes, *, sender: str, to: str) -> None:
        super().__init__(from_email=sender, to=[to])
        self.content = content

    def message(self) -> "FinishedMessage":  # type: ignore[override]  # only its bytes are asked for
        return self

    def as_bytes(self, *_: object, **__: object) -> bytes:
        return self.content


def seal(letter: Letter, now: datetime) -> FinishedMessage:
    """The letter as the message that goes out; bounces come back to an address of ours."""
    to = letter.mail.address
    if not to.isascii():
        # A domain may have other letters.
        to = sanitize_address(to, "utf-8")
    headers = {
        "To": to,
        **_own_headers(letter, now),
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{_BOUNDARY}"',
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    parts = _part("plain", letter.text) + _part("html", letter.html)
    content = f"{_shared_headers(letter.topic)}{lines}\r\n{parts}--{_BOUNDARY}--\r\n"
    sender = addresses.bounce_address(letter.mail) or _our_address()
    return FinishedMessage(content.encode("ascii"), sender=sender, to=to)


def message_id(mail: Mail) -> str:
    """Ever the same for one mail, also when it is sent again."""
    return f"<mail.{mail.pk}@{settings.SITE_HOST}>"


@lru_cache(maxsize=256)
def _shared_headers(topic: Topic) -> str:
    sender = Address(_name(topic.sender_name), addr_spec=_our_address())
    list_name = _name(topic.list_name).replace("\\", "").replace('"', "")
    headers: dict[str, str | Address] = {
        "From": sender,
        "Subject": _line(topic.subject, SUBJECT_LENGTH),
        "Auto-Submitted": "auto-replied" if topic.is_answer else "auto-generated",
    }
    if topic.list_key:
        headers["List-Id"] = f'"{list_name}" <{topic.list_key}.{settings.SITE_HOST}>'
    if topic.thread:
        headers |= {"In-Reply-To": topic.thread, "References": topic.thread}
    stored = [SMTP.header_store_parse(name, value) for name, value in headers.items()]
    return "".join(SMTP.fold(name, value) for name, value in stored)


def _own_headers(letter: Letter, now: datetime) -> dict[str, str]:
    """Those of one mail: made of letters, digits and signs that need no care."""
    headers = {"Date": format_datetime(now), "Message-ID": message_id(letter.mail)}
    if letter.matter:
        headers["List-Unsubscribe"] = _ways_to_stop(letter.matter)
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if letter.reply_to:
        headers["Reply-To"] = letter.reply_to
    return headers


def _our_address() -> str:
    return _bare(settings.DEFAULT_FROM_EMAIL)


@cache
def _bare(address: str) -> str:
    """The setting may hold a name too."""
    return parseaddr(address)[1]


def _name(name: str) -> str:
    return _line(name, NAME_LENGTH)


def _line(words: str, length: int) -> str:
    """What people wrote, as a header can hold it.

    Words that look encoded (RFC 2047) are taken apart: the library would decode them, and whatever
    they hold, an end of the line included, would stand in the message as it is.
    """
    return html.shorten(text.single_line(words), length).replace("=?", "= ?")


def _part(subtype: str, content: str) -> str:
    """One of the two forms of what is said, with every line short enough for any server."""
    encoded = b2a_qp(content.replace("\n", "\r\n").encode(), istext=True).decode("ascii")
    return (
        f"--{_BOUNDARY}\r\n"
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{encoded}\r\n"
    )


def _ways_to_stop(matter: Matter) -> str:
    ways = [addresses.unsubscribe_url(matter)]
    if address := addresses.unsubscribe_address(matter):
        ways.append(f"mailto:{address}")
    return ", ".join(f"<{way}>" for way in ways)
