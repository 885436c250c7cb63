"""Whether a program wrote a message: such a one is never posted and never answered."""

import re
from collections.abc import Callable
from email.utils import parseaddr
from typing import Final

from django.conf import settings

from notifications.answering.messages import Message

# What programs do not write under their own names.
DAEMONS: Final = {"mailer-daemon", "postmaster"}

_NOT_BY_HAND = {"bulk", "junk", "list", "auto_reply"}
_MARKS = ("X-Autoreply", "X-Autorespond", "List-Id", "List-Post", "List-Unsubscribe")

# Only at the very beginning: an answer's subject begins with `Re:`, whatever it is about.
_AWAY = re.compile(
    r"(auto(matic|mated)?[ -]?(reply|response)|out of (the )?office|automatische antwort"
    r"|abwesenheitsnotiz|réponse automatique|respuesta automática|risposta automatica)\b",
    re.IGNORECASE,
)


def why_automatic(message: Message) -> str:
    """What gives it away; empty where a person may have written it."""
    return next((reason for reason, is_so in _SIGNS.items() if is_so(message)), "")


def is_from_a_daemon(message: Message) -> bool:
    return message.sender.partition("@")[0] in DAEMONS


def _says_so(message: Message) -> bool:
    return message.header("Auto-Submitted").lower().partition(";")[0].strip() not in {"", "no"}


def _wants_no_answer(message: Message) -> bool:
    return "all" in message.header("X-Auto-Response-Suppress").lower()


def _is_ours(message: Message) -> bool:
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    return message.sender == own or message.id.endswith(f"@{settings.SITE_HOST}>")


def _has_no_envelope_sender(message: Message) -> bool:
    """Postfix gives a daemon's name to programs where there is none."""
    sender = message.envelope_sender
    return sender is not None and sender.partition("@")[0] in {"", *DAEMONS}


_SIGNS: dict[str, Callable[[Message], bool]] = {
    "It came back to us": _is_ours,
    "Auto-Submitted": _says_so,
    "Precedence": lambda message: message.header("Precedence").lower() in _NOT_BY_HAND,
    "X-Auto-Response-Suppress": _wants_no_answer,
    "A list, or an automatic answer": lambda message: any(map(message.header, _MARKS)),
    "No envelope sender": _has_no_envelope_sender,
    "From a mail server": is_from_a_daemon,
    "Its subject": lambda message: bool(_AWAY.match(message.subject)),
}
