"""Two moderators decide at the same moment, over two connections (safety L-16)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from forum.moderation import auditing, deciding
from forum.moderation.errors import DecidedAlready
from forum.moderation.models import Action, AuditEntry, Case, Decision
from tests.factories import make_reply
from tests.forum.moderation.reported import RUDE, make_case

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_decides_and_the_other_is_told_who_did(mo, owner):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one connection")
    case, both = make_case(make_reply()), Barrier(2)

    def decide(by, action):
        read = Case.objects.get(pk=case.pk)
        both.wait()
        try:
            deciding.decide(
                read, action=action, by=by, version=read.version, ground=RUDE, note="Read it."
            )
        except DecidedAlready as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(decide, (mo, owner), (Action.HIDE, Action.NOTHING)))

    made = Decision.objects.get()
    assert sorted(map(bool, answers)) == [False, True]
    assert f"{made.made_by} has decided this meanwhile" in "".join(answers)
    assert AuditEntry.objects.count() == 1
    assert auditing.verify() == []
