"""What members have begun to write."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import drafting, parting, telling, uploading
from forum.drafting import NEW_DISCUSSION, Place
from forum.models import Attachment, Draft
from harringay import html
from members.holding import Holds
from members.models import Choice
from members.parting import Parting
from tests.factories import make_discussion, make_reply
from tests.harringay.drawing import plain

pytestmark = pytest.mark.django_db


def begun(member, place):
    draft = drafting.find(member, place)
    return draft.typed["body"] if draft else None


class TestKeeping:
    def test_there_is_one_for_each_place(self, asha):
        reply = make_reply()
        places = [NEW_DISCUSSION, Place(reply.discussion), Place(reply.discussion, reply)]
        for words in ("One", "Two"):
            for nth, place in enumerate(places):
                drafting.keep(asha, place, {"body": f"{words} {nth}"})
        assert [begun(asha, place) for place in places] == ["Two 0", "Two 1", "Two 2"]
        assert Draft.objects.count() == 3

    def test_nobody_else_finds_it(self, asha, ben):
        drafting.keep(asha, NEW_DISCUSSION, {"body": "One"})
        assert begun(ben, NEW_DISCUSSION) is None

    def test_keeps_no_more_than_the_form_holds(self, asha):
        typed = {"body": "x" * 50_000, "csrfmiddlewaretoken": "secret", "title": "T"}
        drafting.keep(asha, NEW_DISCUSSION, typed)
        assert Draft.objects.get().typed == {"title": "T", "body": "x" * 40_000}

    def test_of_nothing_nothing_is_kept(self, asha):
        drafting.keep(asha, NEW_DISCUSSION, {"body": "One"})
        drafting.keep(asha, NEW_DISCUSSION, {"body": " ", "category": "1"})
        assert not Draft.objects.exists()

    def test_is_forgotten_after_half_a_year(self, asha):
        drafting.keep(asha, NEW_DISCUSSION, {"body": "One"})
        drafting.forget_old(timezone.now() - timedelta(days=180))
        assert Draft.objects.exists()
        drafting.forget_old(timezone.now())
        assert not Draft.objects.exists()


class TestTheEnd:
    def test_what_was_on_its_way_comes_too_late(self, asha):
        drafting.keep(asha, NEW_DISCUSSION, {"body": "One"}, sitting="morning")
        drafting.end(asha, NEW_DISCUSSION, sitting="morning")
        drafting.keep(asha, NEW_DISCUSSION, {"body": "One and"}, sitting="morning")
        assert begun(asha, NEW_DISCUSSION) is None

    def test_what_is_begun_afterwards_is_kept(self, asha, ben):
        drafting.end(asha, NEW_DISCUSSION, sitting="morning")
        drafting.keep(asha, NEW_DISCUSSION, {"body": "Two"}, sitting="noon")
        drafting.keep(ben, NEW_DISCUSSION, {"body": "Three"}, sitting="morning")
        assert (begun(asha, NEW_DISCUSSION), begun(ben, NEW_DISCUSSION)) == ("Two", "Three")

    @pytest.mark.parametrize("sitting", ["\0", "\ud800", "x" * 10_000])
    def test_a_sitting_may_be_called_anything(self, asha, sitting):
        drafting.end(asha, NEW_DISCUSSION, sitting=sitting)
        drafting.keep(asha, NEW_DISCUSSION, {"body": "One"}, sitting=sitting)
        assert begun(asha, NEW_DISCUSSION) is None


class TestElsewhere:
    def test_its_pictures_are_kept_with_it(self, asha, media_root):
        picture = uploading.take_picture(owner=asha, data=plain(), words="A fox")
        drafting.keep(asha, NEW_DISCUSSION, {"body": html.pictures.line(picture.key, "A fox")})
        uploading.forget_left_over(timezone.now())
        assert Attachment.objects.get() == picture

    def test_is_in_the_copy_of_their_data(self, asha):
        drafting.keep(asha, Place(make_discussion(title="Foxes")), {"body": "One"})
        chapter = next(each for each in telling.CHAPTERS if each.name == "drafts")
        assert [(row["to"], row["body"]) for row in chapter.rows(asha.pk)] == [("Foxes", "One")]

    def test_goes_with_its_writer(self, asha):
        drafting.keep(asha, NEW_DISCUSSION, {"body": "One"})
        parting.erase(Parting(asha, Choice.KEEP, Holds(())))
        assert not Draft.objects.exists()
