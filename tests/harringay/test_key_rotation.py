"""A new SECRET_KEY, with the old one among SECRET_KEY_FALLBACKS, breaks nothing (safety S-58)."""

import pytest

from forum.archive import keeping
from forum.models import LegacyObject
from forum.moderation import links, references
from harringay import tokens
from members import changing_email, sessions
from members.models import EmailChange
from notifications import subscribing
from notifications.addresses import Matter, matter_of, unsubscribe_token
from notifications.models import PrivateKind
from tests.factories import make_member

pytestmark = pytest.mark.django_db

NEW = "the-new-key-" + "0123456789" * 4


@pytest.fixture
def rotate(settings):
    """Change the key for another, as a restart does; the old one is kept, or is not."""

    def change(*, keep: bool) -> None:
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if keep else []
        settings.SECRET_KEY = NEW
        sessions._unsigned.cache_clear()

    return change


@pytest.mark.parametrize("keep", [True, False])
class TestRotation:
    def test_of_sessions(self, asha_client, rotate, keep):
        rotate(keep=keep)
        assert (asha_client.get("/settings").status_code == 200) is keep

    def test_of_links_to_decisions(self, asha, client, rotate, keep):
        path = links.decisions_path(asha)
        rotate(keep=keep)
        assert (client.get(path).status_code == 200) is keep

    def test_of_links_that_stop_mail(self, asha, rotate, keep):
        token = unsubscribe_token(Matter(asha.pk, "answer", 7))
        rotate(keep=keep)
        assert (matter_of(token) is not None) is keep

    def test_of_links_that_undo_a_change_of_address(self, asha, client, rotate, keep):
        token = changing_email.undo_token(
            EmailChange.objects.create(member=asha, old="old@a.example")
        )
        rotate(keep=keep)
        assert (client.get(f"/settings/email/undo/{token}").status_code == 200) is keep

    def test_of_letters_about_reports(self, rotate, keep):
        reference = references.new_reference()
        token = references.new_token(reference)
        rotate(keep=keep)
        found = references.token_of(reference, tokens.hash_of(token))
        assert found == (token if keep else "")

    def test_of_private_feeds(self, asha, rotate, keep):
        kept = subscribing.renew(PrivateKind.FOLLOWS, member=asha)
        token = kept.token
        rotate(keep=keep)
        assert kept.token == (token if keep else "")

    def test_of_who_was_forgotten_before_the_old_site_moves_in_again(self, rotate, keep):
        make_member(name="Jo", address="jo")
        LegacyObject.objects.create(file=keeping.MEMBERS, key="0jo1", raw={}, digest="")
        keeping.forget("0jo1", "")
        rotate(keep=keep)
        assert keeping._forgotten(keeping.MEMBERS, ["0jo1"]) == (["0jo1"] if keep else [])
