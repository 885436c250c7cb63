"""What a member finds of moderation in the copy of their data."""

import pytest

from forum.moderation import agreeing
from forum.moderation.models import Action
from members import chapters
from tests.factories import make_reply
from tests.forum.moderation.reported import add_report, decide, make_case

pytestmark = pytest.mark.django_db


def rows_of(name, member):
    (chapter,) = [one for one in chapters.CHAPTERS if one.name == name]
    return list(chapter.rows(member.pk))


class TestTheCopy:
    def test_has_the_decisions_and_never_who_reported(self, ben, mo):
        case = make_case(make_reply(author=ben), reports=0)
        add_report(case, name="Zola", email="zola@example.org", words="Zola here.")
        decide(case, Action.HIDE, by=mo, note="Zola is right.")
        (row,) = rows_of("decisions", ben)
        assert "taken down" in str(row["statement"])
        assert "ola" not in str(row)

    def test_has_what_one_reported_oneself(self, asha, ben, mo):
        add_report(make_case(make_reply(author=ben), reports=0), reporter=asha, words="It is rude.")
        (row,) = rows_of("reports", asha)
        assert row["words"] == "It is rude."
        assert rows_of("reports", ben) == []

    def test_has_the_terms_that_were_accepted(self, asha):
        agreeing.accept(asha)
        (row,) = rows_of("terms", asha)
        assert row["version"] == 1
