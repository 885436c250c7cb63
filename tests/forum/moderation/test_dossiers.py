"""What a moderator is shown of a case: what it was, and whether it is something else by now."""

from datetime import timedelta

import pytest

from forum import editing
from forum.models import Discussion, Reply
from forum.moderation import appealing, dossiers, reporting
from forum.moderation.kinds import Kind
from forum.moderation.models import Case
from forum.moderation.reporting import Sender, Statement
from tests.factories import make_discussion, make_member, make_reply
from tests.forum.moderation.cases import make_case, make_decision

pytestmark = pytest.mark.django_db


def reported(path: str) -> Case:
    said = Statement(kind=Kind.RULES, words="This is not true at all.")
    (report,) = reporting.receive(said, at=[path], by=Sender())
    return Case.objects.with_subject().get(pk=report.case_id)


def is_changed(case: Case) -> bool:
    return dossiers.read(Case.objects.with_subject().get(pk=case.pk)).is_changed


class TestAnAppeal:
    def decided(self, reply: Reply, kind: Kind) -> Case:
        case = make_case(reply, kind=kind)
        decision = make_decision(case, about=reply.author, by=make_member())
        appealing.appeal_as_author(decision, words="It was in the paper.")
        return Case.objects.with_subject().get(appeal_against=decision)

    def test_shows_the_words_that_were_decided_about(self):
        reply = make_reply(body="He never paid.")

        dossier = dossiers.read(self.decided(reply, Kind.RULES))

        assert dossier.then
        assert dossier.then.text == "He never paid."
        assert not dossier.is_veiled

    def test_veils_them_where_they_were_veiled(self):
        dossier = dossiers.read(self.decided(make_reply(), Kind.CHILD))

        assert dossier.is_veiled


class TestWhatHasBeenChangedSince:
    @pytest.mark.parametrize("make", [make_discussion, make_reply])
    def test_words_that_are_as_they_were_are_not_said_to_be_changed(self, make):
        written: Discussion | Reply = make()

        assert not is_changed(reported(written.get_absolute_url()))

    def test_words_that_their_author_has_changed_are(self):
        reply = make_reply()
        case = reported(reply.get_absolute_url())

        editing.edit_reply(reply, by=reply.author, body="I never said so.", body_format="text")

        assert is_changed(case)

    def test_nor_is_a_profile_that_is_as_it_was(self):
        case = reported(make_member().get_absolute_url())

        assert not is_changed(case)

    def test_but_one_under_another_name_is(self):
        member = make_member()
        case = reported(member.get_absolute_url())

        member.name = "Somebody Else"
        member.save()

        assert is_changed(case)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(59, "a moment"), (60, "1 minute"), (7199, "119 minutes"), (7200, "2 hours")],
)
def test_how_long_something_has_waited_is_said_in_words(seconds, words):
    assert dossiers.in_words(timedelta(seconds=seconds)) == words
