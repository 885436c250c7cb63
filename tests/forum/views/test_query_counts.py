"""How many queries each page asks: as many for 300 rows as for three."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import marking, paging, reading
from forum.models import ReadMark
from forum.views import frame
from harringay import kept_pages
from notifications.views import front
from tests.forum.views.many_rows import write_many

pytestmark = pytest.mark.django_db

ROWS = (3, 30, 300)
LISTS = [
    *("/", "/forum", "/forum?sort=newest", "/forum?sort=replies", "/forum?sort=featured"),
    *("/forum/categories", "/forum/categories/room-0", "/forum/tags", "/forum/tags/foxes"),
    *("/activity", "/members", "/profile/wendy", "/profile/wendy/discussions"),
    *("/profile/wendy/replies", "/search?q=foxes", "/search?q=railway&author=wendy"),
]
OF_MEMBERS = ["/unread", "/drafts", "/forum/new", "/settings", "/welcome"]
FEEDS = [
    *("/feeds", "/feeds/all.opml", "/feeds/discussions.rss", "/feeds/replies.atom"),
    *("/feeds/activity.json", "/feeds/categories/room-0.rss", "/feeds/tags/foxes.rss"),
    *("/feeds/members/wendy.rss", "/feeds/topics/the-thread.rss"),
]
MOST_FOR_A_VISITOR, MOST_FOR_A_MEMBER = 5, 9

# A test's own transaction turns the beginnings and ends of the site's into these.
NOT_ASKED = re.compile(r"BEGIN|COMMIT|SAVEPOINT|RELEASE")


def pages_of(thread):
    """The first page in both orders, and then the middle one and the last."""
    last = {"thread": thread.page_count, "time": -(-thread.last_number // paging.PAGE_SIZE)}
    for order, count in last.items():
        for where, number in (("first", 1), ("middle", (count + 1) // 2), ("last", count)):
            yield f"{order}, {where}", f"/forum/topics/the-thread?order={order}&page={number}"


def queries(client, address):
    """What a page asks when nobody has been shown it yet, in a frame that was made already."""
    kept_pages.shelf.clear()
    reading.forget()
    client.get("/rules")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return sum(not NOT_ASKED.match(query["sql"]) for query in asked)


@pytest.fixture(autouse=True)
def _ready(settings, client):
    """What is asked once an hour has been asked, and nobody is asked to wait."""
    settings.RATE_LIMITS = False
    client.get("/search?q=foxes")


def in_each_size(ask):
    """What `ask` says of a thread in a forum of each size, which is taken away afterwards.

    The first size is asked once before, for what a process asks once: PostgreSQL's stems of words.
    """
    answers = []
    for rows in (ROWS[0], *ROWS):
        # Taken back, versions come twice.
        frame.forget()
        front.forget()
        with transaction.atomic():
            answers.append(ask(write_many(rows)))
            transaction.set_rollback(True)
    return answers[1:]


class TestVisitors:
    def test_lists_ask_as_much_for_many_rows_as_for_few(self, client):
        few, some, many = in_each_size(
            lambda _: {address: queries(client, address) for address in LISTS + FEEDS}
        )
        assert few == some == many

    def test_threads_ask_five_times_at_the_most_and_ever_the_same(self, client):
        few, some, many = in_each_size(
            lambda thread: {page: queries(client, path) for page, path in pages_of(thread)}
        )
        assert few == some == many
        assert max(few.values()) <= MOST_FOR_A_VISITOR


class TestMembers:
    def test_lists_ask_as_much_for_many_rows_as_for_few(self, asha_client):
        few, some, many = in_each_size(
            lambda _: {address: queries(asha_client, address) for address in LISTS + OF_MEMBERS}
        )
        assert few == some == many

    def test_threads_that_they_have_read_ask_ever_the_same(self, asha, asha_client):
        def ask(thread):
            marking.mark_all_read(asha, read_at=timezone.now())
            return {page: queries(asha_client, path) for page, path in pages_of(thread)}

        few, some, many = in_each_size(ask)
        assert few == some == many
        assert max(few.values()) <= MOST_FOR_A_MEMBER

    def test_threads_that_are_new_to_them_ask_nine_times_at_the_most(self, asha_client):
        def ask(thread):
            asked = {}
            for page, path in pages_of(thread):
                ReadMark.objects.all().delete()
                asked[page] = queries(asha_client, path)
            return asked

        few, some, many = in_each_size(ask)
        assert max(*few.values(), *some.values(), *many.values()) <= MOST_FOR_A_MEMBER
        assert few["thread, first"] == some["thread, first"]
