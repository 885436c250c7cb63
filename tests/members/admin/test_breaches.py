"""The owner's record of breaches, and its clock of seventy-two hours."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Breach

pytestmark = pytest.mark.django_db

BREACHES = "/admin/members/breach/"
HOUR = timedelta(hours=1)


def written(**changed):
    return {
        "happened": "A backup was left on a bus.",
        "concerned": "Names and e-mail addresses of 300 members.",
        "risk": "Spam.",
        **changed,
    }


def form(*, noticed_at, told_at=None, **changed):
    fields = written(is_risky="on", **changed)
    for name, moment in (("noticed_at", noticed_at), ("told_at", told_at)):
        fields[name] = f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}" if moment else ""
    return fields


class TestBreaches:
    def test_have_a_label_on_each_moment(self, owner_client):
        page = owner_client.get(f"{BREACHES}add/").text
        for name in ("noticed_at", "told_at", "people_told_at"):
            assert f'for="id_{name}"' in page
            assert f'<input type="datetime-local" name="{name}"' in page

    def test_are_written_down_by_the_owner(self, owner_client):
        noticed_at = timezone.now() - HOUR
        owner_client.post(f"{BREACHES}add/", form(noticed_at=noticed_at))
        breach = Breach.objects.get()
        assert breach.happened == "A backup was left on a bus."
        page = owner_client.get(BREACHES).text
        assert "70 h left" in page

    def test_are_for_nobody_else_to_see(self, mo_client, asha_client):
        Breach.objects.create(**written())
        for address in (BREACHES, f"{BREACHES}add/", f"{BREACHES}1/change/"):
            assert mo_client.get(address).status_code == 403
            assert asha_client.get(address).status_code in {302, 403}

    def test_are_never_deleted(self, owner_client):
        breach = Breach.objects.create(**written())
        assert owner_client.post(f"{BREACHES}{breach.pk}/delete/").status_code == 403
        assert "delete_selected" not in owner_client.get(BREACHES).text

    def test_say_why_the_ico_was_told_late(self, owner_client):
        noticed_at = timezone.now() - 80 * HOUR
        late = form(noticed_at=noticed_at, told_at=noticed_at + 73 * HOUR)
        assert "wants to know why" in owner_client.post(f"{BREACHES}add/", late).text
        assert not Breach.objects.exists()
        owner_client.post(f"{BREACHES}add/", late | {"lateness": "I was ill."})
        assert Breach.objects.get().clock == "told, too late"

    def test_are_not_told_of_before_they_are_known(self, owner_client):
        now = timezone.now()
        early = form(noticed_at=now, told_at=now - 2 * HOUR)
        assert "before you came to know" in owner_client.post(f"{BREACHES}add/", early).text


class TestClock:
    @pytest.mark.parametrize(
        ("hours", "told_after", "is_risky", "says"),
        [
            (1, None, True, "70 h left"),
            (73, None, True, "1 h too late"),
            (73, None, False, "need not be told"),
            (100, 71, True, "told in time"),
            (100, 73, True, "told, too late"),
        ],
    )
    def test_runs_for_seventy_two_hours(self, hours, told_after, is_risky, says):
        noticed_at = timezone.now() - hours * HOUR - timedelta(minutes=1)
        told_at = told_after and noticed_at + told_after * HOUR
        breach = Breach(noticed_at=noticed_at, told_at=told_at, is_risky=is_risky)
        assert breach.clock == says
