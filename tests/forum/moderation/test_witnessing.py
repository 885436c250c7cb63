"""What is done in the admin outside the queue: audited, and told to whom it is done to."""

import ast
from pathlib import Path

import pytest
from django.contrib import admin

from forum import hiding
from forum.models import Discussion, Reply
from forum.moderation import witnessing
from forum.moderation.models import Action, AuditEntry, Case, Decision, OfficialLetter, State
from harringay.admin_pages import ReadOnlyAdmin, WitnessedAdmin
from members import avatars
from members.models import Member
from tests.factories import make_category, make_discussion, make_reply
from tests.forum.moderation.reported import decide, make_case
from tests.members.admin.test_members import just_proved_who_they_are

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]


def act(client, noun, row, action, **answer):
    """As the list of the admin does it."""
    data = {"action": action, "_selected_action": [row.pk], **answer}
    if answer:
        data["answered"] = "yes"
    return client.post(f"/admin/{noun}/", data, follow=True)


def acts_of_the_admin() -> set[str]:
    """What every page of the admin says of its own actions, once they are done."""
    found = set()
    for folder in ("forum", "members", "notifications"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.act":
                    found |= {said_of(each) for each in node.keywords if each.arg == "done"}
    return found


def said_of(done: ast.keyword) -> str:
    assert isinstance(done.value, ast.Constant), "An act is named where it is done."
    return str(done.value.value)


@pytest.fixture
def reply(asha):
    return make_reply(author=asha)


class TestDecisions:
    def test_what_is_hidden_by_hand_is_a_decision_that_its_author_is_told_of(
        self, mo, mo_client, asha, reply
    ):
        act(mo_client, "forum/reply", reply, "hide", reason="It names a child.")

        decision = Decision.objects.about(asha).get()
        assert (decision.action, decision.made_by) == (Action.HIDE, mo)
        assert "It names a child." in decision.statement
        assert OfficialLetter.objects.filter(member=asha).count() == 1
        assert Case.objects.get().state == State.CLOSED

    def test_it_is_undone_from_its_case(self, mo_client, reply):
        act(mo_client, "forum/reply", reply, "hide", reason="Rude.")

        mo_client.post(f"/admin/queue/undo/{Decision.objects.get().pk}/")

        reply.refresh_from_db()
        assert reply.is_shown

    def test_restored_by_hand_it_is_undone(self, mo, mo_client, reply):
        act(mo_client, "forum/reply", reply, "hide", reason="Rude.")
        act(mo_client, "forum/reply", reply, "restore")

        assert Decision.objects.get().undone_by == mo

    @pytest.mark.parametrize("taken_down_by", ["a decision", "reports"])
    def test_nobody_puts_back_their_own_words(self, mo, mo_client, owner, taken_down_by):
        own = make_reply(author=mo)
        if taken_down_by == "a decision":
            decide(make_case(own), Action.HIDE, by=owner)
        else:
            hiding.hide_reply(own, by=None)
            # Nor does hiding it oneself first help.
            act(mo_client, "forum/reply", own, "hide", reason="Mine.")

        page = act(mo_client, "forum/reply", own, "restore")

        own.refresh_from_db()
        assert own.is_hidden
        assert "another moderator must decide it" in page.text
        assert not Decision.objects.exclude(undone_at=None).exists()

    def test_who_is_alone_has_nobody_to_ask(self, mo, mo_client):
        own = make_reply(author=mo)
        hiding.hide_reply(own, by=None)

        act(mo_client, "forum/reply", own, "restore")

        own.refresh_from_db()
        assert own.is_shown

    def test_who_acts_on_their_own_post_is_sent_no_letter(self, mo, mo_client):
        own = make_discussion(author=mo)

        act(mo_client, "forum/discussion", own, "close")
        act(mo_client, "forum/discussion", own, "reopen")

        assert not OfficialLetter.objects.exists()
        assert Decision.objects.about(mo).get().statement

    def test_what_one_has_closed_oneself_one_opens_again(self, mo, mo_client, owner):
        own = make_discussion(author=mo)
        act(mo_client, "forum/discussion", own, "close")
        act(mo_client, "forum/discussion", own, "reopen")
        own.refresh_from_db()
        assert not own.is_closed

        decide(make_case(own), Action.CLOSE, by=owner)
        act(mo_client, "forum/discussion", own, "reopen")
        own.refresh_from_db()
        assert own.is_closed

    def test_twice_is_once(self, mo_client, reply):
        for _ in range(2):
            act(mo_client, "forum/reply", reply, "hide", reason="Rude.")

        assert Decision.objects.count() == 1

    def test_an_end_to_replies_is_one(self, mo_client, asha):
        act(mo_client, "forum/discussion", make_discussion(author=asha), "close")

        assert Decision.objects.about(asha).get().action == Action.CLOSE

    def test_so_is_a_portrait_taken_down_and_it_can_come_back(self, mo_client, asha, media_root):
        avatars.keep(member=asha, drawn={96: b"RIFF", 512: b"RIFF"})
        asha.refresh_from_db()
        key = asha.avatar_key

        act(mo_client, "members/member", asha, "remove_picture")
        mo_client.post(f"/admin/queue/undo/{Decision.objects.about(asha).get().pk}/")

        asha.refresh_from_db()
        assert asha.avatar_key == key

    def test_so_is_a_move_and_its_author_reads_where_to_appeal(self, mo_client, asha):
        discussion, elsewhere = make_discussion(author=asha), make_category()
        former = discussion.category
        answer = {"category": elsewhere.pk, "reason": "It is about foxes."}

        act(mo_client, "forum/discussion", discussion, "move", **answer)

        decision = Decision.objects.about(asha).get()
        assert "It is about foxes." in decision.statement
        mo_client.post(f"/admin/queue/undo/{decision.pk}/")
        discussion.refresh_from_db()
        assert discussion.category == former

    @pytest.mark.parametrize("action", ["restrict", "suspend", "ban"])
    def test_sanctions_are_undone_from_their_cases(self, mo, mo_client, asha, action):
        just_proved_who_they_are(mo_client, mo)
        act(mo_client, "members/member", asha, action, days=7, reason="Rude to everybody.")
        asha.refresh_from_db()
        assert asha.sanctions

        mo_client.post(f"/admin/queue/undo/{Decision.objects.about(asha).get().pk}/")

        asha.refresh_from_db()
        assert not asha.sanctions

    def test_what_takes_nothing_from_anybody_is_none(self, mo_client):
        act(mo_client, "forum/discussion", make_discussion(), "pin")

        assert not Decision.objects.exists()
        assert AuditEntry.objects.get().act == "pinned: discussion"


class TestEveryAct:
    """Safety L-46: what the staff do is told to whom it is done to, or is a listed exception."""

    ELSEWHERE = {
        "ended": "a house rule",
        "in force again": "a house rule",
        "announced": "the terms",
        "checked": "the terms",
        "forgiven": "an address that takes no mail",
        "tried again": "a mail",
    }

    def test_is_a_decision_the_end_of_one_or_an_exception_with_its_reason(self):
        told = witnessing.MADE.keys() | witnessing.UNMADE.keys()
        assert acts_of_the_admin() == told | witnessing.EXCEPTIONS.keys() | self.ELSEWHERE.keys()
        assert not told & witnessing.EXCEPTIONS.keys()
        assert all(witnessing.EXCEPTIONS.values())

    @pytest.mark.parametrize("model", [Discussion, Reply, Member], ids=lambda model: model.__name__)
    def test_is_an_act_for_no_form_changes_what_a_member_wrote(self, model):
        assert isinstance(admin.site._registry[model], ReadOnlyAdmin)


class TestAudit:
    def test_says_what_a_form_has_changed(self, owner, owner_client):
        category = make_category(name="Foxes")
        fields = {"name": "Badgers", "slug": category.slug, "position": 100}
        fields |= {"may_start": "members", "may_reply": "members", "origin": "forum"}

        owner_client.post(f"/admin/forum/category/{category.pk}/change/", fields)

        entry = AuditEntry.objects.get(act="change: category")
        assert (entry.actor_key, entry.detail.reason) == (owner.pk, "Name")

    def test_says_that_something_was_deleted(self, owner_client):
        category = make_category()

        owner_client.post(f"/admin/forum/category/{category.pk}/delete/", {"post": "yes"})

        assert AuditEntry.objects.get(act="delete: category").target_key == str(category.pk)

    def test_says_from_which_network_and_in_which_request(self, mo_client, reply):
        act(mo_client, "forum/reply", reply, "hide", reason="Rude.")

        origins = {
            (entry.detail.network, entry.detail.request_id) for entry in AuditEntry.objects.all()
        }
        assert len(origins) == 1
        network, request = origins.pop()
        assert network == "127.0.0.0/24"
        assert len(request) == len(mo_client.get("/admin/")["X-Request-ID"])

    @pytest.mark.parametrize(
        "page", admin.site._registry.values(), ids=lambda page: page.opts.label_lower
    )
    def test_sees_every_page_of_the_admin(self, page):
        assert isinstance(page, WitnessedAdmin)
