"""The version of what visitors see, under writers who come and go."""

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from forum import changes
from forum.models import SiteIdentity
from tests.factories import make_discussion, make_member

pytestmark = pytest.mark.django_db(transaction=True)

on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
)


@pytest.fixture
def another():
    """A second connection to the same database."""
    connections["default"].ensure_connection()
    other = connection.copy()
    yield other
    other.close()
    other.close_pool() if hasattr(other, "close_pool") else None


def rename(database, name):
    with database.cursor() as cursor:
        cursor.execute("UPDATE forum_siteidentity SET tagline = %s", [name])


class TestVersion:
    def test_grows_once_with_each_transaction(self):
        before = int(changes.version())
        with transaction.atomic():
            make_discussion(title="Foxes")
            SiteIdentity.objects.update(name="Harringay anew")
        assert int(changes.version()) > before

    def test_is_the_same_after_what_was_taken_back(self):
        before = changes.version()
        with transaction.atomic():
            make_discussion(title="Foxes")
            transaction.set_rollback(True)
        assert changes.version() == before

    def test_is_the_same_after_what_visitors_do_not_see_of_a_member(self):
        asha = make_member()
        before = changes.version()
        asha.restriction_ends_at = timezone.now()
        asha.save(update_fields=["restriction_ends_at"])
        assert changes.version() == before

    @pytest.mark.parametrize("field", ["suspended_at", "suspension_ends_at", "banned_at"])
    def test_differs_once_the_directory_does(self, field):
        asha = make_member()
        before = changes.version()
        setattr(asha, field, timezone.now())
        asha.save(update_fields=[field])
        assert changes.version() != before

    @on_postgresql
    def test_differs_after_each_of_two_writers_at_once(self, another):
        SiteIdentity.current().save()
        seen = [changes.version()]
        another.set_autocommit(False)
        with another.cursor() as cursor:
            cursor.execute("UPDATE forum_category SET name = name")
        rename(connection, "the quicker one, who began later")
        seen.append(changes.version())
        another.commit()
        seen.append(changes.version())
        assert len(set(seen)) == 3

    @on_postgresql
    def test_keeps_no_note_after_the_commit(self):
        make_discussion(title="Foxes")
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM forum_change")
            assert cursor.fetchone() == (1,)

    @on_postgresql
    def test_tells_of_a_change_after_another_was_taken_back(self):
        before = changes.version()
        with transaction.atomic():
            with transaction.atomic():
                SiteIdentity.objects.update(tagline="Never seen")
                make_discussion(title="Never seen")
                transaction.set_rollback(True)
            make_discussion(title="Foxes")
        assert changes.version() != before

    @on_postgresql
    def test_grows_with_every_transaction_of_a_connection(self):
        seen = {changes.version()}
        for title in ("Foxes", "Bins", "Trains"):
            make_discussion(title=title)
            seen.add(changes.version())
        assert len(seen) == 4
