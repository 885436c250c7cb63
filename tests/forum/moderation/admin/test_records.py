"""Cases, decisions and the audit log in the admin: to find and to read, never to change."""

import pytest
from django.utils.html import escape

from forum.models import Tag
from forum.moderation import auditing
from forum.moderation.models import Action, LegalNotice, Proposal, Rule
from members.models import Safeguards
from tests.factories import make_reply
from tests.forum.moderation.reported import decide, make_case

pytestmark = pytest.mark.django_db

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def case(asha):
    return make_case(make_reply(author=asha), words=HOSTILE)


class TestCases:
    def test_are_found_by_the_reference_of_a_report(self, mo_client, case):
        reference = case.reports.get().reference
        page = mo_client.get(f"/admin/moderation/case/?q={reference}").text
        assert f'href="/admin/queue/{case.pk}/"' in page

    def test_open_in_the_queue(self, mo_client, case):
        answer = mo_client.get(f"/admin/moderation/case/{case.pk}/change/")
        assert answer.url == f"/admin/queue/{case.pk}/"
        assert mo_client.get("/admin/moderation/case/0/change/").status_code in {302, 404}

    def test_leave_out_those_about_oneself(self, mo, owner, mo_client):
        own = make_case(make_reply(author=mo))
        assert f"/admin/queue/{own.pk}/" not in mo_client.get("/admin/moderation/case/").text
        assert mo_client.get(f"/admin/moderation/case/{own.pk}/change/").status_code != 200


class TestDecisions:
    def test_show_what_was_done_and_on_what_ground(self, mo, mo_client, case):
        decide(case, Action.HIDE, by=mo, note=HOSTILE)
        page = mo_client.get("/admin/moderation/decision/").text
        assert "Hide it" in page
        assert "Rule 2" in page
        assert HOSTILE not in page


class TestAuditLog:
    @pytest.fixture
    def entry(self, mo, case):
        return auditing.record("see case", case, by=mo, reason=HOSTILE)

    def test_is_for_the_owner_and_escaped(self, owner_client, mo_client, entry):
        for address in ("", f"{entry.pk}/change/"):
            page = owner_client.get(f"/admin/moderation/auditentry/{address}").text
            assert "Mo Tarrant" in page
            assert HOSTILE not in page
            assert mo_client.get(f"/admin/moderation/auditentry/{address}").status_code == 403

    def test_is_changed_by_nobody(self, owner_client, entry):
        address = "/admin/moderation/auditentry/"
        assert owner_client.get(f"{address}add/").status_code == 403
        assert owner_client.post(f"{address}{entry.pk}/change/", {}).status_code == 403
        assert owner_client.post(f"{address}{entry.pk}/delete/", {}).status_code == 403
        deleting = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
        owner_client.post(address, deleting)
        assert auditing.verify() == []
        assert type(entry).objects.filter(pk=entry.pk).exists()

    def test_names_what_was_done_it_to_and_leads_there(self, owner_client, owner, asha, case):
        reply = case.reply
        rule = Rule.objects.in_force()[0]
        safeguards = Safeguards.objects.create(pk=1)
        for thing in (case, reply, reply.discussion, asha, rule, safeguards):
            auditing.record("see thing", thing, by=owner)

        page = owner_client.get("/admin/moderation/auditentry/").text

        title = escape(reply.discussion.title)
        for address, words in (
            (f"/admin/queue/{case.pk}/", escape(str(case))),
            (f"/admin/forum/reply/{reply.pk}/change/", f"Reply {reply.number} in “{title}”"),
            (f"/admin/forum/discussion/{reply.discussion_id}/change/", f"“{title}”"),
            (f"/admin/members/member/{asha.pk}/change/", f"Member: {asha.name}"),
            (f"/admin/moderation/rule/{rule.pk}/change/", f"House rule: {rule}"),
            ("/admin/members/safeguards/1/change/", "Safeguards"),
        ):
            assert f'<a href="{address}">{words}</a>' in page
        assert "moderation.case" not in page

    def test_names_what_has_no_page_of_its_own_and_what_is_gone(self, owner_client, owner, case):
        proposal = Proposal(pk=77, case=case, kind=Proposal.Kind.NOTE)
        auditing.record("see thing", proposal, by=owner)
        entry = auditing.record("see thing", Tag(pk=78), by=owner)
        auditing.record("see thing", Tag(), by=owner)

        page = owner_client.get("/admin/moderation/auditentry/").text

        assert "Proposal 77, which is gone" in page
        assert "Tag 78, which is gone" in page
        assert "Tag None, which is gone" in page
        entry_page = owner_client.get(f"/admin/moderation/auditentry/{entry.pk}/change/").text
        assert "Tag 78, which is gone" in entry_page

    def test_leads_from_a_legal_notice_to_its_case(self, owner_client, owner, case):
        notice = LegalNotice.objects.create(report=case.reports.get())
        auditing.record("answer legal notice", notice, by=None, after={"may_stand": True})

        page = owner_client.get("/admin/moderation/auditentry/").text

        words = f"Legal notice: Notice {notice.report}"
        assert f'<a href="/admin/queue/{case.pk}/">{words}</a>' in page

    def test_tells_what_was_before_and_after_in_words(self, owner_client, owner):
        entry = auditing.record(
            "turn on switch", by=owner, before={"until": None}, after={"is_on": True, "days": 3}
        )

        page = owner_client.get(f"/admin/moderation/auditentry/{entry.pk}/change/").text

        assert "until: nothing" in page
        assert "is on: yes" in page
        assert "days: 3" in page

    def test_asks_no_more_for_more_entries(
        self, owner_client, owner, case, django_assert_num_queries
    ):
        def queries():
            with django_assert_num_queries(7):
                owner_client.get("/admin/moderation/auditentry/")

        owner_client.get("/admin/moderation/auditentry/")
        for count in (3, 27):
            for _ in range(count):
                auditing.record("see case", case, by=owner)
            queries()
