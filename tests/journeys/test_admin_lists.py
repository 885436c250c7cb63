"""The owner's lists at a desk of ordinary width: no column of them is out of sight."""

import pytest
from django.utils import timezone

from forum.moderation import auditing
from forum.moderation.models import Action
from notifications.models import Mail, MailKind
from tests.factories import make_discussion, make_member, make_reply
from tests.forum.moderation.reported import decide, make_case
from tests.journeys.conftest import DESK

pytestmark = pytest.mark.django_db(transaction=True)

LISTS = [
    *("members/member", "moderation/auditentry", "moderation/case", "moderation/decision"),
    *("forum/discussion", "forum/reply", "notifications/mail"),
]
LONG_NAME = "Persephone Featherstonehaugh-Cholmondeley"
TITLE = "Unsatisfactory arrangements for the collection of refuse and recycling on the Ladder"
OUT_OF_SIGHT = """() => {
  const [list] = document.getElementsByClassName("results");
  return list.scrollWidth - list.clientWidth;
}"""


@pytest.fixture
def long_rows(owner):
    """What is as long as it may be, or nearly."""
    author = make_member(name=LONG_NAME, email="persephone.featherstonehaugh@cholmondeley.example")
    reply = make_reply(author=author, discussion=make_discussion(author=author, title=TITLE))
    decide(make_case(reply, words="It is rude."), Action.HIDE, by=owner)
    auditing.record("see case", make_case(reply.discussion), by=owner, reason="Asked to look again")
    now = timezone.now()
    Mail.objects.create(
        kind=MailKind.NEWS,
        recipient=author,
        discussion=reply.discussion,
        created_at=now,
        sent_at=now,
    )


@pytest.mark.parametrize("path", LISTS)
def test_every_column_is_in_sight(signed_in, live_server, owner, long_rows, path):
    page = signed_in(owner)
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/admin/{path}/")
    assert page.evaluate(OUT_OF_SIGHT) <= 0
