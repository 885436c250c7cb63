"""The public moderation log: off until the owner wants it, and naming nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.moderation.models import Action, SafetyDuties
from tests.forum.moderation.cases import make_decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def switched_on():
    SafetyDuties.objects.update_or_create(pk=1, defaults={"is_log_public": True})


class TestTheLog:
    def test_is_off_until_the_owner_wants_it(self, client, owner_client):
        assert client.get("/moderation-log").status_code == 404
        assert owner_client.get("/moderation-log").status_code == 404

    def test_counts_by_rule_in_their_order(self, client, switched_on, ben, mo):
        for number in ("10", "2", "10"):
            make_decision(None, about=ben, by=mo, action=Action.WARN, rule_number=number)
        page = client.get("/moderation-log").text
        assert page.index('href="/rules#rule-2">Rule 2</a>: 1') < page.index("Rule 10</a>: 2")

    @pytest.mark.parametrize(
        "fields",
        [
            {"action": Action.NOTHING},
            {"rule_number": ""},
            {"undone_at": timezone.now()},
            {"made_at": timezone.now() - timedelta(days=366)},
        ],
    )
    def test_leaves_out_what_did_not_happen_or_is_long_past(
        self, client, switched_on, ben, mo, fields
    ):
        make_decision(None, about=ben, by=mo, **fields)
        assert "Never yet." in client.get("/moderation-log").text

    def test_names_nobody_and_sets_no_cookie(self, client, switched_on, ben, mo):
        make_decision(None, about=ben, by=mo, action=Action.BAN)
        answer = client.get("/moderation-log")
        assert not {"Ben", "Mo", "crook"} & set(answer.text.split())
        assert not answer.cookies
