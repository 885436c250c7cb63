"""Writing replies, finding them, changing them and taking them back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from forum import closing, hiding
from forum.models import Reply, Revision
from members import limits
from members.limits import Action, Limit, Rule
from tests.factories import make_discussion, make_member, make_reply

pytestmark = pytest.mark.django_db

BEGIN_AND_END = 2  # of a transaction, within a test's own


class TestCreate:
    def test_posts_and_leads_to_the_reply(self, asha_client, asha):
        discussion = make_discussion()
        response = asha_client.post(f"{discussion.get_absolute_url()}/replies", {"body": "Yes"})
        reply = Reply.objects.get()
        assert reply.author == asha
        assert response["Location"] == f"{discussion.get_absolute_url()}#reply-{reply.pk}"

    def test_only_tells_a_behaviour_where_the_reply_is(self, asha_client):
        discussion = make_discussion()
        address = f"{discussion.get_absolute_url()}/replies"
        response = asha_client.post(address, {"body": "Yes"}, headers={"prefer": "return=minimal"})
        assert response.status_code == 201
        place = f"{discussion.get_absolute_url()}#reply-{Reply.objects.get().pk}"
        assert response["Location"] == place
        assert not response.content

    def test_answers_a_reply(self, asha_client):
        parent = make_reply()
        form = {"body": "Indeed", "parent": parent.pk}
        asha_client.post(f"{parent.discussion.get_absolute_url()}/replies", form)
        assert Reply.objects.get(body="Indeed").parent == parent

    def test_asks_eight_questions(self, asha_client, django_assert_num_queries):
        address = f"{make_discussion().get_absolute_url()}/replies"
        asha_client.post(address, {"body": "The first of a session costs more"})
        # Session, member; the discussion, and whether they had begun something there; the owner's
        # safeguards, and what else has been said. Then its number, the reply, the author's count
        # and the event.
        with django_assert_num_queries(8 + BEGIN_AND_END):
            asha_client.post(address, {"body": "Yes"})

    def test_shows_the_form_again_with_eight(self, asha_client, django_assert_num_queries):
        address = f"{make_discussion().get_absolute_url()}/replies"
        asha_client.post(address, {"body": ""})
        # Session, member, discussion; how new the owner's settings are; what is new to the member;
        # what they had begun; whether the owner wants kind words, and whose the last replies are.
        with django_assert_num_queries(8):
            asha_client.post(address, {"body": ""})

    def test_makes_one_reply_of_a_double_click(self, asha_client):
        discussion = make_discussion()
        form = {"body": "Yes", "submission": str(uuid4())}
        places = {
            asha_client.post(f"{discussion.get_absolute_url()}/replies", form)["Location"]
            for _ in range(2)
        }
        assert len(places) == Reply.objects.count() == 1

    def test_keeps_a_visitors_words_until_they_have_signed_in(self, client, asha):
        parent = make_reply()
        form = {"body": "Typed before signing in", "parent": parent.pk}
        response = client.post(f"{parent.discussion.get_absolute_url()}/replies", form)
        back_to = f"/forum/replies/{parent.pk}/reply"
        assert response["Location"] == f"/accounts/login/?next={back_to}"
        client.force_login(asha)
        assert "Typed before signing in" in client.get(back_to).text

    def test_keeps_no_more_of_a_visitors_words_than_can_be_posted(self, client):
        address = f"{make_discussion().get_absolute_url()}/replies"
        response = client.post(address, {"body": "x" * 20_001})
        assert response.status_code == 422
        assert "x" * 20_001 in response.text
        assert "draft" not in client.session

    def test_takes_a_reply_to_what_was_renamed_meanwhile(self, asha_client, ben_client, ben):
        discussion = make_discussion(author=ben)
        address = discussion.get_absolute_url()
        renamed = {"title": "Quite another title", "body": "The same", "tags": ""}
        ben_client.post(f"{address}/edit", renamed)
        assert asha_client.post(f"{address}/replies", {"body": "Yes"}).status_code == 302
        assert ben_client.post(f"{address}/edit", renamed).status_code == 302
        assert Reply.objects.get().discussion == discussion

    def test_counts_a_double_click_once(self, asha_client, monkeypatch):
        monkeypatch.setitem(limits.RULES, Action.REPLY, Rule(new_member=Limit(1, 60)))
        address = f"{make_discussion().get_absolute_url()}/replies"
        form = {"body": "Yes", "submission": str(uuid4())}
        assert {asha_client.post(address, form).status_code for _ in range(2)} == {302}
        assert asha_client.post(address, {"body": "And no"}).status_code == 429

    def test_keeps_the_words_when_the_discussion_was_closed_meanwhile(self, asha_client, mo):
        discussion = make_discussion()
        closing.close(discussion, by=mo)
        response = asha_client.post(
            f"{discussion.get_absolute_url()}/replies", {"body": "One more thing"}
        )
        assert response.status_code == 403
        assert "Replies are closed for this discussion." in response.text
        assert "One more thing" in response.text

    @pytest.mark.parametrize(
        "form",
        [
            {"body": ""},
            {"body": " \n "},
            {"body": "<p> </p>", "format": "html"},
            {"body": "x", "parent": "999999"},
            {"body": "x", "parent": "first"},
            {"body": "x", "parent": "9" * 30},
            {"body": "x", "format": "bbcode"},
            {"body": "x", "submission": "twice"},
        ],
    )
    def test_gives_back_what_cannot_be_kept(self, asha_client, form):
        address = f"{make_discussion().get_absolute_url()}/replies"
        assert asha_client.post(address, form).status_code == 422
        assert not Reply.objects.exists()

    def test_cannot_answer_in_a_hidden_discussion(self, asha_client, mo):
        discussion = make_discussion()
        hiding.hide_discussion(discussion, by=mo)
        address = f"{discussion.get_absolute_url()}/replies"
        assert asha_client.post(address, {"body": "x"}).status_code == 404

    def test_is_by_post_only(self, asha_client):
        address = f"{make_discussion().get_absolute_url()}/replies"
        assert asha_client.get(address).status_code == 405


class TestAnswer:
    def test_quotes_what_it_answers(self, asha_client):
        reply = make_reply(body="Foxes are lovely")
        page = asha_client.get(f"/forum/replies/{reply.pk}/reply?quote=1").text
        assert "&gt; Foxes are lovely" in page

    def test_of_a_hidden_reply_is_not_found(self, asha_client, mo):
        reply = make_reply()
        hiding.hide_reply(reply, by=mo)
        assert asha_client.get(f"/forum/replies/{reply.pk}/reply").status_code == 404

    def test_can_be_written_by_a_visitor(self, client):
        assert client.get(f"/forum/replies/{make_reply().pk}/reply").status_code == 200


class TestPermalink:
    def test_leads_to_the_page_that_holds_the_reply(self, client):
        discussion, author = make_discussion(), make_member()
        last = [make_reply(discussion=discussion, author=author) for _ in range(25)][-1]
        response = client.get(f"/forum/replies/{last.pk}")
        assert response.status_code == 302
        assert response["Location"] == f"{discussion.get_absolute_url()}?page=2#reply-{last.pk}"

    def test_of_a_hidden_reply_is_not_found(self, client, mo):
        reply = make_reply()
        hiding.hide_reply(reply, by=mo)
        assert client.get(f"/forum/replies/{reply.pk}").status_code == 404


class TestEdit:
    def test_leaves_no_mark_before_anyone_has_answered(self, asha_client, asha):
        reply = make_reply(author=asha)
        asha_client.post(f"/forum/replies/{reply.pk}/edit", {"body": "I meant four"})
        reply.refresh_from_db()
        assert (reply.body, reply.is_edit_marked) == ("I meant four", False)
        assert not Revision.objects.exists()

    def test_leaves_a_mark_and_a_history_once_somebody_has(self, client, asha_client, asha):
        reply = make_reply(author=asha, body="Three foxes")
        make_reply(parent=reply)
        asha_client.post(f"/forum/replies/{reply.pk}/edit", {"body": "Four foxes"})
        assert Revision.objects.get().body == "Three foxes"
        assert "· changed" in client.get(reply.discussion.get_absolute_url()).text

    def test_keeps_the_words_of_a_member_whose_session_has_ended(self, client, asha):
        address = f"/forum/replies/{make_reply(author=asha).pk}/edit"
        response = client.post(address, {"body": "Typed before it ended"})
        assert response["Location"] == f"/accounts/login/?next={address}"
        client.force_login(asha)
        assert "Typed before it ended" in client.get(address).text

    def test_is_refused_after_the_window_with_the_words_kept(self, asha_client, asha):
        reply = make_reply(author=asha)
        Reply.objects.update(posted_at=timezone.now() - timedelta(minutes=16))
        response = asha_client.post(f"/forum/replies/{reply.pk}/edit", {"body": "Too late"})
        assert response.status_code == 403
        assert "Too late" in response.text

    def test_is_for_the_author_only(self, ben_client, mo_client, asha):
        address = f"/forum/replies/{make_reply(author=asha).pk}/edit"
        assert ben_client.get(address).status_code == 404
        assert mo_client.post(address, {"body": "x"}).status_code == 404


class TestWithdraw:
    def test_leaves_nothing_of_a_reply_that_nobody_answered(self, client, asha_client, asha):
        reply = make_reply(author=asha, body="I regret this")
        asha_client.post(f"/forum/replies/{reply.pk}/withdraw")
        page = client.get(reply.discussion.get_absolute_url()).text
        assert f'id="reply-{reply.pk}"' not in page
        reply.discussion.refresh_from_db()
        assert reply.discussion.reply_count == 0

    def test_takes_a_double_click_for_one(self, asha_client, asha):
        address = f"/forum/replies/{make_reply(author=asha).pk}/withdraw"
        assert {asha_client.post(address).status_code for _ in range(2)} == {302}

    def test_leaves_a_placeholder_above_answers(self, client, asha_client, asha):
        reply = make_reply(author=asha, body="I regret this")
        make_reply(parent=reply, body="I answered it")
        asha_client.post(f"/forum/replies/{reply.pk}/withdraw")
        page = client.get(reply.discussion.get_absolute_url()).text
        assert "I regret this" not in page
        assert "I answered it" in page
        assert f'id="reply-{reply.pk}"' in page

    def test_leads_to_the_list_where_nothing_of_the_discussion_is_left(self, asha_client, asha):
        reply = make_reply(discussion=make_discussion(author=asha), author=asha)
        asha_client.post(f"{reply.discussion.get_absolute_url()}/withdraw")
        response = asha_client.post(f"/forum/replies/{reply.pk}/withdraw")
        assert response["Location"] == "/forum"

    def test_takes_the_placeholder_away_with_its_last_answer(self, client, client_of, asha, ben):
        reply = make_reply(author=asha)
        answer = make_reply(parent=reply, author=ben)
        client_of(asha).post(f"/forum/replies/{reply.pk}/withdraw")
        client_of(ben).post(f"/forum/replies/{answer.pk}/withdraw")
        page = client.get(reply.discussion.get_absolute_url()).text
        assert f'id="reply-{reply.pk}"' not in page

    def test_is_for_the_author_only(self, ben_client, asha):
        address = f"/forum/replies/{make_reply(author=asha).pk}/withdraw"
        assert ben_client.post(address).status_code == 404
