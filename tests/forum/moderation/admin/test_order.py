"""The order of the queue: by likely harm, and by how many have yet to see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import hiding
from forum.models import DailyViews
from forum.moderation.kinds import Kind
from tests.factories import make_reply
from tests.forum.moderation.admin.test_queue import QUEUE, shown_order
from tests.forum.moderation.reported import make_case

pytestmark = pytest.mark.django_db


class TestOrder:
    def test_the_gravest_come_first(self, mo_client):
        cases = [make_case(make_reply(), kind=kind) for kind in (Kind.RULES, Kind.HATE, Kind.CHILD)]

        assert shown_order(mo_client) == [case.pk for case in reversed(cases)]

    def test_among_equals_what_many_will_see_comes_first(self, mo_client):
        popular = make_reply()
        quiet, busy = make_case(make_reply()), make_case(popular)
        today = timezone.localdate()
        DailyViews.objects.create(discussion=popular.discussion, seen_on=today, count=40)

        assert shown_order(mo_client) == [busy.pk, quiet.pk]

    def test_what_many_have_reported_comes_before_what_one_has(self, mo_client):
        once, thrice = make_case(make_reply()), make_case(make_reply(), reports=3)

        assert shown_order(mo_client) == [thrice.pk, once.pk]

    def test_what_is_hidden_by_now_can_wait(self, mo, mo_client):
        taken_down = make_reply()
        hidden, shown = make_case(taken_down, reports=3), make_case(make_reply())
        hiding.hide_reply(taken_down, by=mo)

        assert shown_order(mo_client) == [shown.pk, hidden.pk]

    def test_what_is_overdue_stands_above_what_is_not(self, mo_client):
        graver = make_case(make_reply(), kind=Kind.HATE)
        overdue = make_case(make_reply(), opened_at=timezone.now() - timedelta(days=30))

        assert shown_order(mo_client) == [overdue.pk, graver.pk]
        assert "overdue by" in mo_client.get(QUEUE).text
