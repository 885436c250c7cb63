"""What came by mail and which addresses take none, as the owner sees it."""

import pytest

from members.errors import NotForYou
from notifications import bouncing
from notifications.models import Bounce, InboundMail
from tests.notifications.mailing import receive, stored, written

pytestmark = pytest.mark.django_db

INBOUND, BOUNCES = "/admin/notifications/inboundmail/", "/admin/notifications/bounce/"


@pytest.fixture
def bounced(asha):
    bouncing.note(asha, is_hard=True, reason="550 <b>No such user</b>")
    return Bounce.objects.get()


class TestInboundMails:
    def test_say_what_was_made_of_each(self, owner_client, told):
        reply = receive(stored("gmail-above"), told.answer).reply
        receive(written(sender="<b>else</b>@example.net"), told.answer)
        shown = owner_client.get(INBOUND).content.decode()
        assert f'<a href="/forum/replies/{reply.pk}">' in shown or reply.get_absolute_url() in shown
        assert "From somebody we do not know" in shown
        assert "<b>else" not in shown

    def test_say_that_no_mail_comes_in(self, owner_client, settings):
        settings.REPLY_DOMAIN = ""
        assert "Reply by e-mail is off" in owner_client.get(INBOUND).content.decode()

    def test_do_not_say_so_where_it_does(self, owner_client, takes_mail):
        assert "Reply by e-mail is off" not in owner_client.get(INBOUND).content.decode()

    def test_cannot_be_changed(self, owner_client, told):
        note = receive(stored("gmail-above"), told.answer)
        assert owner_client.post(f"{INBOUND}{note.pk}/change/", {}).status_code == 403
        assert owner_client.post(f"{INBOUND}{note.pk}/delete/", {}).status_code == 403
        assert owner_client.get(f"{INBOUND}add/").status_code == 403

    def test_ask_no_more_for_more_rows(self, owner_client, told, django_assert_num_queries):
        def receive_two():
            for _ in range(2):
                raw = written(message_id=f"<{InboundMail.objects.count()}@x>")
                receive(raw, told.answer)

        owner_client.get(INBOUND)
        receive_two()
        with django_assert_num_queries(6):
            owner_client.get(INBOUND)
        receive_two()
        with django_assert_num_queries(6):
            owner_client.get(INBOUND)


class TestBounces:
    def test_say_which_addresses_take_no_mail(self, owner_client, bounced):
        shown = owner_client.get(BOUNCES).content.decode()
        assert "asha@example.org" in shown
        assert "<b>No such" not in shown

    def test_can_be_forgiven(self, owner_client, owner, bounced):
        chosen = {"action": "forgive", "_selected_action": [bounced.pk]}
        owner_client.post(BOUNCES, chosen)
        assert not Bounce.objects.stopping().exists()

    def test_are_forgiven_by_the_owner_only(self, bounced, mo):
        with pytest.raises(NotForYou):
            bouncing.forgive(bounced, by=mo)


class TestWhoMaySee:
    @pytest.mark.parametrize("address", [INBOUND, BOUNCES])
    def test_nobody_but_the_owner(self, address, mo_client, asha_client, client):
        assert mo_client.get(address).status_code == 403
        assert asha_client.get(address).status_code != 200
        assert client.get(address).status_code != 200

    def test_moderators_forgive_nothing(self, mo_client, bounced):
        chosen = {"action": "forgive", "_selected_action": [bounced.pk]}
        assert mo_client.post(BOUNCES, chosen).status_code == 403
        assert Bounce.objects.stopping().exists()
