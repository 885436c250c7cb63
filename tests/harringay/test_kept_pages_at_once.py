"""Pages kept while many write and many read at once: none is older than what its reader knew of."""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.test import RequestFactory

from forum.models import Category, Discussion
from harringay import kept_pages
from harringay.kept_pages import Door
from tests.factories import make_category, make_discussion, make_member
from tests.running_site import wait_until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at once"),
]

# Together as many as the pool has connections.
WRITERS = READERS = 5
CHANGES = 8
READS = 12  # at the least, between two changes of one writer: some find a page that is kept
PLACES = ("/", "/forum", "/forum?sort=newest")


class Town:
    """What each writer has committed so far, by its discussion, and what readers have found."""

    def __init__(self, discussions):
        self.committed = dict.fromkeys((row.pk for row in discussions), 0)
        self._reads = count()
        self.read = 0
        self.stale = []

    def write(self, pk):
        """Change a discussion's title again and again, each time with more in the transaction."""
        try:
            for number in range(1, CHANGES + 1):
                with transaction.atomic():
                    Discussion.objects.filter(pk=pk).update(title=f"Change {pk} {number}")
                    for _ in range(number):
                        Category.objects.filter(discussions=pk).update(description=str(number))
                self.committed[pk] = number
                enough = self.read + READS
                assert wait_until(lambda enough=enough: self.read >= enough, seconds=10)
        finally:
            connection.close()

    def keep_reading(self, until):
        """Ask for one page after another; the last time, after everything was committed."""
        door, places = Door(WSGIHandler()), cycle(PLACES)
        try:
            is_last = False
            while not is_last:
                is_last = until()
                known = dict(self.committed)
                shown = shown_on(ask(door, next(places)))
                self.read = next(self._reads)
                self.stale += [
                    (pk, number, shown[pk]) for pk, number in known.items() if shown[pk] < number
                ]
        finally:
            connection.close()


def ask(door, place):
    """A visitor's page, as the web server gets it."""
    statuses = []
    parts = door(RequestFactory().get(place).META, lambda status, _: statuses.append(status))
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    assert statuses == ["200 OK"]
    return body.decode()


def shown_on(page):
    """The oldest change of each discussion that is on a page."""
    shown: dict[int, int] = {}
    for pk, number in re.findall(r"Change (\d+) (\d+)", page):
        shown[int(pk)] = min(int(number), shown.get(int(pk), CHANGES))
    return shown


@pytest.fixture
def town():
    """A discussion and a category for each writer."""
    author = make_member()
    discussions = [
        make_discussion(title="New", author=author, category=make_category())
        for _ in range(WRITERS)
    ]
    for row in discussions:
        Discussion.objects.filter(pk=row.pk).update(title=f"Change {row.pk} 0")
    connection.close()
    return Town(discussions)


def test_no_page_is_older_than_what_was_committed_when_it_was_asked_for(town, monkeypatch):
    found, find = [], kept_pages.find

    def finding(environ):
        found.append(find(environ))
        return found[-1]

    monkeypatch.setattr(kept_pages, "find", finding)
    with ThreadPoolExecutor(WRITERS + READERS) as threads:
        writing = [threads.submit(town.write, pk) for pk in town.committed]
        all_written = lambda: all(writer.done() for writer in writing)  # noqa: E731
        reading = [threads.submit(town.keep_reading, all_written) for _ in range(READERS)]
        for each in writing + reading:
            each.result()
    assert set(town.committed.values()) == {CHANGES}
    assert not town.stale
    assert any(found)
