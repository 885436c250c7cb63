"""The terms: members hear of a change in good time, and what they went on under is kept."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from forum.errors import NotAllowed
from forum.models import Page
from forum.moderation import agreeing, auditing
from forum.moderation.errors import AnnouncedAlready, TooSoon
from forum.moderation.models import NEEDED, Acceptance, OfficialLetter, TermsVersion
from harringay import text
from tests.factories import make_member

first_terms = import_module("forum.moderation.migrations.0012_first_terms")

pytestmark = pytest.mark.django_db

BODY = "<h4>All</h4><p>Be good.</p>"


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def draft(owner) -> TermsVersion:
    return agreeing.draft(BODY, by=owner)


class TestTheFirstTerms:
    @pytest.mark.parametrize("title", NEEDED)
    def test_have_an_anchor_for_each_thing_the_law_needs(self, client, title):
        assert f'id="{text.slugify(title)}"' in client.get("/terms").text

    @pytest.mark.parametrize(
        "said",
        [
            "We take it down as soon as we know of it: somebody looks within four hours",
            "we report all of it to the National Crime Agency",
            "we look at the most dangerous first",
            "within 48 hours of your report, weekends included",
            "No other program looks for illegal content",
            "comes before all other appeals",
            "organisation that is banned in the United Kingdom",
            "suicide, self-harm or eating disorders, is allowed to nobody",
            "alike to everybody",
        ],
    )
    def test_say_it(self, client, said):
        assert said in client.get("/terms").text

    def test_name_the_five_kinds_of_complaint(self):
        body = TermsVersion.objects.get(number=1).body
        complaints = body[body.index("<h4>Complaints</h4>") :]
        assert complaints[: complaints.index("</ul>")].count("<li>") == 5

    def test_are_marked_as_a_draft_until_the_owner_has_checked_them(self, client, owner):
        assert "The owner of this site has yet to check it" in client.get("/terms").text
        agreeing.check(TermsVersion.objects.get(number=1), by=owner)
        assert "has yet to check" not in client.get("/terms").text

    def test_are_the_owner_s_own_words_where_she_has_written_some(self, client):
        TermsVersion.objects.all().delete()
        Page.objects.update_or_create(slug="terms", defaults={"body": "<p>Be good.</p>"})
        first_terms.write_terms(apps, None)
        assert "<p>Be good.</p>" in client.get("/terms").text
        assert "yet to check" not in client.get("/terms").text
        assert not TermsVersion.objects.get(number=2).is_announced


class TestAnnouncing:
    def test_tells_every_member_fourteen_days_before(self, draft, owner, asha, ben):
        make_member(left_at=timezone.now())
        agreeing.announce(draft, by=owner, in_force_on=in_days(14))
        told = set(OfficialLetter.objects.values_list("member", flat=True))
        assert told == {owner.pk, asha.pk, ben.pk}
        assert f"/terms/{draft.number}" in OfficialLetter.objects.get(member=asha).text

    def test_cannot_be_later_than_that(self, draft, owner):
        with pytest.raises(TooSoon):
            agreeing.announce(draft, by=owner, in_force_on=in_days(13))
        assert not OfficialLetter.objects.exists()

    def test_makes_them_hold_from_that_day_and_not_before(self, draft, owner):
        agreeing.announce(draft, by=owner, in_force_on=in_days(14))
        first = TermsVersion.objects.get(number=1)
        assert TermsVersion.objects.in_force(in_days(13)) == first
        assert TermsVersion.objects.in_force(in_days(14)) == draft

    def test_is_done_once_and_ends_all_changing(self, draft, owner):
        agreeing.announce(draft, by=owner, in_force_on=in_days(14))
        with pytest.raises(AnnouncedAlready):
            agreeing.announce(draft, by=owner, in_force_on=in_days(20))
        with pytest.raises(AnnouncedAlready):
            agreeing.redraft(draft, "<p>Other.</p>", by=owner)

    def test_is_for_the_owner_alone_and_in_the_log(self, draft, owner, mo):
        with pytest.raises(NotAllowed):
            agreeing.announce(draft, by=mo, in_force_on=in_days(14))
        agreeing.announce(draft, by=owner, in_force_on=in_days(14))
        assert auditing.verify() == []


class TestAccepting:
    def test_is_noted_once_with_the_version_in_force(self, asha):
        agreeing.accept(asha)
        agreeing.forget()
        agreeing.accept(asha)
        assert Acceptance.objects.get().terms.number == 1

    def test_costs_nothing_again_the_same_day(self, asha, django_assert_num_queries):
        agreeing.accept(asha)
        with django_assert_num_queries(0):
            agreeing.accept(asha)
            assert agreeing.goes_on(asha, 1)
