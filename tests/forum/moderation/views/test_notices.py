"""A legal notice of a false statement: what it takes, and what is said of one that lacks a part."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.moderation.kinds import Kind
from forum.moderation.models import (
    REQUIREMENTS,
    AuditEntry,
    Case,
    LegalNotice,
    OfficialLetter,
    Report,
)
from tests.factories import make_reply
from tests.filling import after
from tests.forum.moderation.views.test_choosing_again import filled_in, parsed, press

pytestmark = pytest.mark.django_db

WHOLE = {
    "statement": "Jo Bloggs robbed the bakery.",
    "why_defamatory": "It calls me a thief.",
    "meaning": "That I took money from the till.",
    "untrue": "I was in Leeds that day.",
    "is_author_unknown": "on",
    "name": "Jo Bloggs",
    "email": "jo@example.org",
    "may_pass_name": "no",
    "may_pass_email": "yes",
}


@pytest.fixture
def path():
    return make_reply().get_absolute_url()


@pytest.fixture
def send(client, path):
    def press(**changed):
        return client.post("/report/notice", {"at": path, **after(), **WHOLE, **changed})

    return press


class TestAWholeNotice:
    def test_is_kept_with_all_it_says(self, send, path):
        assert send().status_code == 302
        notice = LegalNotice.objects.get()
        assert notice.is_complete
        assert (notice.may_pass_name, notice.may_pass_email) == (False, True)
        assert (notice.where, notice.statement) == (path, WHOLE["statement"])

    def test_is_a_case_that_moderators_read_like_any_other(self, send):
        send()
        case = Case.objects.get()
        assert case.kind == Kind.DEFAMATION
        assert "I was in Leeds that day." in case.reports.get().words

    def test_is_acknowledged_without_a_word_of_what_it_lacks(self, send):
        send()
        letter = OfficialLetter.objects.get()
        assert letter.email == "jo@example.org"
        assert "must say more" not in letter.text


class TestADefectiveNotice:
    @pytest.mark.parametrize("field", sorted(REQUIREMENTS.keys() - {"email", "where"}))
    def test_is_kept_and_answered_with_all_that_the_law_asks(self, send, field):
        assert send(**{field: ""}).status_code == 302
        assert LegalNotice.objects.get().missing == [field]
        letter = OfficialLetter.objects.get().text
        assert "A legal notice must say more than yours does" in letter
        for requirement in REQUIREMENTS.values():
            assert f"- {requirement}\n" in letter

    def test_cannot_be_sent_without_an_address_to_answer(self, send):
        answer = send(email="")
        assert answer.status_code == 422
        assert "Please give it, so that we can answer." in answer.text
        assert WHOLE["untrue"] in answer.text

    def test_that_says_far_too_much_loses_nothing(self, send):
        answer = send(untrue="x" * 4001)
        assert answer.status_code == 422
        assert "You have 4001" in answer.text
        assert WHOLE["meaning"] in answer.text


class TestANoticeThatCameByPost:
    CAME = "2026-11-23 09:00"

    def test_is_typed_in_by_a_moderator_and_counts_from_when_it_came(self, mo_client, mo, path):
        typed = {**WHOLE, "at": path, **after(), "email": "", "came_at": self.CAME}
        assert mo_client.post("/report/notice", typed).status_code == 302
        report = Report.objects.get()
        assert report.reporter is None
        assert f"{timezone.localtime(report.received_at):%Y-%m-%d %H:%M}" == self.CAME
        # Safety L-26, the first line of its table.
        assert f"{timezone.localtime(report.case.decide_by):%Y-%m-%d %H:%M}" == "2026-11-25 09:00"
        entry = AuditEntry.objects.select_related("detail").get(act="enter notice")
        assert entry.actor_key == mo.pk
        assert entry.detail.network == "127.0.0.0/24"
        assert entry.detail.request_id

    def test_cannot_have_come_tomorrow(self, mo_client, path):
        typed = {**WHOLE, "at": path, **after(), "came_at": "2099-01-01 09:00"}
        answer = mo_client.post("/report/notice", typed)
        assert answer.status_code == 403
        assert "It cannot have come later than now." in answer.text
        assert WHOLE["untrue"] in answer.text

    def test_is_not_for_others_to_date(self, send):
        send(came_at=self.CAME)
        assert timezone.now() - Report.objects.get().received_at < timedelta(hours=1)


class TestGoingOn:
    """From a plain report to a notice and back, with every word."""

    def test_a_plain_report_leads_to_a_notice(self, client, path, settings):
        report = client.get(f"/report?kind=defamation&at={path}")
        typed = {"words": "I was in Leeds.", "support": "Ask Di.", "email": "jo@example.org"}

        form = press_to(client, report, "from_report", typed)

        assert form.status_code == 200
        assert filled_in(form)["untrue"] == ["I was in Leeds.\n\nAsk Di."]
        assert filled_in(form)["email"] == ["jo@example.org"]
        assert filled_in(form)["at"] == [f"{settings.SITE_URL}{path}"]
        assert "Please look at this again" not in form.text

    def test_a_notice_leads_to_a_plain_report(self, client, path):
        notice = client.get(f"/report/notice?at={path}")

        kinds = press_to(client, notice, "from_notice", WHOLE)
        form = press(client, kinds, "privacy")

        (words,) = filled_in(form)["words"]
        assert "Why do they harm you?\nIt calls me a thief." in words
        assert "I was in Leeds that day." in words
        assert filled_in(form)["email"] == ["jo@example.org"]

    def test_nothing_is_sent_by_that(self, client, path):
        press_to(client, client.get("/report?kind=defamation"), "from_report", {"at": path})

        assert not Report.objects.exists()

    def test_only_what_may_be_false_leads_to_one(self, client):
        assert "legal-notice" not in client.get("/report?kind=rules").text


def press_to(client, page, name, typed):
    """Type something into a form, and press the button of that name."""
    (button,) = [one for one in parsed(page).iter("button") if one.get("name") == name]
    sent = filled_in(page) | typed | {name: button.get("value")}
    return client.post(button.get("formaction"), sent)
