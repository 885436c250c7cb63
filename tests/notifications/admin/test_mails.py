"""What the owner sees of mails, and may do about them."""

import pytest
from django.utils import timezone

from notifications import delivery
from notifications.models import Bounce, Browser, Mail, Notification, PassedOver
from tests.factories import make_discussion, make_reply

pytestmark = pytest.mark.django_db

LIST = "/admin/notifications/mail/"


@pytest.fixture
def failed(asha):
    return Mail.objects.create(
        recipient=asha,
        kind="news",
        discussion=make_discussion(title="Foxes"),
        created_at=timezone.now(),
        failed_at=timezone.now(),
        attempts=30,
        reason="450 Mailbox busy",
    )


def try_again(client, mail):
    chosen = {"action": "retry", "_selected_action": mail.pk}
    return client.post(LIST, chosen, follow=True)


class TestMails:
    @pytest.mark.parametrize("where", ["mail", "notification"])
    def test_are_for_the_owner_alone(self, mo_client, asha_client, client, where):
        assert mo_client.get(f"/admin/notifications/{where}/").status_code == 403
        for other in (asha_client, client):
            assert other.get(f"/admin/notifications/{where}/").status_code == 302

    def test_say_what_has_failed_and_why(self, owner_client, failed):
        page = owner_client.get(f"{LIST}?state=failed").text
        assert "Asha Ravindran" in page
        assert "Foxes" in page
        assert "450 Mailbox busy" in page
        assert (
            "Foxes" not in owner_client.get(f"{LIST}?state=waiting").text.split("result_list")[-1]
        )

    def test_can_be_tried_again(self, owner_client, failed):
        assert "1 mail tried again." in try_again(owner_client, failed).text
        failed.refresh_from_db()
        assert failed.due_at <= timezone.now()
        assert (failed.failed_at, failed.attempts) == (None, 0)

    def test_that_were_sent_cannot(self, owner_client, failed):
        failed.failed_at, failed.sent_at = None, timezone.now()
        failed.save()
        assert "It has been sent" in try_again(owner_client, failed).text
        failed.refresh_from_db()
        assert failed.due_at is None

    def test_are_not_tried_again_beside_one_that_waits(self, owner_client, failed):
        now = timezone.now()
        about = {"recipient": failed.recipient, "kind": "news", "discussion": failed.discussion}
        Mail.objects.create(**about, created_at=now, due_at=now)
        assert "waits already" in try_again(owner_client, failed).text

    def test_are_opened_and_not_changed(self, owner_client, failed):
        page = owner_client.get(f"{LIST}{failed.pk}/change/").text
        assert "450 Mailbox busy" in page
        assert 'name="_save"' not in page


class TestPushes:
    def test_are_counted_beside_the_mails(self, owner_client, asha, failed):
        now = timezone.now()
        browser = Browser.objects.create(member=asha, name="Chrome on Android", endpoint="x")
        about = {"recipient": asha, "kind": "push", "browser": browser, "created_at": now}
        Mail.objects.create(**about, due_at=now)
        Mail.objects.create(**about, sent_at=now)
        Mail.objects.create(**about, failed_at=now, reason="The push service answers 503.")
        page = owner_client.get(LIST).text
        assert "Mail: 0 waiting, 0 sent and 1 failed in seven days." in page
        assert "To browsers: 1 waiting, 1 sent and 1 failed in seven days." in page
        assert "The push service answers 503." in page

    def test_that_failed_can_be_tried_again(self, owner_client, failed):
        Mail.objects.update(kind="push")
        assert "1 mail tried again." in try_again(owner_client, failed).text


class TestBrowsers:
    WHERE = "/admin/notifications/browser/"

    @pytest.fixture
    def browser(self, asha):
        return Browser.objects.create(
            member=asha,
            name="Chrome on Android",
            endpoint="https://fcm.googleapis.com/fcm/send/a-key",
            secret="a-secret",
        )

    def test_are_for_the_owner_alone(self, mo_client, asha_client):
        assert mo_client.get(self.WHERE).status_code == 403
        assert asha_client.get(self.WHERE).status_code == 302

    def test_are_shown_without_what_opens_them(self, owner_client, browser):
        for page in (self.WHERE, f"{self.WHERE}{browser.pk}/change/"):
            shown = owner_client.get(page).text
            assert "Chrome on Android" in shown
            assert "fcm.googleapis.com" in shown
            assert "a-key" not in shown
            assert "a-secret" not in shown

    def test_are_none_while_web_push_is_off(self, owner_client):
        assert "Web push is off" in owner_client.get(self.WHERE).text


class TestNotifications:
    def test_say_why_no_mail_told_of_them(self, owner_client, asha, ben):
        make_reply(discussion=make_discussion(author=asha), author=ben)
        delivery.deliver_new_events()
        Notification.objects.update(passed_over=PassedOver.READ)
        page = owner_client.get("/admin/notifications/notification/").text
        assert "read on the site first" in page


class TestBounces:
    def test_are_forgiven(self, owner_client, asha):
        bounce = Bounce.objects.create(
            email=asha.email,
            member=asha,
            is_hard=True,
            has_stopped_mail=True,
            bounced_at=timezone.now(),
        )
        chosen = {"action": "forgive", "_selected_action": bounce.pk}
        page = owner_client.post("/admin/notifications/bounce/", chosen, follow=True).text
        assert "1 bounce forgiven." in page
        assert not Bounce.objects.stopping().exists()
