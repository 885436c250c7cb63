"""Every denormalised number: right after each verb, and made right again from the truth."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone

from forum import counting, hiding, moving, paging, withdrawing
from forum.models import Category, Discussion, Reply, ReplyPage, Tag
from members.models import Member
from tests.factories import make_category, make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(asha, ben, mo):
    """Answered twice, once beneath an answer, and once more by a reply that was hidden."""
    discussion = make_discussion(author=asha, tags=["foxes"])
    first = make_reply(discussion=discussion, author=ben)
    make_reply(parent=first, author=asha)
    hiding.hide_reply(make_reply(discussion=discussion, author=mo), by=mo)
    discussion.refresh_from_db()
    return discussion


def numbers() -> dict[str, list[tuple[object, ...]]]:
    """Every number that this module answers for, as it stands in the database."""
    return {
        "discussions": list(
            Discussion.objects.order_by("pk").values_list(
                "reply_count", "page_count", "last_number", "last_activity_at", "last_reply_by"
            )
        ),
        "replies": list(Reply.objects.order_by("pk").values_list("answer_count")),
        "categories": list(Category.objects.order_by("pk").values_list("discussion_count")),
        "tags": list(Tag.objects.order_by("pk").values_list("discussion_count")),
        "members": list(
            Member.objects.order_by("pk").values_list("discussion_count", "reply_count")
        ),
        "pages": list(ReplyPage.objects.order_by("pk").values_list("number", "first_path")),
    }


A_LONG_TIME_AGO = datetime(2009, 6, 1, tzinfo=UTC)
WRONG = [
    (Discussion, {"reply_count": 99}),
    (Discussion, {"last_number": 0}),
    (Discussion, {"page_count": 7}),
    (Discussion, {"last_activity_at": A_LONG_TIME_AGO}),
    (Discussion, {"last_reply_by": None}),
    (Reply, {"answer_count": 99}),
    (Category, {"discussion_count": 99}),
    (Tag, {"discussion_count": 99}),
    (Member, {"discussion_count": 99}),
    (Member, {"reply_count": 99}),
]


class TestRecount:
    def test_finds_nothing_to_mend_after_the_verbs(self, discussion):
        make_discussion()
        assert counting.recount() == 0

    @pytest.mark.parametrize(("model", "wrong"), WRONG, ids=str)
    def test_mends_each_number_once(self, discussion, model, wrong):
        right = numbers()
        model.objects.update(**wrong)
        assert numbers() != right
        assert counting.recount() == model.objects.count()
        assert numbers() == right
        assert counting.recount() == 0

    def test_mends_a_last_reply_where_there_is_none(self, asha):
        make_discussion()
        Discussion.objects.update(last_reply_by=asha)
        assert counting.recount() == 1
        assert Discussion.objects.get().last_reply_by is None

    def test_cuts_pages_that_are_wrong_anew(self, discussion, monkeypatch):
        monkeypatch.setattr(paging, "PAGE_CAP", 2)
        assert counting.recount() == 1
        discussion.refresh_from_db()
        assert paging.is_sound(discussion)

    def test_leaves_pages_that_are_right_where_they_begin(self, discussion, monkeypatch):
        monkeypatch.setattr(paging, "PAGE_SIZE", 1)
        make_reply(discussion=discussion)
        pages = list(ReplyPage.objects.all())
        assert counting.recount() == 0
        assert list(ReplyPage.objects.all()) == pages

    def test_asks_no_more_for_more_members_categories_and_tags(
        self, discussion, django_assert_max_num_queries
    ):
        for _ in range(5):
            make_discussion(category=make_category(), author=make_member(), tags=["foxes", "bins"])
        with django_assert_max_num_queries(20):
            counting.recount()


class TestSettlePlaces:
    def test_a_withdrawn_reply_keeps_its_place_while_something_below_has_one(self, ben):
        first = make_reply(author=ben)
        between = make_reply(parent=first, author=ben)
        last = make_reply(parent=between)
        withdrawing.withdraw_reply(between, by=ben)
        first.refresh_from_db()
        assert first.answer_count == 1
        withdrawing.withdraw_reply(last, by=last.author)
        first.refresh_from_db()
        assert first.answer_count == 0


class TestShelves:
    def test_a_hidden_discussion_is_in_no_count(self, discussion, mo):
        hiding.hide_discussion(discussion, by=mo)
        assert Category.objects.get().discussion_count == 0
        assert Tag.objects.get().discussion_count == 0
        hiding.restore_discussion(discussion, by=mo)
        assert Category.objects.get().discussion_count == 1
        assert Tag.objects.get().discussion_count == 1

    def test_one_withdrawn_is_in_no_count_once_its_last_reply_is_too(self, asha, ben):
        discussion = make_discussion(author=asha, tags=["foxes"])
        reply = make_reply(discussion=discussion, author=ben)
        withdrawing.withdraw_discussion(discussion, by=asha)
        assert Tag.objects.get().discussion_count == 1
        withdrawing.withdraw_reply(reply, by=ben)
        assert Category.objects.get().discussion_count == 0
        assert Tag.objects.get().discussion_count == 0


class TestWriters:
    def test_what_they_wrote_in_a_hidden_discussion_is_in_no_count(self, discussion, mo, ben):
        hiding.hide_discussion(discussion, by=mo)
        assert not Member.objects.filter(Q(discussion_count__gt=0) | Q(reply_count__gt=0)).exists()
        hiding.restore_discussion(discussion, by=mo)
        ben.refresh_from_db()
        assert ben.reply_count == 1
        assert counting.recount() == 0

    def test_nor_is_what_is_said_in_a_closed_room(self, mo):
        discussion = make_discussion(
            author=mo, category=make_category(hidden_at=timezone.now()), tags=["scandal"]
        )
        make_reply(discussion=discussion, author=mo)
        mo.refresh_from_db()
        assert (mo.discussion_count, mo.reply_count) == (0, 0)
        assert Tag.objects.get().discussion_count == 0
        assert counting.recount() == 0

    def test_nor_what_is_moved_there(self, discussion, mo, asha):
        moving.move(discussion, to=make_category(hidden_at=timezone.now()), by=mo)
        asha.refresh_from_db()
        assert (asha.discussion_count, asha.reply_count) == (0, 0)
        assert Tag.objects.get().discussion_count == 0
        assert counting.recount() == 0


class TestCommand:
    def test_says_what_was_mended(self, discussion):
        Tag.objects.update(discussion_count=5)
        out = StringIO()
        call_command("recount", stdout=out)
        assert "tags: 1 mended" in out.getvalue()

    def test_says_so_when_every_number_was_right(self, discussion):
        out = StringIO()
        call_command("recount", stdout=out)
        assert "Every number was right." in out.getvalue()
