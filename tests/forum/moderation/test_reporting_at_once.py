"""Several people report one thing at the same moment, each over a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from forum.moderation.models import Case, OfficialLetter, Report
from tests.factories import make_member, make_reply
from tests.forum.moderation.reports import receive

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 4


@pytest.fixture(autouse=True)
def _several_connections():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one connection")


def at_once(send, people):
    """Let all of them do it together."""
    everybody = Barrier(len(people))

    def press(person):
        everybody.wait()
        try:
            return send(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as threads:
        return list(threads.map(press, people))


def test_they_are_one_case_and_its_author_is_told_once_that_it_is_hidden(ben):
    reply = make_reply(author=ben)
    at_once(
        lambda member: receive(reply.get_absolute_url(), by=member),
        [make_member() for _ in range(PEOPLE)],
    )
    assert Case.objects.get().report_count == Report.objects.count() == PEOPLE
    assert OfficialLetter.objects.filter(member=ben).count() == 1
    reply.refresh_from_db()
    assert reply.is_hidden


def test_of_a_page_that_is_no_row_they_are_one_case_too():
    networks = [f"203.0.113.{nth}" for nth in range(PEOPLE)]
    at_once(lambda network: receive("/about", network=network), networks)
    assert Case.objects.get().report_count == PEOPLE


def test_one_form_sent_twice_makes_one_report(asha):
    form = uuid4()
    first, second = at_once(lambda by: receive("/about", by=by, submission=form), [asha, asha])
    assert first == second
    assert Report.objects.count() == OfficialLetter.objects.count() == 1
