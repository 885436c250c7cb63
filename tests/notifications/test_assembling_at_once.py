"""Two workers assemble mails for the same member and discussion, over two connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, get_ident

import pytest
from django.db import connection
from django.utils import timezone

from notifications import assembling, delivery
from notifications.models import Mail, MailKind, Notification
from tests.factories import make_discussion, make_reply

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_no_hold")]


@pytest.fixture
def both_hold_one(monkeypatch):
    """Each takes one notification, and goes on when both have theirs."""
    looked_at, both = assembling._looked_at, Barrier(2)
    here: set[int] = set()

    def wait_for_the_other(*args):
        if get_ident() not in here and len(here) < both.parties:
            here.add(get_ident())
            both.wait(timeout=10)
        return looked_at(*args)

    monkeypatch.setattr(assembling, "AT_ONCE", 1)
    monkeypatch.setattr(assembling, "_looked_at", wait_for_the_other)


def assemble(_number):
    try:
        assembling.assemble_news()
    finally:
        connection.close()


@pytest.mark.parametrize("is_there", [False, True], ids=["none yet", "one that waits"])
def test_they_make_one_mail_and_neither_waits_for_ever(asha, ben, both_hold_one, is_there):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    discussion = make_discussion(author=asha)
    for _ in range(2):
        make_reply(discussion=discussion, author=ben)
    delivery.deliver_new_events()
    if is_there:
        now = timezone.now()
        words = {"recipient": asha, "kind": MailKind.NEWS, "discussion": discussion}
        Mail.objects.create(**words, created_at=now, due_at=now)

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(assemble, range(2)))
    assembling.assemble_news()

    mail = Mail.objects.get()
    assert list(Notification.objects.values_list("mail", "due_at")) == [(mail.pk, None)] * 2
