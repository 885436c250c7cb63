"""Depth by depth: the same is found wherever the depths begin."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from forum.models import Reply
from forum.searching import depths, postgresql
from tests.forum.searching.looking import urls, write_about_badgers

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL needs depths"),
]


@pytest.fixture
def shallow(monkeypatch):
    """Depths of two, four and six rows, read anew."""
    monkeypatch.setattr(depths, "_ROWS_ABOVE", (2, 4, 6))
    monkeypatch.setattr(postgresql, "_replies", depths.Depths("forum_reply", "posted_at", "id"))


@pytest.mark.usefixtures("shallow")
class TestDepths:
    @pytest.mark.parametrize("most", [1, 3, 5, 8, 1000])
    def test_give_the_newest_first_and_each_once(self, monkeypatch, most):
        write_about_badgers(9)
        now = timezone.now()
        for nth, reply in enumerate(Reply.objects.order_by("number")):
            Reply.objects.filter(pk=reply.pk).update(posted_at=now - timedelta(hours=nth))
        newest = [r.get_absolute_url() for r in Reply.objects.order_by("-posted_at")[:most]]
        monkeypatch.setattr(postgresql, "MOST_MATCHES", most)
        assert urls("badgers", order="date") == newest

    def test_are_as_many_as_there_are_rows_for(self):
        write_about_badgers(5)
        assert len(depths.Depths("forum_reply", "posted_at", "id").bounds()) == 2
