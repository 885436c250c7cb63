import pytest
from django.utils import timezone

from forum import hiding, withdrawing
from forum.models import Page
from members.models import Member
from tests.factories import make_category, make_discussion, make_member, make_reply
from tests.harringay.site_export.reading import attach, everything_in

pytestmark = pytest.mark.django_db


class TestNothingPrivate:
    SECRET = "Nobody must read this"

    def test_of_a_hidden_discussion(self, export, mo):
        hidden = make_discussion(title=self.SECRET, body=self.SECRET)
        hiding.hide_discussion(hidden, by=mo, reason=self.SECRET)

        assert self.SECRET not in everything_in(export())

    def test_of_a_hidden_room(self, export):
        room = make_category(name=self.SECRET, description=self.SECRET)
        make_reply(discussion=make_discussion(category=room, title=self.SECRET), body=self.SECRET)
        room.hidden_at = timezone.now()
        room.save()

        assert self.SECRET not in everything_in(export())

    def test_of_a_hidden_page(self, export):
        Page.objects.create(
            slug="x", title=self.SECRET, body_html=self.SECRET, hidden_at=timezone.now()
        )

        assert self.SECRET not in everything_in(export())

    def test_of_hidden_and_withdrawn_replies_but_that_they_were_there(self, export, mo):
        foxes = make_discussion()
        writer = make_member(name=self.SECRET)
        hidden, withdrawn = (
            make_reply(discussion=foxes, author=writer, body=self.SECRET) for _ in range(2)
        )
        for reply in (hidden, withdrawn):
            make_reply(parent=reply, body="Quite so")
        hiding.hide_reply(hidden, by=mo)
        withdrawing.withdraw_reply(withdrawn, by=writer)

        said = everything_in(export())

        assert self.SECRET not in said
        assert "This reply was hidden by a moderator." in said
        assert "This reply was taken back by its author." in said

    def test_of_an_opening_post_that_was_taken_back(self, export, asha):
        foxes = make_discussion(author=asha, body=self.SECRET)
        make_reply(discussion=foxes)
        withdrawing.withdraw_discussion(foxes, by=asha)

        said = everything_in(export())

        assert self.SECRET not in said
        assert "The opening post was taken back by its author." in said
        assert asha.name not in said

    def test_of_members_who_left(self, export):
        gone = make_member(name=self.SECRET, address="gone-away", left_at=timezone.now())
        Member.objects.filter(pk=gone.pk).update(left_at=None)
        make_discussion(author=Member.objects.get(pk=gone.pk))
        Member.objects.filter(pk=gone.pk).update(left_at=timezone.now())

        said = everything_in(export())

        assert self.SECRET not in said
        assert "gone-away" not in said
        assert "Former member" in said

    def test_of_members_who_wrote_nothing(self, export):
        make_member(name=self.SECRET)

        assert self.SECRET not in everything_in(export())

    def test_of_e_mail_addresses_and_ways_to_sign_in(self, export, asha):
        make_discussion(author=asha)

        said = everything_in(export())

        assert asha.email not in said
        assert asha.password not in said

    def test_of_pictures_that_hang_on_what_is_hidden(self, export, asha, mo, media_root):
        foxes = make_discussion(author=asha)
        attach(foxes, media_root, key="k" * 22, widths=[640])
        assert (export() / "media" / "pictures" / ("k" * 22) / "640.webp").is_file()

        hiding.hide_discussion(foxes, by=mo)

        assert not (export() / "media" / "pictures" / ("k" * 22)).exists()
