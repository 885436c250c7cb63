"""Decisions about me: in one's settings, by a link without signing in, and appealed against."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum.moderation import deciding, links
from forum.moderation.models import Action, Case, Decision, Report
from members import suspending
from tests.factories import make_reply
from tests.forum.moderation.cases import make_decision
from tests.forum.moderation.reported import add_report, decide, make_case

pytestmark = pytest.mark.django_db

WORDS = "He had said so himself, in the Ham & High."


@pytest.fixture
def decision(ben, mo) -> Decision:
    case = make_case(make_reply(author=ben, body="He is a <b>crook</b>."))
    return decide(case, Action.HIDE, by=mo)


@pytest.fixture
def strict():
    """Somebody who is not signed in, and has no form's token."""
    return Client(enforce_csrf_checks=True)


class TestInTheSettings:
    def test_each_is_found_with_its_page(self, ben_client, decision):
        page = ben_client.get("/settings/decisions").text
        assert "Something you wrote has been taken down" in page
        assert f'href="{links.decision_path(decision)}"' in page

    def test_those_about_others_are_not(self, asha_client, decision):
        assert "taken down" not in asha_client.get("/settings/decisions").text

    def test_are_for_those_who_are_signed_in(self, client):
        assert "/accounts/login" in client.get("/settings/decisions")["Location"]

    def test_have_a_way_there(self, ben_client):
        assert 'href="/settings/decisions"' in ben_client.get("/settings").text

    @pytest.mark.parametrize("action", [Action.NOTHING, Action.REFER])
    def test_leave_out_what_is_told_to_nobody(self, ben_client, ben, mo, action):
        make_decision(None, about=ben, by=mo, action=action)
        assert "There are none." in ben_client.get("/settings/decisions").text

    def test_are_asked_for_at_once_however_many_there_are(
        self, ben, mo, ben_client, django_assert_num_queries
    ):
        ben_client.get("/about")
        for count in (3, 27):
            for _ in range(count):
                make_decision(None, about=ben, by=mo, action=Action.WARN)
            ben_client.get("/about")
            with django_assert_num_queries(6):
                ben_client.get("/settings/decisions")

    def test_go_over_pages(self, ben, mo, ben_client):
        for _ in range(31):
            make_decision(None, about=ben, by=mo, action=Action.WARN)
        assert "?page=2" in ben_client.get("/settings/decisions").text
        assert ben_client.get("/settings/decisions?page=2").status_code == 200
        assert ben_client.get("/settings/decisions?page=x").status_code == 404


class TestByLink:
    def test_are_read_while_suspended(self, strict, decision, ben, mo):
        suspending.suspend(ben, by=mo)
        page = strict.get(links.decisions_path(ben)).text
        assert "Something you wrote has been taken down" in page

    def test_show_the_statement_as_words(self, strict, decision):
        page = strict.get(links.decision_path(decision)).text
        assert "No automated means were used." in page
        assert "&gt; He is a &lt;b&gt;crook&lt;/b&gt;." in page

    @pytest.mark.parametrize("path", [links.decisions_path, None])
    def test_set_no_cookie_are_not_kept_and_pass_nothing_on(self, strict, decision, ben, path):
        answer = strict.get(path(ben) if path else links.decision_path(decision))
        assert answer.status_code == 200
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]

    def test_show_nobody_else_s(self, strict, decision, asha):
        path = links.decisions_path(asha)
        assert strict.get(f"{path}/{decision.pk}").status_code == 404

    @pytest.mark.parametrize("token", ["x", "1.x", "1", "1.", ".x", "é.ü", "1:x"])
    def test_need_a_key_of_ours(self, strict, decision, ben, token):
        assert strict.get(f"/decisions/{token}").status_code == 404
        assert strict.get(f"/decisions/{token}/{decision.pk}").status_code == 404
        assert strict.get(f"/appeal/{token}").status_code == 404

    def test_a_key_for_an_appeal_opens_no_decisions(self, strict, decision):
        key = links.appeal_path(Report.objects.get()).rsplit("/", 1)[1]
        assert strict.get(f"/decisions/{key}").status_code == 404

    def test_work_after_the_site_s_own_key_was_changed(self, strict, decision, ben, settings):
        path = links.decisions_path(ben)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another" * 10
        assert strict.get(path).status_code == 200

    def test_say_that_one_has_been_undone(self, strict, decision, mo):
        deciding.undo(decision, by=mo)
        page = strict.get(links.decision_path(decision)).text
        assert "It has been undone since" in page
        assert "<form" not in page

    def test_name_the_rule_where_there_was_no_statement(self, strict, ben, mo):
        decision = make_decision(None, about=ben, by=mo, is_bulk_spam=True)
        assert "It broke rule 3: Be kind" in strict.get(links.decision_path(decision)).text


class TestTheAuthorSAppeal:
    def test_is_sent_without_signing_in_and_then_said_to_be_there(self, strict, decision):
        path = links.decision_path(decision)
        answer = strict.post(path, {"words": WORDS})
        assert (answer.status_code, answer["Location"]) == (302, path)
        page = strict.get(path).text
        assert "We have your appeal." in page
        assert "<form" not in page
        assert decision.appeals.get().reports.get().words == WORDS

    def test_sent_twice_is_one(self, strict, decision):
        path = links.decision_path(decision)
        strict.post(path, {"words": WORDS})
        answer = strict.post(path, {"words": WORDS})
        assert answer.status_code == 422
        assert "Each side has one." in answer.text
        assert decision.appeals.count() == 1

    def test_counts_the_end_of_a_line_once_as_the_browser_did(self, strict, decision):
        words = "It is true.\r\n" * 333
        strict.post(links.decision_path(decision), {"words": words})
        kept = decision.appeals.get().reports.get().words
        assert kept == words.replace("\r\n", "\n").strip()

    @pytest.mark.parametrize("words", ["", "Why?", "x" * 4001])
    def test_too_short_or_too_long_is_given_back(self, strict, decision, words):
        answer = strict.post(links.decision_path(decision), {"words": words})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert words in answer.text
        assert not decision.appeals.exists()

    def test_says_what_came_of_it(self, strict, decision, owner):
        path = links.decision_path(decision)
        strict.post(path, {"words": WORDS})
        case = Case.objects.get(appeal_against=decision)
        decide(case, Action.UPHOLD, by=owner, reasons="The paper did not say so.")
        page = strict.get(path).text
        assert "The decision stands." in page
        assert "The paper did not say so." in page

    def test_sets_no_cookie(self, strict, decision):
        assert not strict.post(links.decision_path(decision), {"words": WORDS}).cookies


class TestTheReporterSAppeal:
    @pytest.fixture
    def report(self, ben, mo) -> Report:
        return add_report(make_case(make_reply(author=ben), reports=0), email="n@example.org")

    def test_waits_for_a_decision(self, strict, report):
        page = strict.get(links.appeal_path(report)).text
        assert "We have not decided yet" in page
        assert "<form" not in page
        answer = strict.post(links.appeal_path(report), {"words": WORDS})
        assert "There is no decision here" in answer.text

    def test_is_sent_without_signing_in(self, strict, report, mo):
        decide(report.case, Action.NOTHING, by=mo)
        path = links.appeal_path(report)
        assert "Your e-mail address" not in strict.get(path).text
        assert strict.post(path, {"words": WORDS})["Location"] == path
        assert "We have your appeal." in strict.get(path).text

    def test_shows_nothing_of_what_was_decided_of_a_person(self, strict, report, mo):
        decide(report.case, Action.SUSPEND, by=mo, until=timezone.now() + timedelta(days=7))
        assert "suspend" not in strict.get(links.appeal_path(report)).text.lower()

    def test_asks_for_an_address_where_we_have_none(self, strict, report, mo):
        Report.objects.update(email="")
        decide(report.case, Action.NOTHING, by=mo)
        path = links.appeal_path(report)
        assert strict.post(path, {"words": WORDS}).status_code == 422
        strict.post(path, {"words": WORDS, "email": "n@example.org"})
        assert Report.objects.get(earlier=report).email == "n@example.org"
