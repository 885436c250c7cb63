"""Notices and advertisements in the admin."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Notice
from tests.factories import make_notice

pytestmark = pytest.mark.django_db

NOTICES = "/admin/notifications/notice/"


def fields(**changed):
    today = timezone.localdate()
    known = {"text": "Street party", "link": "https://party.example/", "first_on": today}
    return {**known, "last_on": today + timedelta(days=2), **changed}


class TestNotices:
    def test_are_written_and_shown_on_the_front_page(self, owner_client, client):
        owner_client.post(f"{NOTICES}add/", fields(text="  Street \n party "))
        assert Notice.objects.get().text == "Street party"
        assert "Street party" in client.get("/").text

    @pytest.mark.parametrize(
        "link",
        [
            *("javascript:alert(1)", "data:text/html,x", "ftp://party.example/", "//party.example"),
            *("/forum", "mailto:a@example.org", "https://", "https://party example/", "HTTP:party"),
            "https://party.example/\x00",
        ],
    )
    def test_lead_into_the_web_and_nowhere_else(self, owner_client, link):
        answer = owner_client.post(f"{NOTICES}add/", fields(link=link))
        assert answer.status_code == 200
        assert "errorlist" in answer.text
        assert not Notice.objects.exists()

    @pytest.mark.parametrize("link", ["", "http://party.example", "https://party.example/?a=1#b"])
    def test_may_lead_to_a_whole_address_or_nowhere(self, owner_client, link):
        owner_client.post(f"{NOTICES}add/", fields(link=link))
        assert Notice.objects.get().link == link

    def test_do_not_end_before_they_begin(self, owner_client):
        yesterday = timezone.localdate() - timedelta(days=1)
        answer = owner_client.post(f"{NOTICES}add/", fields(last_on=yesterday))
        assert "It would end before it begins." in answer.text
        assert not Notice.objects.exists()

    def test_may_be_advertisements_and_may_be_taken_away(self, owner_client):
        owner_client.post(f"{NOTICES}add/", fields(is_advertisement="on"))
        notice = Notice.objects.get()
        assert notice.is_advertisement
        assert "Street party" in owner_client.get(NOTICES).text
        owner_client.post(f"{NOTICES}{notice.pk}/delete/", {"post": "yes"})
        assert not Notice.objects.exists()

    def test_are_not_for_moderators(self, mo_client):
        notice = make_notice()
        for address in (NOTICES, f"{NOTICES}add/", f"{NOTICES}{notice.pk}/change/"):
            assert mo_client.get(address).status_code == 403
