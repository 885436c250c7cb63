"""That nothing a visitor can see is left out of what is watched."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, resolve
from django.utils import timezone

from forum import changes, reading
from forum.changes import WATCHED
from forum.views import frame
from harringay import kept_pages
from notifications.views import front
from tests.harringay.middleware.kept_addresses import ADDRESSES, neighbourhood

pytestmark = pytest.mark.django_db

# Read for a visitor's page, and yet not watched.
NOT_WATCHED = {
    "forum_change",  # the version itself
    # The search's own, written by triggers on watched tables; its command counts one more.
    *("forum_search", "forum_search_docsize", "forum_titles"),
}

# What is not watched, and what it is changed to; numbers of views may be a minute old.
UNSEEN = {
    ("members.member", "password"): "another",
    ("members.member", "last_login"): timezone.now(),
    ("members.member", "email"): None,
    ("members.member", "wants_to_follow_started"): False,
    ("members.member", "wants_to_follow_replied"): False,
    ("members.member", "restriction_ends_at"): timezone.now(),
    ("members.safeguards", "away_slowed_count"): 3,
    ("members.safeguards", "away_held_count"): 3,
    ("members.safeguards", "away_hidden_count"): 3,
    ("members.safeguards", "is_away_reported"): True,
    ("forum.event", "told_at"): timezone.now(),
}
MAY_BE_OLD = {("forum.discussion", "view_count")}


@pytest.fixture
def here(asha, ben, mo):
    return neighbourhood(asha, ben, mo)


def table_of(label):
    return apps.get_model(label)._meta.db_table


def fields_of(label):
    return apps.get_model(label)._meta.local_concrete_fields


def kept_patterns(patterns, beneath=""):
    """Every pattern of ours whose pages are the same for all visitors."""
    for pattern in patterns:
        route = beneath + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from kept_patterns(pattern.url_patterns, route)
        elif getattr(pattern.callback, "is_same_for_visitors", False):
            yield route


def fresh_pages(client):
    """Each address with its page made anew, whatever the version says."""
    kept_pages.shelf.clear()
    reading.forget()
    frame.forget()
    front.forget()
    return {address: client.get(address).text for address in ADDRESSES}


class TestEveryPageThatIsKept:
    def test_is_among_the_addresses(self):
        assert {resolve(address.split("?")[0]).route for address in ADDRESSES} == set(
            kept_patterns(get_resolver().url_patterns)
        )

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_is_made_of_watched_tables_alone(self, client, here, address):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(kept_pages.shelf._pages) == 1
        words = {word for query in asked for word in re.findall(r"\w+", query["sql"])}
        read = words & set(connection.introspection.table_names())
        assert len(read) > 1
        assert read <= {table_of(label) for label in WATCHED} | NOT_WATCHED

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_knows_its_version_before_it_reads_anything_else(self, client, here, address):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        # On PostgreSQL a search begins a savepoint in the test's own transaction.
        read = [query["sql"] for query in asked if not query["sql"].startswith("SAVEPOINT")]
        assert "forum_change" in read[0]


class TestEveryColumn:
    def test_that_is_watched_makes_another_version(self, here):
        for label in WATCHED:
            for field in fields_of(label):
                before = changes.version()
                apps.get_model(label).objects.update(**{field.name: F(field.name)})
                is_watched = field.name not in WATCHED[label]
                assert (changes.version() != before) == is_watched, f"{label}.{field.name}"

    def test_that_is_not_watched_is_known_to_be_unseen(self):
        unwatched = {(label, column) for label in WATCHED for column in WATCHED[label]}
        assert unwatched == UNSEEN.keys() | MAY_BE_OLD

    @pytest.mark.parametrize(("label", "column"), UNSEEN)
    def test_that_is_not_watched_shows_nowhere(self, client, here, label, column):
        before = fresh_pages(client)
        apps.get_model(label).objects.update(**{column: UNSEEN[label, column]})
        assert fresh_pages(client) == before


class TestEveryTable:
    @pytest.mark.parametrize("label", WATCHED)
    def test_makes_another_version_when_its_rows_go(self, here, label):
        before = changes.version()
        # Put back, because other tables' rows name them.
        with transaction.atomic():
            apps.get_model(label).objects.all()._raw_delete("default")
            after = changes.version()
            transaction.set_rollback(True)
        assert after != before


@pytest.mark.parametrize("command", ["rebuild_search", "migrate"])
def test_what_no_table_tells_of_makes_another_version_too(command):
    before = changes.version()
    call_command(command, verbosity=0, stdout=StringIO())
    assert changes.version() != before
