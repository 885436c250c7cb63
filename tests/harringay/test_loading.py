"""Rows become models as Django's own do, though without their ceremony."""

import pickle
from datetime import timedelta

import pytest

from forum.models import Discussion, Reply
from members.models import Member
from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


class TestLoaded:
    def test_has_every_field_and_is_known_to_be_saved(self):
        made = make_member(area="Green Lanes")
        read = Member.objects.get(pk=made.pk)
        assert read == made
        assert (read.area, read.joined_at, read.left_at) == ("Green Lanes", made.joined_at, None)
        assert (read._state.adding, read._state.db) == (False, "default")

    def test_is_changed_and_not_saved_as_another(self):
        read = Member.objects.get(pk=make_member().pk)
        read.area = "Wightman Road"
        read.save()
        assert Member.objects.get().area == "Wightman Road"

    def test_reads_what_was_left_out_when_it_is_asked_for(self, django_assert_num_queries):
        read = Discussion.objects.defer("body").get(pk=make_discussion(body="Foxes").pk)
        assert read.get_deferred_fields() == {"body"}
        with django_assert_num_queries(1):
            assert (read.body, read.body) == ("Foxes", "Foxes")

    def test_keeps_what_was_read_with_it(self, django_assert_num_queries):
        reply = make_reply(author=make_member(name="Ben"))
        read = Reply.objects.select_related("author", "discussion", "parent").get(pk=reply.pk)
        with django_assert_num_queries(0):
            assert (read.author.name, read.discussion, read.parent) == (
                *("Ben", reply.discussion, None),
            )

    def test_a_new_one_is_as_django_makes_it(self):
        given = {"author": make_member(), "discussion": make_discussion(), "parent": None}
        ours, djangos = (
            Reply.new(**given, number=1, path="0001"),
            Reply(**given, number=1, path="0001"),
        )
        names = [
            field.attname for field in Reply._meta.concrete_fields if field.name != "posted_at"
        ]
        assert [getattr(ours, name) for name in names] == [getattr(djangos, name) for name in names]
        assert djangos.posted_at - ours.posted_at < timedelta(seconds=60)
        assert (ours.author, ours._state.adding) == (given["author"], True)
        ours.save()
        assert Reply.objects.get() == ours

    def test_can_be_put_away_and_taken_out(self):
        read = Member.objects.get(pk=make_member(name="Ben").pk)
        assert pickle.loads(pickle.dumps(read)).name == "Ben"
