"""Switches in the admin: one press each, at once, for everybody, and audited (safety L-22)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from forum.models import Reply
from forum.moderation import auditing
from forum.moderation.models import AuditEntry
from members import safeguarding
from members.models import Member, Safeguards, Switch
from tests import filling
from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db

PAGE = "/admin/members/safeguards/"
ROSA = {"name": "Rosa Delgado", "email": "rosa@example.org", "password1": "fox on the roof"}


def press(client, switch, *, on=True):
    form = {"switch": switch.value} | ({"is_on": "yes"} if on else {})
    return client.post(f"{PAGE}turn/", form, follow=True)


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


class TestPage:
    def test_says_of_each_what_it_does_and_since_when_and_by_whom(self, mo_client, mo):
        page = mo_client.get(PAGE).text
        assert "Nobody can upload a picture." in page
        assert page.count(">Off<") == 5
        press(mo_client, Switch.LINKS_HELD)
        now = timezone.localtime()
        page = mo_client.get(PAGE).text
        assert f"<strong>On</strong> since {now.day} {now:%B}" in page
        assert "by Mo Tarrant" in page

    def test_gives_a_moderator_four_buttons_and_the_owner_five(self, mo_client, owner_client):
        assert mo_client.get(PAGE).text.count('name="switch"') == 4
        assert owner_client.get(PAGE).text.count('name="switch"') == 5

    def test_asks_as_much_whatever_is_on(self, owner_client, owner, django_assert_num_queries):
        owner_client.get(PAGE)
        with django_assert_num_queries(8):
            owner_client.get(PAGE)
        for switch in Switch:
            safeguarding.turn_on(switch, by=owner)
        with django_assert_num_queries(8):
            owner_client.get(PAGE)

    @pytest.mark.parametrize("beneath", ["", "turn/", "away/", "back/", "read/"])
    def test_is_closed_to_members_and_visitors(self, beneath, asha_client, client):
        for stranger in (asha_client, client):
            for ask in (stranger.get, stranger.post):
                assert ask(f"{PAGE}{beneath}").status_code in {302, 403}
        assert not AuditEntry.objects.exists()

    @pytest.mark.parametrize("act", ["turn", "away", "back", "read"])
    def test_nothing_is_changed_by_looking(self, act, owner_client):
        assert owner_client.get(f"{PAGE}{act}/").status_code == 405


class TestPress:
    def test_is_audited_and_undone_by_another(self, mo_client):
        press(mo_client, Switch.LINKS_HELD)
        press(mo_client, Switch.LINKS_HELD, on=False)
        assert acts() == ["turn on switch", "turn off switch"]
        assert AuditEntry.objects.get(act="turn on switch").detail.after == {"switch": "links_held"}
        assert auditing.verify() == []

    def test_a_second_press_of_the_same_is_no_second_entry(self, mo_client):
        for _ in range(2):
            press(mo_client, Switch.LINKS_HELD)
        assert acts() == ["turn on switch"]

    def test_the_last_is_refused_to_a_moderator(self, mo_client):
        assert "Only the owner" in press(mo_client, Switch.READ_ONLY).text
        assert not Safeguards.current().is_on(Switch.READ_ONLY)
        assert acts() == []

    @pytest.mark.parametrize("switch", ["", "held_words", "pk", "\0", "read_only_by"])
    def test_of_what_is_no_switch_changes_nothing(self, switch, owner_client):
        answer = owner_client.post(f"{PAGE}turn/", {"switch": switch, "is_on": "yes"})
        assert answer.status_code == 302
        assert acts() == []


class TestEndToEnd:
    """Each switch, pressed in the admin, at the very next request of somebody else."""

    def test_pictures_off(self, mo_client, asha_client):
        press(mo_client, Switch.PICTURES_OFF)
        from_asha = {"picture": _picture()}
        assert (
            "Pictures cannot be uploaded just now"
            in asha_client.post("/settings/avatar", from_asha).text
        )

    def test_joining_off(self, mo_client, client):
        press(mo_client, Switch.JOINING_OFF)
        assert "Joining is closed" in client.post("/accounts/signup/", ROSA | filling.after()).text
        assert not Member.objects.filter(email=ROSA["email"]).exists()

    def test_first_posts_held(self, mo_client, client_of):
        address = f"{make_discussion().get_absolute_url()}/replies"
        press(mo_client, Switch.FIRST_POSTS_HELD)
        client_of(make_member(name="Rosa")).post(address, {"body": "Hello"})
        assert Reply.objects.get().is_held

    def test_links_held(self, mo_client, client_of):
        address = f"{make_discussion().get_absolute_url()}/replies"
        rosa = client_of(make_member(name="Rosa"))
        press(mo_client, Switch.LINKS_HELD)
        rosa.post(address, {"body": "https://example.com"})
        rosa.post(address, {"body": "Hello"})
        assert [reply.is_held for reply in Reply.objects.order_by("pk")] == [True, False]

    def test_read_only(self, owner_client, asha_client, client):
        reply = make_reply()
        client.get("/forum")
        press(owner_client, Switch.READ_ONLY)
        assert "can only be read just now" in client.get("/forum").text
        address = f"{reply.discussion.get_absolute_url()}/replies"
        assert asha_client.post(address, {"body": "Hello"}).status_code == 403
        press(owner_client, Switch.READ_ONLY, on=False)
        assert asha_client.post(address, {"body": "Hello"}).status_code == 302

    @pytest.mark.parametrize("switch", Switch)
    def test_what_another_process_has_turned_on_holds_at_the_next_request(self, switch, client):
        """No process keeps them: a row that changed behind its back is what it goes by."""
        Safeguards.objects.get_or_create(pk=1)
        assert not Safeguards.current().is_on(switch)
        client.get("/forum")
        Safeguards.objects.update(**{f"{switch.value}_at": timezone.now()})
        assert Safeguards.current().is_on(switch)
        page = client.get("/forum").text
        assert ("can only be read just now" in page) == (switch == Switch.READ_ONLY)

    def test_joining_off_closes_a_page_that_was_kept(self, mo_client, client):
        assert "Joining is closed" not in client.get("/accounts/signup/").text
        press(mo_client, Switch.JOINING_OFF)
        assert "Joining is closed" in client.get("/accounts/signup/").text


class TestAway:
    def test_until_a_day_and_back_before_it(self, owner_client):
        owner_client.post(f"{PAGE}away/", {"until": in_days(3).isoformat()})
        assert Safeguards.current().is_away
        assert "You are away until" in owner_client.get(PAGE).text
        owner_client.post(f"{PAGE}back/")
        assert not Safeguards.current().is_away
        assert acts() == ["begin absence", "end absence"]

    @pytest.mark.parametrize("until", ["", "Monday", "2020-01-01", "9999-12-31"])
    def test_a_day_that_cannot_be_meant_is_said_to_be_so(self, until, owner_client):
        page = owner_client.post(f"{PAGE}away/", {"until": until}, follow=True).text
        assert any(said in page for said in ("required", "valid date", "from tomorrow to 60 days"))
        assert not Safeguards.current().is_away

    def test_is_the_owner_s_alone(self, mo_client):
        assert "Going away" not in mo_client.get(PAGE).text
        mo_client.post(f"{PAGE}away/", {"until": in_days(3).isoformat()})
        assert not Safeguards.current().is_away

    def test_afterwards_the_owner_reads_what_was_done_and_nobody_else(
        self, owner_client, mo_client, owner
    ):
        safeguarding.go_away(until=in_days(3), by=owner)
        for _ in range(2):
            safeguarding.count_held()
        safeguarding.count_slowed()
        assert "While you were away" not in owner_client.get(PAGE).text
        safeguarding.come_back(by=owner)
        page = owner_client.get(PAGE).text
        assert "held 2 posts" in page
        assert "slowed 1 discussion down" in page
        assert "hid 0 things" in page
        assert "While you were away" not in mo_client.get(PAGE).text
        owner_client.post(f"{PAGE}read/")
        assert "While you were away" not in owner_client.get(PAGE).text


class TestWordsAndNumbers:
    def test_the_owner_changes_them_and_it_is_audited(self, owner_client):
        owner_client.get(PAGE)
        form = dict.fromkeys(("first_posts", "slow_share", "slow_for_minutes"), "5")
        form |= {"newcomer_links": "0", "newcomer_mentions": "1", "slow_minutes": "3"}
        form |= {"slow_replies": "12", "slow_within_minutes": "6", "slow_reporters": "4"}
        form |= {"held_words": "casino\r\nloft conversion", "refused_words": ""}
        owner_client.post(f"{PAGE}1/change/", form)
        safeguards = Safeguards.current()
        assert safeguards.held_words == "casino\nloft conversion"
        assert (safeguards.newcomer_links, safeguards.slow_replies) == (0, 12)
        assert safeguards.slow_reporters == 4
        assert not safeguards.has_kind_words
        assert len(acts()) == 1

    def test_a_moderator_reads_them_and_changes_none(self, mo_client):
        mo_client.get(PAGE)
        mo_client.post(f"{PAGE}1/change/", {"held_words": "everything"})
        assert Safeguards.current().held_words == ""


def _picture():
    return SimpleUploadedFile("me.png", b"not looked at")
