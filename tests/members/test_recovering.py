"""The owner helps a moderator who has lost their second factor back in."""

import pytest
from django.contrib.admin.models import LogEntry

from members import recovering, second_factors
from members.errors import NotForYou
from tests.factories import PASSWORD
from tests.members.admin.test_members import just_proved_who_they_are, send

pytestmark = pytest.mark.django_db


class TestForgetSecondFactor:
    def test_removes_it_and_is_written_down(self, owner, client_of, mo):
        send(just_proved_who_they_are(client_of(owner), owner), mo, "forget_second_factor")
        assert second_factors.is_missing(mo)
        assert LogEntry.objects.filter(object_id=mo.pk, user=owner).exists()

    def test_ends_their_sessions(self, client, owner, asha):
        client.post("/accounts/login/", {"login": asha.email, "password": PASSWORD})
        recovering.forget_second_factor(asha, by=owner)
        assert client.get("/settings").status_code == 302

    def test_is_the_owners_to_do_and_never_for_themselves(self, asha, mo, owner):
        for member, by in ((asha, mo), (owner, owner)):
            with pytest.raises(NotForYou):
                recovering.forget_second_factor(member, by=by)
        assert second_factors.has_one(owner)
