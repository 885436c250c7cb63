"""Queries composed once give what the same querysets give each time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from unittest.mock import Mock

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, F
from django.utils import timezone

from forum.models import Draft, Event, EventKind, Reply
from harringay import compiled
from members.models import Member
from tests.factories import make_discussion, make_member

pytestmark = pytest.mark.django_db

BY_AREA = compiled.Query(lambda area: Member.objects.filter(area=area).by_name())


class TestQuery:
    def test_finds_what_each_value_asks_for(self):
        green = [make_member(name=name, area="Green Lanes") for name in ("Asha", "Ben")]
        mo = make_member(name="Mo", area="Wightman Road")
        assert BY_AREA.all("Green Lanes") == green
        assert BY_AREA.all("Wightman Road") == [mo]
        assert BY_AREA.all("' OR ''='") == []

    def test_gives_the_first_or_none(self):
        make_member(name="Ben", area="Green Lanes")
        asha = make_member(name="Asha", area="Green Lanes")
        assert BY_AREA.first("Green Lanes") == asha
        assert BY_AREA.first("Duckett's Common") is None

    def test_gives_every_column_as_the_queryset_does(self):
        member = make_member(area="Green Lanes")
        found, wanted = BY_AREA.first("Green Lanes"), Member.objects.get(pk=member.pk)
        names = [field.attname for field in Member._meta.local_concrete_fields]
        assert [getattr(found, name) for name in names] == [getattr(wanted, name) for name in names]
        assert found.joined_at.tzinfo is not None

    def test_brings_related_rows_with_it(self, django_assert_num_queries):
        query = compiled.Query(
            lambda slug: type(discussion).objects.select_related("author").filter(slug=slug)
        )
        discussion = make_discussion()
        with django_assert_num_queries(1):
            assert query.first(discussion.slug).author == discussion.author

    def test_gives_rows_of_values_in_the_order_that_was_asked_for(self):
        make_member(name="Asha", area="Green Lanes")
        query = compiled.Query(
            lambda area: Member.objects.filter(area=area).values_list("area", "name")
        )
        assert query.all("Green Lanes") == [("Green Lanes", "Asha")]

    def test_takes_a_moment(self):
        query = compiled.Query(lambda moment: Member.objects.filter(joined_at__lt=moment))
        early = make_member(joined_at=datetime(2010, 1, 1, tzinfo=UTC))
        assert query.all(datetime(2010, 1, 2, tzinfo=UTC)) == [early]
        assert query.all(datetime(2009, 12, 31, tzinfo=UTC)) == []

    def test_puts_one_value_wherever_its_slot_is(self):
        query = compiled.Query(
            lambda word, role: Member.objects.filter(name=word, address=word, role=role), slots=2
        )
        asha = make_member(name="asha", address="asha")
        assert query.all("asha", "member") == [asha]

    def test_takes_as_many_values_as_it_has_slots(self):
        with pytest.raises(ValueError, match="argument"):
            BY_AREA.all("Green Lanes", "Wightman Road")

    def test_is_composed_once(self):
        build = Mock(side_effect=lambda pk: Member.objects.filter(pk=pk))
        query = compiled.Query(build)
        for number in range(3):
            query.all(number)
        build.assert_called_once()

    @pytest.mark.django_db(transaction=True)
    def test_threads_do_not_take_each_others_values(self):
        members = [make_member(area=f"Street {number}") for number in range(4)]

        def ask(member):
            try:
                return {BY_AREA.first(member.area) for _ in range(50)}
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(ask, members)) == [{member} for member in members]


class TestOneOfEach:
    BY_NAME = compiled.Query(lambda name: Member.objects.filter(name=name))
    COUNTED = compiled.Query(
        lambda pk, area: Member.objects.filter(pk=pk).values_list(
            "name", Exists(Member.objects.filter(area=area))
        ),
        slots=2,
    )

    def test_gives_what_each_gives_by_itself_in_one_question(self, django_assert_num_queries):
        asha, ben = make_member(name="Asha"), make_member(name="Ben", area="Green Lanes")
        with django_assert_num_queries(1):
            first, second, third = compiled.one_of_each(
                (self.BY_NAME, ("Asha",)),
                (self.COUNTED, (ben.pk, "Green Lanes")),
                (self.COUNTED, (asha.pk, "Wightman Road")),
            )
        assert (first, first.name, first.joined_at) == (asha, "Asha", asha.joined_at)
        assert (second, third) == (("Ben", True), ("Asha", False))

    def test_gives_none_for_what_there_is_not(self):
        asha = make_member(name="Asha")
        nobody, counted = compiled.one_of_each(
            (self.BY_NAME, ("Nobody",)), (self.COUNTED, (asha.pk, "Green Lanes"))
        )
        assert (nobody, counted) == (None, ("Asha", False))
        assert compiled.one_of_each((self.BY_NAME, ("Nobody",))) == [None]


class TestUpdate:
    COUNT = compiled.Update(
        lambda pk, moment: (
            Member.objects.filter(pk=pk),
            {"reply_count": F("reply_count") + 1, "left_at": moment},
        ),
        slots=2,
    )

    def test_changes_the_rows_it_is_asked_to(self, asha, ben):
        moment = datetime(2024, 3, 1, 12, 30, 15, 250, tzinfo=UTC)
        for _ in range(2):
            assert self.COUNT.run(asha.pk, moment) == 1
        asha.refresh_from_db()
        ben.refresh_from_db()
        assert (asha.reply_count, asha.left_at) == (2, moment)
        assert (ben.reply_count, ben.left_at) == (0, None)

    def test_says_when_there_was_nothing_to_change(self):
        assert self.COUNT.run(999_999, datetime(2024, 3, 1, tzinfo=UTC)) == 0


class TestDelete:
    OF_A_MEMBER = compiled.Delete(lambda member: Draft.objects.filter(member=member, reply=None))

    def test_takes_away_the_rows_it_is_asked_to(self, asha, ben):
        for member in (asha, ben):
            Draft.objects.create(member=member, typed={}, saved_at=timezone.now())
        assert self.OF_A_MEMBER.run(asha.pk) == 1
        assert [draft.member for draft in Draft.objects.all()] == [ben]
        assert self.OF_A_MEMBER.run(asha.pk) == 0


class TestInsert:
    def test_saves_every_field_with_its_default(self, asha):
        event = Event(kind=EventKind.DISCUSSION_STARTED, actor=asha, discussion=make_discussion())
        compiled.insert(event)
        saved = Event.objects.get(pk=event.pk)
        names = [field.attname for field in Event._meta.local_concrete_fields]
        assert [getattr(saved, name) for name in names] == [getattr(event, name) for name in names]

    def test_the_row_can_be_saved_again(self, asha):
        event = Event(kind=EventKind.DISCUSSION_STARTED, actor=asha, discussion=make_discussion())
        compiled.insert(event)
        event.kind = EventKind.DISCUSSION_FEATURED
        event.save()
        assert Event.objects.get(pk=event.pk).kind == EventKind.DISCUSSION_FEATURED

    def test_keeps_to_the_tables_rules(self, asha):
        discussion = make_discussion()
        twice = {"author": asha, "discussion": discussion, "number": 1}
        compiled.insert(Reply(path="0001", **twice))
        with pytest.raises(IntegrityError), transaction.atomic():
            compiled.insert(Reply(path="0002", **twice))
        assert Reply.objects.count() == 1
