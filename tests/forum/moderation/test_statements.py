"""What an author is told of a decision, and whoever reported it of its outcome."""

from datetime import UTC, datetime

import pytest

from forum import hiding
from forum.moderation import statements
from forum.moderation.kinds import Kind
from forum.moderation.models import UNTOLD, Action, Decision, OfficialLetter, Part
from tests.factories import make_discussion, make_member, make_reply
from tests.forum.moderation.cases import make_case, make_decision, make_report

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 29, 18, 30, tzinfo=UTC)


@pytest.fixture
def reply(ben):
    discussion = make_discussion(title="Foxes on Wightman Road")
    return make_reply(discussion=discussion, author=ben, body="He is a crook.\n\nA real one.")


@pytest.fixture
def case(reply):
    return make_case(reply)


def decided(case, ben, mo, **fields) -> Decision:
    decision = make_decision(case, about=ben, by=mo, made_at=SUNDAY, **fields)
    statements.write(decision)
    return decision


def letter_to(member) -> OfficialLetter:
    return OfficialLetter.objects.get(member=member)


class TestTheStatement:
    @pytest.mark.parametrize(
        "said",
        [
            "We have taken down your reply of",
            "in “Foxes on Wightman Road”",
            "From when: 29 November 2026, 18:30",
            "Until when: until somebody changes it",
            "Where: on the whole of Harringay online",
            "It breaks rule 3 of the house.",
            "Be kind, above all to people you disagree with.",
            "It calls a neighbour a crook.",
            "Somebody reported it to us.",
            "A person looked and decided. No automated means were used.",
            "It is free, it can be done once, and the last day for it is 29 May 2027.",
            "within 5 working days",
            "www.ofcom.org.uk",
            "ico.org.uk",
            "you can go to court",
            "> He is a crook.\n> \n> A real one.",
        ],
    )
    def test_has_every_part_that_the_law_asks_for(self, case, ben, mo, said):
        make_report(case, by=make_member())
        decision = decided(case, ben, mo)
        assert said in decision.statement

    def test_goes_to_the_author_as_it_is_kept(self, case, ben, mo):
        decision = decided(case, ben, mo)
        assert letter_to(ben).text == Decision.objects.get(pk=decision.pk).statement

    def test_never_says_who_reported(self, case, ben, mo):
        zola = make_member(name="Zola Quist", email="zola@example.org")
        make_report(case, by=zola, name="Zola", words="Zola here", may_tell_author=True)
        statement = decided(case, ben, mo).statement
        assert "Zola" not in statement
        assert "zola@" not in statement

    def test_says_so_where_nobody_had_reported_it(self, case, ben, mo):
        assert "Nobody had reported it." in decided(case, ben, mo).statement

    def test_says_what_the_clock_did(self, case, ben):
        statement = decided(case, ben, None, is_by_clock=True).statement
        assert "Nobody decided this." in statement
        assert "A person looked" not in statement

    def test_says_what_the_site_did_before_a_person_looked(self, case, ben, mo):
        case.hidden_at = SUNDAY
        case.save()
        statement = decided(case, ben, mo).statement
        assert "the site hid it by itself, on 29 November 2026, 18:30" in statement
        assert "Then a person looked and decided." in statement

    def test_declares_a_conflict_of_interest(self, case, ben, mo):
        plain = decided(case, ben, mo)
        plain.delete()
        declared = decided(case, ben, mo, is_conflict_declared=True)
        assert "an interest in it" not in plain.statement
        assert "an interest in it" in declared.statement

    def test_names_the_law_where_that_is_the_ground(self, case, ben, mo):
        law = "Online Safety Act 2023, section 10"
        statement = decided(case, ben, mo, rule_number="", rule_text="", law=law).statement
        assert f"The law it is about: {law}" in statement
        assert "breaks rule" not in statement

    def test_gives_no_copy_of_what_must_not_be_passed_on(self, reply, ben, mo):
        case = make_case(reply, kind=Kind.TERROR)
        make_report(case)
        assert "crook.\n" not in decided(case, ben, mo, reasons="").statement.split("COME")[-1]

    def test_gives_the_words_that_were_reported_and_not_those_of_today(self, case, reply, ben, mo):
        make_report(case)
        reply.set_body("I take it back.", "text")
        reply.save()
        statement = decided(case, ben, mo).statement
        assert "> He is a crook." in statement
        assert "take it back" not in statement

    def test_says_how_long_a_suspension_lasts(self, case, ben, mo):
        statement = decided(case, ben, mo, action=Action.SUSPEND, until=SUNDAY).statement
        assert "We have suspended your account." in statement
        assert "Until when: 29 November 2026, 18:30" in statement
        assert "It is about your reply of" in statement

    def test_shows_marks_as_they_were_typed(self, case, ben, mo):
        statement = decided(case, ben, mo, reasons="He’s <not> a “crook” & co.").statement
        assert "He’s <not> a “crook” & co." in statement

    @pytest.mark.parametrize("action", sorted(set(Action) - UNTOLD))
    def test_says_of_each_thing_that_can_be_done_what_it_was(self, case, ben, mo, action):
        """Safety L-46: there is no other exception than UNTOLD."""
        decision = decided(case, ben, mo, action=action)
        greeting, done, *_ = decision.statement.split("\n\n")
        assert greeting == "Hello Ben Okafor,"
        assert done.startswith(("We have ", "Nobody can reply ", "This is ", "What you post "))
        assert decision.headline != decision.get_action_display()

    @pytest.mark.parametrize("action", [Action.NOTHING, Action.REFER])
    def test_is_not_written_where_nothing_is_told(self, case, ben, mo, action):
        assert decided(case, ben, mo, action=action).statement == ""
        assert not OfficialLetter.objects.filter(member=ben).exists()

    def test_says_that_what_reports_alone_had_hidden_is_back(self, case, ben, mo):
        case.hidden_at = SUNDAY
        case.save()
        decided(case, ben, mo, action=Action.NOTHING)
        assert "it can be read again as it was" in letter_to(ben).text

    def test_is_not_written_for_bulk_advertising(self, case, ben, mo):
        assert decided(case, ben, mo, is_bulk_spam=True).statement == ""
        assert not OfficialLetter.objects.exists()

    def test_is_written_of_what_is_about_no_case(self, ben, mo):
        assert "This is a warning." in decided(None, ben, mo, action=Action.WARN).statement

    def test_leaves_no_holes(self, case, ben, mo):
        assert "\n\n\n" not in decided(case, ben, mo).statement


class TestTheOutcome:
    def test_tells_each_reporter_once(self, case, ben, mo):
        asha = make_member(name="Asha")
        make_report(case, by=asha)
        make_report(case, by=asha, kind=Kind.HATE)
        make_report(case, email="neighbour@example.org")
        make_report(case, email="Neighbour@example.org")
        decided(case, ben, mo)
        assert OfficialLetter.objects.filter(member=asha).count() == 1
        assert OfficialLetter.objects.filter(email="neighbour@example.org").count() == 1

    def test_is_not_told_to_those_who_did_not_want_to_hear(self, case, ben, mo):
        report = make_report(case, by=make_member(), wants_updates=False)
        make_report(case, by=make_member(), withdrawn_at=SUNDAY)
        make_report(case)
        decided(case, ben, mo)
        report.refresh_from_db()
        assert report.told_at is None
        assert OfficialLetter.objects.count() == 1

    def test_says_that_it_was_removed_and_nothing_of_the_person(self, case, ben, mo):
        make_report(case, email="neighbour@example.org")
        decided(case, ben, mo)
        text = OfficialLetter.objects.get(email="neighbour@example.org").text
        assert "It has been removed" in text
        assert "Ben" not in text
        assert "rule 3" not in text

    def test_says_no_more_of_a_ban_than_that_the_words_stay(self, case, ben, mo):
        make_report(case, email="neighbour@example.org")
        decided(case, ben, mo, action=Action.BAN)
        text = OfficialLetter.objects.get(email="neighbour@example.org").text
        assert "It has not been removed." in text
        assert not {"account", "suspended", "banned"} & set(text.split())

    def test_says_that_what_a_ban_took_down_is_removed(self, case, reply, ben, mo):
        make_report(case, email="neighbour@example.org")
        hiding.hide_reply(reply, by=mo)
        decided(case, ben, mo, action=Action.BAN)
        assert "It has been removed" in OfficialLetter.objects.exclude(email="").get().text

    def test_says_how_to_challenge_it(self, case, ben, mo):
        make_report(case, email="neighbour@example.org")
        decided(case, ben, mo, action=Action.NOTHING)
        text = OfficialLetter.objects.get().text
        assert "the last day for it is 29 May 2027" in text
        assert "/appeal/" in text
        assert "www.ofcom.org.uk" in text

    def test_answers_who_said_that_something_is_broken(self, mo):
        case = make_case(None, kind=Kind.TECH, part=Part.PAGE)
        make_report(case, email="neighbour@example.org")
        decided(case, None, mo, action=Action.NOTHING, reasons="The map works again.")
        assert "The map works again." in OfficialLetter.objects.get().text


class TestUndoing:
    def test_tells_the_author_and_the_reporter(self, case, ben, mo):
        make_report(case, email="neighbour@example.org")
        decision = decided(case, ben, mo)
        OfficialLetter.objects.all().delete()
        statements.write_undone(decision)
        assert "everything is as it was before" in letter_to(ben).text
        assert (
            "what you reported is as it was" in OfficialLetter.objects.exclude(email="").get().text
        )

    def test_tells_nobody_of_what_they_had_not_been_told(self, case, ben, mo):
        decision = decided(case, ben, mo, action=Action.NOTHING)
        statements.write_undone(decision)
        assert not OfficialLetter.objects.exists()
