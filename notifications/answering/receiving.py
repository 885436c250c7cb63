"""A message that came is dealt with once for each address of ours, and noted in one transaction.

What it says is done, or not, with the note of it: cut off anywhere, neither is there, and the
mail server brings it again; brought again, or twice at once, the note is there already.
"""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from harringay import text
from notifications.answering import messages
from notifications.answering.dealing import deal_with, takes
from notifications.answering.messages import Message
from notifications.models import InboundMail, Outcome

ADDRESS_LENGTH: Final = 255
REASON_LENGTH: Final = 300


def receive(
    raw: bytes, *, recipients: Sequence[str] = (), envelope_sender: str | None = None
) -> None:
    """Do what a message asks of the addresses that it came to; known from itself if not given.

    Raises TooBig. Whatever else is wrong with it is noted, and it counts as dealt with.
    """
    message = messages.read_head(raw, envelope_sender=envelope_sender)
    came_to = [text.single_line(address).lower() for address in recipients] or message.addressees()
    ours = [address for address in came_to if takes(address)]
    if ours:
        # What strangers send is not worth the time that reading it may take.
        message = messages.read(raw, envelope_sender=envelope_sender)
    for address in dict.fromkeys(ours or came_to[:1] or [""]):
        _receive_once(message, address)


@transaction.atomic
def _receive_once(message: Message, address: str) -> None:
    # Whoever is second waits here for the first, and then finds its note.
    note, is_new = InboundMail.objects.get_or_create(
        message_id=message.id,
        sent_to=address[:ADDRESS_LENGTH],
        defaults={
            "sender": message.sender[:ADDRESS_LENGTH],
            "received_at": timezone.now(),
            "outcome": Outcome.UNKNOWN,
        },
    )
    if not is_new:
        return
    verdict = deal_with(message, address)
    note.outcome = verdict.outcome
    note.reason = verdict.reason[:REASON_LENGTH]
    note.member = verdict.member
    note.reply = verdict.reply
    note.save(update_fields=["outcome", "reason", "member", "reply"])
