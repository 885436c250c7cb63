"""The pages of the terms, and what members are told of a change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.models import SiteIdentity
from forum.moderation import agreeing
from forum.moderation.models import Acceptance, TermsVersion

pytestmark = pytest.mark.django_db

BODY = "<h4>All</h4><p>Be good.</p>"


@pytest.fixture
def announced(owner):
    terms = agreeing.draft(BODY, by=owner)
    agreeing.announce(terms, by=owner, in_force_on=timezone.localdate() + timedelta(days=14))
    return terms


@pytest.fixture
def in_force(announced):
    """As it is on its day."""
    today = timezone.localdate()
    TermsVersion.objects.filter(pk=announced.pk).update(in_force_on=today)
    SiteIdentity.objects.update(terms_on=today)
    return announced


class TestThePages:
    def test_keep_every_version(self, client, in_force):
        assert "Be good." in client.get("/terms").text
        assert 'href="/terms/1"' in client.get("/terms").text
        assert "Version 1, in force since" in client.get("/terms/1").text

    def test_say_from_when_a_version_holds(self, client, announced):
        assert "and not before" in client.get("/terms/2").text
        assert 'href="/terms/2"' in client.get("/terms").text
        assert "Version 1, in force since" in client.get("/terms").text

    def test_show_a_draft_to_the_owner_alone(self, client, owner, owner_client, mo_client):
        agreeing.draft("<h4>All</h4><p>Perhaps.</p>", by=owner)
        assert client.get("/terms/2").status_code == 404
        assert mo_client.get("/terms/2").status_code == 404
        assert "a draft, which only you can see" in owner_client.get("/terms/2").text

    @pytest.mark.parametrize("number", ["0", "9", "x", "99999999999999999999"])
    def test_of_no_version_are_none(self, client, number):
        assert client.get(f"/terms/{number}").status_code == 404

    def test_hold_nothing_but_what_may_be_kept(self, client, owner):
        terms = TermsVersion.objects.get(number=1)
        TermsVersion.objects.filter(pk=terms.pk).update(
            body="<h4>A <b>lot</b></h4><script>1</script><p onclick='x'>Yes</p>"
        )
        page = client.get("/terms").text
        assert "<script>1" not in page
        assert "onclick" not in page
        assert '<h2 id="a-lot">A lot</h2>' in page

    def test_answer_visitors_without_a_cookie(self, client):
        assert not client.get("/terms").cookies


class TestBeforeTheDay:
    def test_members_are_told_on_every_page(self, asha_client, announced):
        for address in ("/", "/about", "/settings"):
            page = asha_client.get(address).text
            assert "<p>The terms of service change on" in page
            assert '<a href="/terms/2">Read the new ones</a>' in page

    def test_visitors_are_not(self, client, announced):
        assert "The terms of service change on" not in client.get("/").text

    def test_nothing_is_said_while_there_is_one_version(self, asha_client):
        assert "terms of service change" not in asha_client.get("/about").text


class TestFromTheDayOn:
    def test_members_are_told_until_they_say_that_they_have_read_them(self, asha_client, in_force):
        page = asha_client.get("/about").text
        assert "changed on" in page
        assert '<form action="/terms/accept" method="post">' in page
        answer = asha_client.post("/terms/accept")
        assert answer["Location"] == "/terms"
        assert "changed on" not in asha_client.get("/about").text
        assert Acceptance.objects.get().terms == in_force

    def test_or_until_they_do_something_here(self, asha, asha_client, in_force):
        asha_client.post("/forum/follow")
        agreeing.forget()
        assert "changed on" not in asha_client.get("/about").text
        assert Acceptance.objects.get().terms == in_force

    def test_what_is_refused_is_nothing_done(self, asha_client, in_force):
        asha_client.post("/forum/new", {})
        assert not Acceptance.objects.exists()

    def test_a_look_accepts_nothing(self, asha_client, in_force):
        asha_client.get("/about")
        assert asha_client.get("/terms/accept").status_code == 405
        assert not Acceptance.objects.exists()

    def test_accepting_is_for_members(self, client, in_force):
        assert "/accounts/login" in client.post("/terms/accept")["Location"]


class TestTheOwnerSForm:
    ADDRESS = "/admin/moderation/termsversion/"

    def test_begins_with_what_holds(self, owner_client):
        page = owner_client.get(f"{self.ADDRESS}add/").text
        assert "By using this site you agree" in page

    def test_names_what_the_law_needs(self, owner_client):
        answer = owner_client.post(f"{self.ADDRESS}add/", {"body": BODY})
        assert "These headings must stay: Terrorism; Child sexual abuse" in answer.text
        assert TermsVersion.objects.count() == 1

    def test_drafts_changes_and_announces(self, owner_client):
        body = TermsVersion.objects.get(number=1).body
        owner_client.post(f"{self.ADDRESS}add/", {"body": f"{body}<p>More.</p>"})
        terms = TermsVersion.objects.get(number=2)
        owner_client.post(f"{self.ADDRESS}{terms.pk}/change/", {"body": f"{body}<p>Most.</p>"})
        day = timezone.localdate() + timedelta(days=20)
        data = {"action": "announce", "_selected_action": terms.pk}
        assert "From which day?" in owner_client.post(self.ADDRESS, data).text
        owner_client.post(self.ADDRESS, data | {"answered": "yes", "in_force_on": day.isoformat()})
        terms.refresh_from_db()
        assert terms.body.endswith("Most.</p>")
        assert terms.in_force_on == day

    def test_says_that_a_day_is_too_soon(self, owner, owner_client):
        terms = agreeing.draft(BODY, by=owner)
        data = {
            "action": "announce",
            "_selected_action": terms.pk,
            "answered": "yes",
            "in_force_on": timezone.localdate().isoformat(),
        }
        answer = owner_client.post(self.ADDRESS, data, follow=True)
        assert "at least 14 days before" in answer.text

    def test_shows_what_was_announced_and_changes_nothing_of_it(self, owner_client, announced):
        address = f"{self.ADDRESS}{announced.pk}/change/"
        assert owner_client.post(address, {"body": "<p>Other</p>"}).status_code == 403
        assert owner_client.get(address).status_code == 200

    def test_deletes_none(self, owner_client, announced):
        assert owner_client.post(f"{self.ADDRESS}{announced.pk}/delete/").status_code == 403

    def test_is_not_for_moderators(self, mo_client):
        assert mo_client.get(self.ADDRESS).status_code == 403
