"""Discussions in the admin: shown as text, and changed by the verbs only."""

import pytest
from django.contrib.admin.models import LogEntry

from forum import editing, hiding
from forum.models import Audience, Discussion
from tests.factories import make_category, make_discussion, make_reply

pytestmark = pytest.mark.django_db

LIST = "/admin/forum/discussion/"


def send(client, discussion, action, **answer):
    data = {"action": action, "_selected_action": [discussion.pk], **answer}
    return client.post(LIST, data, follow=True)


class TestList:
    def test_asks_no_more_for_more_rows(self, mo_client, django_assert_num_queries):
        def queries(allowed):
            with django_assert_num_queries(allowed):
                assert mo_client.get(LIST).status_code == 200

        mo_client.get(LIST)
        for _ in range(3):
            make_discussion()
        queries(7)
        for _ in range(3):
            make_discussion()
        queries(7)

    def test_escapes_what_people_typed(self, mo_client):
        make_discussion(title="<script>alert(1)</script>")
        page = mo_client.get(LIST).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

    @pytest.mark.parametrize("query", ["q=foxes", "q=%00", "state=hidden", "state=x", "category=x"])
    def test_takes_any_query(self, mo_client, query):
        make_discussion()
        assert mo_client.get(f"{LIST}?{query}", follow=True).status_code == 200

    def test_takes_a_number_that_no_row_can_have(self, mo_client):
        # PostgreSQL compares it; SQLite cannot even be asked.
        assert mo_client.get(f"{LIST}?category={'9' * 30}").status_code in {200, 400}

    @pytest.mark.parametrize("selected", ["\0", "first"])
    def test_takes_no_selection_that_is_no_row(self, mo_client, selected):
        data = {"action": "close", "_selected_action": [selected]}
        assert mo_client.post(LIST, data).status_code == 400

    def test_finds_by_state(self, mo_client, mo):
        make_discussion(title="Foxes")
        hiding.hide_discussion(make_discussion(title="Badgers"), by=mo)
        page = mo_client.get(f"{LIST}?state=hidden").content.decode()
        assert "Badgers" in page
        assert "Foxes" not in page

    def test_says_of_each_what_state_it_is_in(self, mo_client):
        make_discussion()
        assert ">shown</td>" in mo_client.get(LIST).text

    def test_is_closed_to_members(self, asha_client, client):
        assert asha_client.get(LIST).status_code in {302, 403}
        assert client.get(LIST).status_code == 302


class TestDetail:
    def test_shows_the_words_as_text_and_the_source_escaped(self, mo_client):
        discussion = make_discussion(body="<p>Two <b>foxes</b></p>", body_format="html")
        page = mo_client.get(f"{LIST}{discussion.pk}/change/").content.decode()
        assert "Two foxes" in page
        assert "&lt;b&gt;foxes&lt;/b&gt;" in page
        assert "<b>foxes</b>" not in page

    def test_shows_what_it_said_before(self, mo_client, asha):
        discussion = make_discussion(author=asha, body="Badgers")
        make_reply(discussion=discussion)
        editing.edit_discussion(
            discussion, by=asha, title="Foxes", body="Foxes", body_format="text", tags=[]
        )
        page = mo_client.get(f"{LIST}{discussion.pk}/change/").content.decode()
        assert "Badgers" in page

    def test_nothing_is_changed_added_or_deleted_there(self, owner_client):
        discussion = make_discussion()
        change = owner_client.post(f"{LIST}{discussion.pk}/change/", {"title": "Mine"})
        add = owner_client.get(f"{LIST}add/")
        delete = owner_client.post(f"{LIST}{discussion.pk}/delete/", {"post": "yes"})
        assert {change.status_code, add.status_code, delete.status_code} == {403}
        assert Discussion.objects.get().title == discussion.title


class TestActions:
    @pytest.mark.parametrize(
        ("action", "field", "value"),
        [
            ("close", "is_closed", True),
            ("pin", "is_pinned", True),
            ("feature", "is_featured", True),
        ],
    )
    def test_moderators_close_pin_and_feature(self, mo_client, action, field, value):
        discussion = make_discussion()
        send(mo_client, discussion, action)
        discussion.refresh_from_db()
        assert getattr(discussion, field) is value

    @pytest.mark.parametrize(
        ("action", "back", "field"),
        [
            ("close", "reopen", "is_closed"),
            ("pin", "unpin", "is_pinned"),
            ("feature", "unfeature", "is_featured"),
        ],
    )
    def test_and_take_it_back(self, mo_client, action, back, field):
        discussion = make_discussion()
        send(mo_client, discussion, action)
        send(mo_client, discussion, back)
        discussion.refresh_from_db()
        assert not getattr(discussion, field)

    def test_hiding_asks_for_a_reason_first(self, mo_client):
        discussion = make_discussion()
        page = send(mo_client, discussion, "hide").content.decode()
        discussion.refresh_from_db()
        assert "Reason" in page
        assert not discussion.is_hidden

    def test_hides_with_the_reason_and_notes_it(self, mo_client, mo):
        discussion = make_discussion()
        send(mo_client, discussion, "hide", answered="yes", reason="An advertisement")
        discussion.refresh_from_db()
        assert discussion.hidden_reason == "An advertisement"
        assert discussion.category.discussion_count == 0
        note = LogEntry.objects.get()
        assert note.user == mo
        assert note.change_message == "Hidden. An advertisement"

    def test_restores(self, mo_client, mo):
        discussion = make_discussion()
        hiding.hide_discussion(discussion, by=mo)
        send(mo_client, discussion, "restore")
        discussion.refresh_from_db()
        assert not discussion.is_hidden

    def test_asks_again_when_no_reason_is_given(self, mo_client):
        discussion = make_discussion()
        page = send(mo_client, discussion, "hide", answered="yes", reason=" ")
        assert "This field is required" in page.content.decode()

    def test_moves_to_a_category_even_one_that_is_closed_to_members(self, mo_client):
        discussion = make_discussion()
        notices = make_category(name="Notices", may_start=Audience.MODERATORS)
        answer = {"category": notices.pk, "reason": "They are notices."}
        send(mo_client, discussion, "move", answered="yes", **answer)
        discussion.refresh_from_db()
        notices.refresh_from_db()
        assert discussion.category == notices
        assert notices.discussion_count == 1

    def test_moving_asks_where_to(self, mo_client):
        make_category(name="Wildlife")
        assert "Wildlife" in send(mo_client, make_discussion(), "move").content.decode()

    def test_says_how_many(self, mo_client):
        page = send(mo_client, make_discussion(), "close").content.decode()
        assert "1 discussion closed." in page

    def test_slows_down_for_a_while_and_says_so(self, mo_client, client):
        discussion = make_discussion()
        assert "Minutes between" in send(mo_client, discussion, "slow_down").text
        answer = {"answered": "yes", "minutes": "3", "hours": "2", "reason": "tempers\r\nare up"}
        send(mo_client, discussion, "slow_down", **answer)
        page = client.get(discussion.get_absolute_url()).text
        assert "one reply every 3 minutes here, because tempers are up." in page
        assert "slowed" in mo_client.get(f"{LIST}?state=slowed").text

        send(mo_client, discussion, "speed_up")
        assert "slow-mode" not in client.get(discussion.get_absolute_url()).text

    @pytest.mark.parametrize("wrong", [{"minutes": "0"}, {"hours": "721"}, {"reason": " "}])
    def test_asks_again_how_slow(self, mo_client, wrong):
        discussion = make_discussion()
        answer = {"answered": "yes", "minutes": "3", "hours": "2", "reason": "tempers are up"}
        send(mo_client, discussion, "slow_down", **answer | wrong)
        discussion.refresh_from_db()
        assert discussion.slow_until_at is None
