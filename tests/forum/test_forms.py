"""Forms share their fields, and nothing else."""

import pytest
from django.contrib.auth.models import AnonymousUser

from forum.forms import PARENT_IS_GONE, ReplyForm
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db


def reply_form(given=None):
    return ReplyForm(given, discussion=make_discussion(), viewer=AnonymousUser())


class TestReplyForm:
    def test_has_a_token_of_its_own_each_time(self):
        one, another = (reply_form()["submission"] for _ in range(2))
        assert one.value() != another.value()
        assert str(one.value()) in str(one)

    def test_shows_its_own_words_and_no_others(self):
        asked = reply_form({"body": "My secret", "format": "html", "parent": "7"})
        assert "My secret" in str(asked["body"])
        clean = reply_form()
        assert "My secret" not in str(clean["body"])
        assert clean["format"].value() is None
        assert clean["parent"].value() is None

    def test_tells_only_its_own_mistakes(self):
        wrong = reply_form({"body": " ", "parent": "none"})
        assert wrong.errors.keys() == {"body", "parent"}
        assert wrong.errors["parent"] == [PARENT_IS_GONE]
        assert reply_form({"body": "Yes"}).errors == {}
