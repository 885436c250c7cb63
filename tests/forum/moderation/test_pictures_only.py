"""Of a reply or a profile that was reported as a whole, the pictures alone are taken down."""

import pytest

from forum import hiding
from forum.models import Attachment
from forum.moderation import acting, deciding, foretelling
from forum.moderation.errors import CannotBeDone
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Decision, OfficialLetter, RefusedPicture
from members import avatars
from tests.factories import make_reply
from tests.forum.moderation.reported import decide, make_case
from tests.forum.moderation.secluded import show_picture, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(asha, media):
    """Asha's, with two pictures."""
    reply = show_picture(show_picture(make_reply(author=asha)))
    for picture in reply.attachments.all():
        store(picture)
    return reply


@pytest.fixture
def portrayed(asha, media):
    avatars.keep(member=asha, drawn={96: b"RIFF", 512: b"RIFF"})
    asha.refresh_from_db()
    return asha


def step_of(case) -> foretelling.Step:
    (step,) = [one for one in foretelling.steps(case, []) if one.action == Action.REMOVE_PICTURE]
    return step


class TestWhatIsOffered:
    def test_says_how_many_it_takes_down(self, reply, mo_client):
        case = make_case(reply)

        assert step_of(case).label == "Take the pictures down"
        assert step_of(case).effect.startswith("Takes 2 pictures down; the words stay.")
        page = mo_client.get(f"/admin/queue/{case.pk}/").text
        assert "Takes 2 pictures down; the words stay. Tells 1 person; mails nobody else." in page

    def test_of_a_profile_is_the_picture_beside_the_name(self, portrayed):
        effect = step_of(make_case(portrayed)).effect
        assert effect.startswith("Takes the picture beside the name down; what the profile says")

    def test_comes_after_hiding_the_whole(self, reply, portrayed):
        for thing in (reply, portrayed):
            first, *rest = acting.possible(make_case(thing))
            assert first != Action.REMOVE_PICTURE
            assert Action.REMOVE_PICTURE in rest

    def test_is_nothing_where_there_is_no_picture(self, asha):
        for thing in (make_reply(author=asha), asha):
            assert Action.REMOVE_PICTURE not in acting.possible(make_case(thing))


class TestTakingThemDown:
    def test_leaves_the_words_and_gives_the_pictures_to_nobody(self, reply, mo, client):
        address = f"/media/pictures/{reply.attachments.first().key}/640.webp"
        shown = client.get(address)
        assert (shown.status_code, bool(shown.getvalue())) == (200, True)

        decide(make_case(reply), Action.REMOVE_PICTURE, by=mo)

        assert client.get(address).status_code == 410
        reply.refresh_from_db()
        assert reply.is_shown

    def test_tells_whose_they_are(self, reply, mo, asha):
        decide(make_case(reply), Action.REMOVE_PICTURE, by=mo)

        letter = OfficialLetter.objects.get(member=asha).text
        assert "We have taken down the pictures in your reply of" in letter

    def test_of_a_profile_tells_its_member(self, portrayed, mo):
        decide(make_case(portrayed), Action.REMOVE_PICTURE, by=mo)

        letter = OfficialLetter.objects.get(member=portrayed).text
        assert "We have taken down the picture beside your name." in letter
        portrayed.refresh_from_db()
        assert portrayed.avatar_key == ""

    def test_of_what_is_most_urgent_refuses_each_of_them(self, reply, mo):
        decide(make_case(reply, kind=Kind.TERROR), Action.REMOVE_PICTURE, by=mo)

        assert RefusedPicture.objects.count() == 4

    def test_shows_words_again_that_the_reports_had_hidden(self, reply, mo):
        hiding.hide_reply(reply, by=None, reason="Hidden pending review.")
        case = make_case(reply)
        Case.objects.filter(pk=case.pk).update(hidden_at=case.opened_at)
        case.refresh_from_db()
        assert "shows again the words that the reports had hidden" in step_of(case).effect

        decision = decide(case, Action.REMOVE_PICTURE, by=mo)
        reply.refresh_from_db()
        assert reply.is_shown

        deciding.undo(decision, by=mo)
        reply.refresh_from_db()
        assert (reply.is_hidden, reply.hidden_reason) == (True, "Hidden pending review.")

    def test_is_refused_where_its_author_was_quicker(self, reply, mo):
        case = make_case(reply)
        hidden_at = case.opened_at
        Attachment.objects.update(taken_out_at=hidden_at)

        with pytest.raises(CannotBeDone, match="No picture is shown in it any more"):
            decide(case, Action.REMOVE_PICTURE, by=mo)


class TestUndoing:
    def test_leaves_down_what_was_taken_down_before(self, reply, mo):
        first, second = reply.attachments.order_by("pk")
        decide(make_case(first), Action.REMOVE_PICTURE, by=mo)
        decision = decide(make_case(reply), Action.REMOVE_PICTURE, by=mo)

        deciding.undo(decision, by=mo)

        assert [*Attachment.objects.filter(hidden_at=None)] == [second]

    def test_leaves_down_what_was_decided_by_itself_since(self, reply, mo):
        first, second = reply.attachments.order_by("pk")
        decision = decide(make_case(reply), Action.REMOVE_PICTURE, by=mo)
        decide(make_case(first), Action.REMOVE_PICTURE, by=mo)

        deciding.undo(decision, by=mo)

        assert [*Attachment.objects.filter(hidden_at=None)] == [second]
        assert Decision.objects.in_force().count() == 1
