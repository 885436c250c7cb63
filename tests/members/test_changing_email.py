import time

import pytest
from allauth.account.models import EmailAddress

from members import changing_email
from members.errors import LinkNoLongerWorks

OLD = "old@example.org"


@pytest.fixture
def token(asha) -> str:
    return changing_email.undo_token(member=asha, old=OLD, new=asha.email)


class TestReadUndoToken:
    def test_tells_what_would_be_undone(self, asha, token):
        assert changing_email.read_undo_token(token) == (asha, OLD, "asha@example.org")

    def test_ends_after_seven_days(self, token, monkeypatch):
        later = time.time() + 7 * 86_400 + 1
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
        with pytest.raises(LinkNoLongerWorks):
            changing_email.read_undo_token(token)

    @pytest.mark.parametrize("forged", ["", "x", "WzEsImEiLCJiIl0:1:x"])
    def test_takes_nothing_that_we_have_not_signed(self, db, forged):
        with pytest.raises(LinkNoLongerWorks):
            changing_email.read_undo_token(forged)


class TestUndo:
    def test_gives_the_old_address_back(self, asha, token):
        changing_email.undo(token)
        asha.refresh_from_db()
        assert asha.email == OLD
        assert EmailAddress.objects.get(user=asha).verified

    def test_takes_no_address_that_has_become_somebody_s(self, asha, ben, token):
        ben.email = OLD
        ben.save()
        with pytest.raises(LinkNoLongerWorks):
            changing_email.undo(token)
        asha.refresh_from_db()
        assert asha.email == "asha@example.org"
