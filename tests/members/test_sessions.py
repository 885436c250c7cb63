"""Sessions: whose they are, and until when."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from members.sessions import SessionStore

pytestmark = pytest.mark.django_db


class TestSessionStore:
    def test_gives_back_what_was_kept(self):
        kept = SessionStore()
        kept["draft"] = {"body": "Foxes"}
        kept.save()
        assert SessionStore(kept.session_key)["draft"] == {"body": "Foxes"}

    def test_gives_nothing_of_what_has_run_out(self):
        kept = SessionStore()
        kept["draft"] = {"body": "Foxes"}
        kept.save()
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
        assert "draft" not in SessionStore(kept.session_key)

    @pytest.mark.parametrize("key", [None, "", "x", "a" * 32, "' OR ''='", "é" * 40, "\0" * 32])
    def test_knows_no_other_key(self, key):
        SessionStore().save()
        found = SessionStore(key)
        assert not list(found.items())
        assert found.session_key is None

    def test_makes_a_key_of_its_own_for_who_came_with_a_strange_one(self):
        store = SessionStore("b" * 32)
        store["draft"] = {"body": "Foxes"}
        store.save()
        assert store.session_key != "b" * 32

    def test_gives_nothing_that_was_changed_by_another_hand(self):
        kept = SessionStore()
        kept["draft"] = {"body": "Foxes"}
        kept.save()
        assert "draft" in SessionStore(kept.session_key)
        row = Session.objects.get(pk=kept.session_key)
        begin, end = row.session_data[:5], row.session_data[6:]
        row.session_data = f"{begin}{'a' if row.session_data[5] != 'a' else 'b'}{end}"
        row.save()
        assert "draft" not in SessionStore(kept.session_key)

    def test_what_one_request_does_with_it_no_other_sees(self):
        kept = SessionStore()
        kept["draft"] = {"body": "Foxes"}
        kept.save()
        SessionStore(kept.session_key)["draft"]["body"] = "Badgers"
        assert SessionStore(kept.session_key)["draft"] == {"body": "Foxes"}
