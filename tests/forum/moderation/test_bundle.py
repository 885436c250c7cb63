"""The bundle that is printed for Ofcom: what members were told, as it stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.moderation import agreeing, bundle, ruling
from forum.moderation.models import Rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed():
    """The bundle of a moment."""
    return lambda: bundle.write(timezone.now())


class TestRules:
    def test_are_there_as_they_are_said_now(self, owner, printed):
        rule = Rule.objects.get(number=1)
        ruling.reword_rule(rule, title="Be kind", text="To newcomers above all.", by=owner)
        assert "<h3>1. Be kind</h3>" in printed()
        assert "To newcomers above all." in printed()
        assert "Version 2, since" in printed()

    def test_that_have_ended_are_not(self, owner, printed):
        rule = ruling.add_rule(title="No barbecues", text="Not even small ones.", by=owner)
        assert "No barbecues" in printed()
        ruling.end_rule(rule, by=owner)
        assert "No barbecues" not in printed()


class TestTerms:
    def test_in_force_are_there_and_those_that_are_announced(self, owner, printed):
        draft = agreeing.draft("<h4>All</h4><p>Be good.</p>", by=owner)
        assert "Terms of Service, version 1" in printed()
        assert "Be good." not in printed()
        day = timezone.localdate() + timedelta(days=14)
        agreeing.announce(draft, by=owner, in_force_on=day)
        assert "Terms of Service, version 1" in printed()
        assert "<h3>All</h3>" in printed()
        assert f"From {day:%-d %B %Y} on." in printed()

    def test_say_that_the_owner_has_yet_to_check_them(self, printed):
        assert "has yet to be checked by the owner" in printed()
