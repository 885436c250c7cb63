"""Pictures in posts: whose they are, where they stand, and how long they are kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from forum import editing, parting, picturing, posting, recleaning, uploading
from forum.errors import ReadOnly, Refused
from forum.models import Attachment, Reply, Revision
from harringay import html
from harringay.pictures import PictureRefused
from members import holding, safeguarding
from members.errors import PicturesAreOff
from members.holding import Held, Holds
from members.models import Choice, Switch
from members.parting import Parting
from tests.factories import make_discussion, make_member, make_reply
from tests.harringay.drawing import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]


def take(owner, *, size=(800, 400), words="A fox"):
    return uploading.take_picture(owner=owner, data=plain(size=size), words=words)


def line(picture):
    return html.pictures.line(picture.key, picture.name)


def say(author, *pictures, words="Look."):
    return make_reply(author=author, body="\n\n".join([words, *map(line, pictures)]))


class TestTaking:
    def test_keeps_two_sizes_under_a_name_that_nobody_can_guess(self, asha, media_root):
        picture = take(asha, size=(2000, 1000))
        assert len(picture.key) == 22
        assert (picture.width, picture.height, picture.name) == (1600, 800, "A fox")
        files = {path.name for path in (media_root / "pictures" / picture.key).iterdir()}
        assert files == {"640.webp", "1600.webp"}
        assert picture.size == sum((media_root / path).stat().st_size for path in picture.stored_at)

    def test_keeps_one_of_what_is_small(self, asha, media_root):
        picture = take(asha, size=(300, 200))
        assert [path.name for path in (media_root / "pictures" / picture.key).iterdir()] == [
            "640.webp"
        ]
        assert (picture.width, picture.height) == (300, 200)

    def test_takes_none_while_the_owner_has_stopped_it(self, asha, owner):
        safeguarding.turn_on(Switch.PICTURES_OFF, by=owner)
        with pytest.raises(PicturesAreOff):
            take(asha)

    def test_takes_none_while_the_site_can_only_be_read(self, asha, owner):
        safeguarding.turn_on(Switch.READ_ONLY, by=owner)
        with pytest.raises(ReadOnly):
            take(asha)

    def test_takes_none_of_whoever_is_restricted(self):
        member = make_member(restriction_ends_at=timezone.now() + timedelta(days=1))
        with pytest.raises(PictureRefused):
            take(member)

    def test_leaves_nothing_where_there_is_no_room(self, asha, media_root):
        media_root.mkdir()
        (media_root / "pictures").write_text("not a folder")
        with pytest.raises(PictureRefused, match="Your words can be posted"):
            take(asha)
        assert not Attachment.objects.exists()


class TestStanding:
    def test_in_a_reply_is_as_large_as_it_is(self, asha):
        picture = take(asha)
        reply = say(asha, picture)
        assert reply.body_html == (
            f'<p>Look.</p>\n<p><img src="/media/pictures/{picture.key}/1600.webp" alt="A fox"'
            ' width="800" height="400"></p>'
        )
        assert [*reply.attachments.all()] == [picture]

    def test_in_a_discussion_too(self, asha):
        picture = take(asha)
        discussion = make_discussion(author=asha, body=line(picture))
        assert 'width="800"' in discussion.body_html
        assert [*discussion.attachments.all()] == [picture]

    def test_nobody_shows_another_s(self, asha, ben):
        reply = say(ben, take(asha))
        assert reply.body_html == "<p>Look.</p>"
        assert not reply.attachments.exists()

    def test_nobody_shows_one_that_there_is_not(self, asha):
        source = f'<p>Look.</p><p><img src="/media/pictures/{"a" * 22}/640.webp" alt="x"></p>'
        reply = make_reply(author=asha, body=source, body_format=html.HTML)
        assert reply.body_html == "<p>Look.</p>"

    def test_it_stands_in_one_post(self, asha):
        picture = take(asha)
        say(asha, picture)
        assert "<img" not in say(asha, picture, words="Again.").body_html

    def test_the_same_form_again_is_the_same_post(self, asha):
        picture, discussion = take(asha), make_discussion()
        said = {"discussion": discussion, "author": asha, "body": line(picture)}
        token = uuid4()
        first, second = (posting.post_reply(**said, submission=token) for _ in range(2))
        assert first == second
        assert Reply.objects.get().attachments.get() == picture

    def test_none_is_new_while_the_owner_has_stopped_it(self, asha, owner):
        picture = take(asha)
        safeguarding.turn_on(Switch.PICTURES_OFF, by=owner)
        with pytest.raises(Refused, match="Without the pictures"):
            say(asha, picture)
        assert not Reply.objects.exists()

    def test_it_is_still_there_after_cleaning_again(self, asha, monkeypatch):
        reply = say(asha, take(asha))
        monkeypatch.setattr(html, "VERSION", html.VERSION + 1)
        assert recleaning.reclean() == []
        assert Reply.objects.get().body_html == reply.body_html


class TestChanging:
    def edit(self, reply, body):
        return editing.edit_reply(reply, by=reply.author, body=body, body_format=html.TEXT)

    def test_takes_one_out_and_another_in(self, asha):
        first, second = take(asha), take(asha, words="A hen")
        reply = self.edit(say(asha, first), line(second))
        assert set(picturing.of(Reply.objects.get())) == {second.key}
        first.refresh_from_db()
        assert first.is_taken_out
        assert first.reply == reply

    def test_puts_back_what_was_taken_out(self, asha):
        picture = take(asha)
        reply = self.edit(say(asha, picture), "Nothing.")
        reply = self.edit(reply, line(picture))
        assert "<img" in reply.body_html
        assert set(picturing.of(Reply.objects.get())) == {picture.key}

    def test_leaves_what_was_said_before_as_it_was(self, asha, ben):
        picture = take(asha)
        reply = say(asha, picture)
        make_reply(parent=reply, author=ben)
        reply.refresh_from_db()
        self.edit(reply, "Nothing.")
        assert picture.key in Revision.objects.get().body_html


class TestForgetting:
    @staticmethod
    def files(media_root):
        return {path.name for path in (media_root / "pictures").iterdir()}

    def test_what_was_never_used(self, asha, media_root):
        used, unused = take(asha), take(asha)
        say(asha, used)
        uploading.forget_left_over(timezone.now() - timedelta(days=1))
        assert self.files(media_root) == {used.key, unused.key}
        uploading.forget_left_over(timezone.now())

    @pytest.mark.django_db(transaction=True)
    def test_its_files_too(self, asha, media_root):
        used, _unused = take(asha), take(asha)
        say(asha, used)
        uploading.forget_left_over(timezone.now())
        assert self.files(media_root) == {used.key}
        assert Attachment.objects.get() == used

    def test_but_not_what_must_be_kept(self, asha, monkeypatch):
        picture = take(asha)
        monkeypatch.setattr(
            holding, "HOLDERS", [lambda _member: [Held("forum.attachment", picture.pk, "A case.")]]
        )
        uploading.forget_left_over(timezone.now())
        assert Attachment.objects.exists()

    def test_what_a_member_leaves_behind(self, asha):
        take(asha)
        parting.erase(Parting(asha, Choice.KEEP, Holds(())))
        assert not Attachment.objects.exists()
