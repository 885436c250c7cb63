"""A kind word to somebody who is about to reply."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import advising
from forum.models import Discussion
from members.models import Safeguards
from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion():
    return make_discussion()


@pytest.fixture
def known(asha):
    """Somebody who has written here before."""
    asha.reply_count = 20
    asha.save()
    return asha


def said(discussion, *authors):
    for author in authors:
        make_reply(discussion=discussion, author=author)


def word(member, discussion):
    return advising.word_for(member, Discussion.objects.get(pk=discussion.pk))


class TestWord:
    def test_there_is_none_as_a_rule(self, known, ben, discussion):
        said(discussion, ben, known, ben)
        assert word(known, discussion) == ""

    def test_welcomes_a_newcomer(self, ben, discussion):
        assert word(ben, discussion).startswith("Welcome.")

    def test_to_whom_the_last_two_are(self, known, ben, discussion):
        said(discussion, ben, known)
        assert word(known, discussion) == ""
        said(discussion, known)
        assert "last 2 replies here are yours" in word(known, discussion)

    def test_to_two_who_answer_each_other_three_times(self, known, ben, discussion):
        said(discussion, *[ben, known] * 2, ben)
        assert word(known, discussion) == ""
        said(discussion, known, ben)
        assert "between you and one neighbour" in word(known, discussion)

    def test_to_whom_two_fifths_are(self, known, discussion):
        others = [make_member(name=f"Neighbour {nth}") for nth in range(6)]
        said(discussion, known, others[0], known, others[1], known, *others[2:])
        assert word(known, discussion) == ""
        said(discussion, known)
        assert "4 of the latest 10 replies" in word(known, discussion)

    def test_where_nobody_has_written_for_half_a_year(self, known, discussion):
        long_ago = timezone.now() - timedelta(days=200)
        Discussion.objects.filter(pk=discussion.pk).update(last_activity_at=long_ago)
        assert "for 6 months" in word(known, discussion)

    def test_there_is_none_where_the_owner_wants_none(self, ben, discussion):
        Safeguards.objects.create(pk=1, has_kind_words=False)
        assert word(ben, discussion) == ""


class TestThePage:
    def test_has_it_beside_the_form(self, ben_client, discussion):
        assert "Welcome." in ben_client.get(f"{discussion.get_absolute_url()}/reply").text
        assert "Welcome." in ben_client.get(f"{discussion.get_absolute_url()}/word").text

    def test_posts_all_the_same(self, ben_client, discussion):
        address = f"{discussion.get_absolute_url()}/replies"
        assert ben_client.post(address, {"body": "Yes"}).status_code == 302

    def test_says_nothing_to_a_visitor(self, client, discussion):
        assert client.get(f"{discussion.get_absolute_url()}/word").text.strip() == ""
        assert "Welcome." not in client.get(f"{discussion.get_absolute_url()}/reply").text
