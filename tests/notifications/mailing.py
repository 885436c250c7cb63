"""Messages that come by mail, stored ones and some by hand, and what is made of them."""

from dataclasses import dataclass
from pathlib import Path

from forum.models import Discussion, Reply
from members.models import Member
from notifications import addresses, answering
from notifications.addresses import Answered, Matter
from notifications.models import InboundMail, Mail

MESSAGES = Path(__file__).resolve().parents[1] / "data" / "mail"


def stored(name):
    """A message of the corpus, as the bytes that came."""
    return (MESSAGES / f"{name}.eml").read_bytes()


def written(words="I rang them.", *, sender="asha@example.org", **headers):
    """A message that somebody writes by hand; `message_id=""` leaves that header out."""
    given = {"message_id": "<1@mail.example.org>", "from": sender, **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in given.items() if value]
    return "\n".join([*lines, "", words]).encode()


@dataclass(frozen=True)
class Told:
    """What Asha was mailed, and the addresses in that mail."""

    member: Member
    discussion: Discussion
    reply: Reply
    mail: Mail

    @property
    def answer(self) -> str:
        return addresses.answer_address(Answered(self.member.pk, self.discussion.pk, self.reply.pk))

    @property
    def bounce(self) -> str:
        return addresses.bounce_address(self.mail)

    @property
    def unsubscribe(self) -> str:
        return addresses.unsubscribe_address(Matter(self.member.pk, "answer", self.discussion.pk))


def receive(raw, *recipients, **how):
    """What was made of a message."""
    answering.receive(raw, recipients=recipients, **how)
    return InboundMail.objects.latest("pk")


def posted():
    """What has been posted by e-mail."""
    return [mail.reply for mail in InboundMail.objects.exclude(reply=None).order_by("pk")]
