"""The queue: what it shows and to whom, and what each press does."""

import pytest
from django.utils import timezone

from forum import editing
from forum.models import Reply
from forum.moderation import appealing
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, AuditEntry, Decision, State
from tests.factories import make_discussion, make_reply
from tests.forum.moderation.reported import add_report, decide, make_case

pytestmark = pytest.mark.django_db

QUEUE = "/admin/queue/"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def reply(asha):
    return make_reply(author=asha, body="You are all crooks.")


def press(client, case, action, **typed):
    """The form of a case as it was shown, with one of its buttons pressed."""
    case.refresh_from_db()
    form = {"version": case.version, "ground": "rule-1", "reasons": "It names.", "note": "Read."}
    data = {**form, "days": 7, "action": action, **typed}
    return client.post(f"{QUEUE}{case.pk}/decide/", data, follow=True)


def shown_order(client) -> list[int]:
    page = client.get(QUEUE)
    return [row.case.pk for row in page.context["rows"]]


class TestPage:
    def test_says_that_nothing_waits(self, mo_client):
        assert "Nothing waits for you" in mo_client.get(QUEUE).text

    def test_shows_it_as_it_was_and_as_it_is(self, mo_client, asha, reply):
        case = make_case(reply)
        editing.edit_reply(reply, by=asha, body="You are all kind.", body_format="text")

        page = mo_client.get(f"{QUEUE}{case.pk}/").text

        assert "You are all crooks." in page
        assert "It has been changed since" in page
        assert "You are all kind." in page

    def test_renders_nobody_s_html(self, mo_client):
        bold = make_reply(body="<p><b>Crooks</b></p>", body_format="html")
        case = make_case(bold, words=HOSTILE)

        page = mo_client.get(f"{QUEUE}{case.pk}/").text

        assert "<b>Crooks" not in page
        assert HOSTILE not in page
        assert "&lt;script&gt;" in page

    def test_says_what_each_button_does_before_it_is_pressed(self, mo_client, ben, reply):
        case = make_case(reply, reports=0)
        add_report(case, reporter=ben)
        add_report(case, email="neighbour@example.org", wants_updates=False)

        page = mo_client.get(f"{QUEUE}{case.pk}/").text

        assert "Hides 1 reply; its answers stay. Tells 2 people; mails nobody else." in page
        assert "Changes nothing. Tells 1 person; mails nobody else." in page

    def test_tells_how_the_author_stands(self, mo, mo_client, asha, reply):
        decide(make_case(make_reply(author=asha)), Action.WARN, by=mo)

        page = mo_client.get(f"{QUEUE}{make_case(reply).pk}/").text

        assert "here for 365 days" in page
        assert "Warn the author" in page

    def test_notes_who_saw_it_first(self, mo, mo_client, reply):
        case = make_case(reply)

        mo_client.get(QUEUE)

        case.refresh_from_db()
        assert case.first_seen_at
        assert case.state == State.TRIAGED

    def test_never_shows_what_may_be_the_abuse_of_a_child_by_itself(self, mo, mo_client, reply):
        case = make_case(reply, kind=Kind.CHILD)
        assert "crooks" not in mo_client.get(QUEUE).text

        refused = mo_client.post(f"{QUEUE}{case.pk}/unveil/", {"reason": ""})
        assert refused.status_code == 422
        assert "crooks" not in refused.text

        opened = mo_client.post(f"{QUEUE}{case.pk}/unveil/", {"reason": "To tell which it is."})
        assert "crooks" in opened.text
        entry = AuditEntry.objects.get(act="read content of case")
        assert (entry.actor_key, entry.detail.reason) == (mo.pk, "To tell which it is.")

    def test_shows_what_an_appeal_is_against(self, mo, owner_client, reply):
        first = make_case(reply)
        said = appealing.appeal_as_author(
            decide(first, Action.HIDE, by=mo), words="It was a quotation."
        )

        page = owner_client.get(f"{QUEUE}{said.case_id}/").text

        assert "It was a quotation." in page
        assert f'href="{QUEUE}{first.pk}/"' in page
        assert "Undo the decision" in page

    def test_asks_no_more_for_more_cases(self, mo_client, asha, django_assert_num_queries):
        def add(count):
            for _ in range(count):
                make_case(make_reply(author=asha), reports=2)

        def queries():
            mo_client.get(QUEUE)
            with django_assert_num_queries(15):
                assert mo_client.get(QUEUE).status_code == 200

        add(3)
        queries()
        add(27)
        queries()

    def test_leads_to_what_is_held(self, mo_client, reply):
        assert "Held until" not in mo_client.get(QUEUE).text
        now = timezone.now()
        Reply.objects.filter(pk=reply.pk).update(held_at=now, hidden_at=now)

        page = mo_client.get(QUEUE).text

        assert 'href="/admin/forum/reply/?state=waiting">1 reply</a>' in page

    def test_has_pages(self, mo_client):
        for _ in range(26):
            make_case(make_discussion())
        assert len(mo_client.get(f"{QUEUE}?page=2").context["rows"]) == 1
        assert mo_client.get(f"{QUEUE}?page=3").status_code == 404

    @pytest.mark.parametrize("query", ["page=x", "page=0", "done=x", f"done={'9' * 30}", "done=7"])
    def test_takes_any_query(self, mo_client, query):
        assert mo_client.get(f"{QUEUE}?{query}").status_code in {200, 404}

    def test_is_the_first_thing_in_the_admin(self, mo_client, reply):
        make_case(reply)
        page = mo_client.get("/admin/").text
        assert page.index('href="/admin/queue/"') < page.index('href="/admin/forum/')
        assert '>1</strong> <span class="figure__name">in the queue<' in page


class TestWhoSeesIt:
    def test_nobody_but_moderators(self, client, asha_client, reply):
        case = make_case(reply)
        for address in (QUEUE, f"{QUEUE}{case.pk}/"):
            assert client.get(address).status_code == 302
            assert asha_client.get(address).status_code in {302, 403}

    def test_a_case_about_oneself_is_for_others(self, mo, mo_client, owner_client):
        case = make_case(make_reply(author=mo))

        assert shown_order(mo_client) == []
        assert mo_client.get(f"{QUEUE}{case.pk}/").status_code == 404
        assert press(mo_client, case, Action.NOTHING).status_code == 404
        assert shown_order(owner_client) == [case.pk]

    def test_the_only_moderator_sees_it_and_is_told(self, mo, mo_client):
        case = make_case(make_reply(author=mo))
        assert "This is about you" in mo_client.get(f"{QUEUE}{case.pk}/").text

    @pytest.mark.parametrize("page", ["decide", "turn", "note", "join", "hold", "unveil"])
    def test_changes_are_posts(self, mo_client, reply, page):
        assert mo_client.get(f"{QUEUE}{make_case(reply).pk}/{page}/").status_code == 405


class TestWhoReported:
    @pytest.fixture
    def case(self, ben, asha, reply):
        case = make_case(reply, reports=0)
        add_report(case, reporter=ben, is_named=True)
        add_report(case, reporter=asha)
        return case

    def test_is_on_no_page_by_itself(self, mo_client, case):
        assert "Ben Okafor" not in mo_client.get(f"{QUEUE}{case.pk}/").text

    def test_is_shown_where_the_reporter_lets_moderators_know(self, mo, mo_client, case):
        page = mo_client.post(f"{QUEUE}{case.pk}/reporters/").text

        assert "Reported by Ben Okafor" in page
        assert "Reported by Asha" not in page
        assert AuditEntry.objects.get(act="read reporters of case").actor_key == mo.pk

    def test_is_shown_to_the_owner_against_abuse(self, owner_client, case):
        page = owner_client.post(f"{QUEUE}{case.pk}/reporters/").text

        assert "Reported by Asha" in page


class TestDecide:
    def test_lifts_no_ban_before_whoever_asks_has_said_again_who_they_are(
        self, mo, mo_client, asha, reply
    ):
        decision = decide(make_case(reply), Action.BAN, by=mo)

        answer = mo_client.post(f"{QUEUE}undo/{decision.pk}/")

        asha.refresh_from_db()
        assert asha.is_banned
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")

    def test_keeps_what_was_typed_where_something_is_missing(self, mo_client, reply):
        page = press(mo_client, make_case(reply), Action.HIDE, note="", reasons="Because of Rose.")

        assert page.status_code == 422
        assert "Because of Rose." in page.text
        assert not Decision.objects.exists()

    @pytest.mark.parametrize("nothing", ["\u200b", "\ufeff \u202e"])
    def test_takes_a_note_that_shows_as_nothing_for_none(self, mo_client, reply, nothing):
        page = press(mo_client, make_case(reply), Action.HIDE, note=nothing)

        assert page.status_code == 422
        assert not Decision.objects.exists()

    def test_counts_the_end_of_a_line_once_as_the_browser_did(self, mo_client, reply):
        reasons = "Read.\r\n" * 666

        assert press(mo_client, make_case(reply), Action.WARN, reasons=reasons).status_code == 200

        assert Decision.objects.get().reasons == reasons.replace("\r\n", "\n").strip()

    def test_says_who_was_faster(self, mo_client, owner, reply):
        case = make_case(reply)
        version = case.version
        decide(case, Action.WARN, by=owner)

        page = press(mo_client, case, Action.HIDE, version=version)

        assert page.status_code in {409, 422}
        assert "Orla Penhaligon" in page.text
        assert Decision.objects.count() == 1

    @pytest.mark.parametrize("action", ["", "x", "edit", ["hide", "ban"], "close"])
    def test_takes_no_action_that_is_not_offered(self, mo_client, reply, action):
        page = press(mo_client, make_case(reply), action)

        assert page.status_code in {200, 422}
        assert not Decision.objects.exclude(action=Action.BAN).exists()

    def test_asks_again_who_it_is_before_somebody_is_kept_out(self, mo_client, asha, reply):
        case = make_case(reply)

        page = press(mo_client, case, Action.BAN)

        asha.refresh_from_db()
        assert page.redirect_chain[0][0].startswith("/accounts/")
        assert not asha.is_banned
        assert not Decision.objects.exists()

    def test_takes_nothing_from_extra_fields(self, mo, mo_client, owner, reply):
        press(mo_client, make_case(reply), Action.HIDE, made_by=owner.pk, is_by_clock="true")

        decision = Decision.objects.get()
        assert decision.made_by == mo
        assert not decision.is_by_clock

    def test_keeps_the_rule_as_it_stands(self, mo_client, reply):
        press(mo_client, make_case(reply), Action.HIDE, ground="rule-3")

        decision = Decision.objects.get()
        assert (decision.rule_number, decision.rule_version) == ("3", 1)
        assert decision.rule_text.startswith("No threats, stalking or harassment")

    def test_can_rest_on_the_law(self, mo_client, reply):
        press(mo_client, make_case(reply), Action.HIDE, ground="threat")

        assert "Protection from Harassment Act" in Decision.objects.get().law

    def test_rests_on_nothing_where_nothing_is_done(self, mo_client, reply):
        press(mo_client, make_case(reply), Action.NOTHING)

        assert Decision.objects.get().law == "Neither a rule nor the law is broken"

    def test_hides_bulk_advertising_without_a_statement_but_not_without_a_trace(
        self, mo_client, asha, reply
    ):
        case = make_case(reply)
        assert "Hide it as bulk advertising" in mo_client.get(f"{QUEUE}{case.pk}/").text

        press(mo_client, case, "spam")

        decision = Decision.objects.about(asha).get()
        assert (decision.action, decision.statement) == (Action.HIDE, "")
        assert AuditEntry.objects.filter(act="decide: hide").exists()
        assert not asha.official_letters.exists()
