"""The list, a discussion with its replies, starting one and changing it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import closing, featuring, hiding, pinning
from forum.models import Audience, Discussion, LegacyAddress, SiteIdentity
from tests.factories import make_category, make_discussion, make_member, make_reply
from tests.forum.views.pages import reply_ids, titles

pytestmark = pytest.mark.django_db


def form_of(category, **changed):
    return {"title": "Bins", "category": category.pk, "body": "Third week.", "tags": ""} | changed


class TestIndex:
    def test_shows_the_latest_first_and_pinned_ones_above(self, client, mo):
        pinned = make_discussion(title="Read this first")
        answered = make_discussion(title="Chimney sweeps")
        make_discussion(title="Trams")
        make_reply(discussion=answered)
        pinning.pin(pinned, by=mo)

        assert titles(client.get("/forum")) == ["Read this first", "Chimney sweeps", "Trams"]

    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            ("newest", ["Trams", "Sweeps"]),
            ("replies", ["Sweeps", "Trams"]),
            ("featured", ["Trams"]),
        ],
    )
    def test_has_four_orders(self, client, mo, sort, expected):
        make_reply(discussion=make_discussion(title="Sweeps"))
        featuring.feature(make_discussion(title="Trams"), by=mo)
        assert titles(client.get(f"/forum?sort={sort}")) == expected

    @pytest.mark.parametrize(
        "query", ["sort=best", "page=0", "page=99", "page=-1", "page=x", "page=１", "page=501"]
    )
    def test_is_not_found_for_nonsense(self, client, query):
        assert client.get(f"/forum?{query}").status_code == 404

    def test_keeps_hidden_discussions_from_neighbours(self, asha_client, mo_client, mo):
        hiding.hide_discussion(make_discussion(title="Scandal"), by=mo)
        assert "Scandal" not in asha_client.get("/forum").text
        assert "Scandal" in mo_client.get("/forum").text

    @pytest.mark.parametrize("rows", [3, 30])
    def test_asks_the_database_as_much_for_many_as_for_few(
        self, client, django_assert_max_num_queries, rows
    ):
        author, category = make_member(), make_category()
        for _ in range(rows):
            make_discussion(author=author, category=category)
        with django_assert_max_num_queries(4):
            client.get("/forum")


class TestDetail:
    def test_says_what_the_old_page_said(self, client):
        discussion = make_discussion(title="Broadcast ON; receive OFF", tags=["police"])
        make_reply(discussion=discussion)
        page = client.get("/forum/topics/broadcast-on-receive-off").text
        for words in (
            "Harringay online",
            "So Good they Spelt it Twice!",
            "Reply to This",
            "Replies to This Discussion",
            "0 views",
            "RSS",
            "Badges",
            "Report an Issue",
            "Terms of Service",
        ):
            assert words in page

    def test_nests_an_answer_within_what_it_answers(self, client):
        discussion = make_discussion()
        first = make_reply(discussion=discussion)
        answer = make_reply(discussion=discussion, parent=first)
        second = make_reply(discussion=discussion)
        page = client.get(discussion.get_absolute_url()).text
        places = [page.index(f'id="reply-{r.pk}"') for r in (first, answer, second)]
        assert places == sorted(places)
        assert page.count("<ol class") - page.count("</ol>") == 0

    def test_cuts_pages_between_branches(self, client):
        discussion, author = make_discussion(), make_member()
        replies = [make_reply(discussion=discussion, author=author) for _ in range(25)]
        first = client.get(discussion.get_absolute_url()).text
        second = client.get(f"{discussion.get_absolute_url()}?page=2").text
        assert f'id="reply-{replies[19].pk}"' in first
        assert f'id="reply-{replies[20].pk}"' in second
        assert client.get(f"{discussion.get_absolute_url()}?page=3").status_code == 404

    def test_can_be_read_in_order_of_time(self, client):
        discussion = make_discussion()
        first = make_reply(discussion=discussion)
        second = make_reply(discussion=discussion)
        answer = make_reply(discussion=discussion, parent=first)
        page = client.get(f"{discussion.get_absolute_url()}?order=time")
        assert reply_ids(page) == [first.pk, second.pk, answer.pk]

    def test_leads_from_an_old_slug_to_the_new_one(self, client):
        discussion = make_discussion(title="Foxes again")
        LegacyAddress.objects.create(path="/forum/topics/fox", discussion=discussion)
        response = client.get("/forum/topics/fox")
        assert (response.status_code, response["Location"]) == (301, "/forum/topics/foxes-again")

    def test_of_a_hidden_one_is_not_found_except_by_moderators(self, asha_client, mo_client, mo):
        discussion = make_discussion()
        hiding.hide_discussion(discussion, by=mo)
        assert asha_client.get(discussion.get_absolute_url()).status_code == 404
        assert mo_client.get(discussion.get_absolute_url()).status_code == 200

    def test_keeps_a_place_for_a_hidden_reply_but_not_its_words(self, client, mo):
        reply = make_reply(body="A libel")
        make_reply(parent=reply, body="How rude")
        hiding.hide_reply(reply, by=mo)
        page = client.get(reply.discussion.get_absolute_url()).text
        assert "A libel" not in page
        assert "How rude" in page

    def test_says_that_replies_are_closed(self, client, mo):
        discussion = make_discussion()
        closing.close(discussion, by=mo)
        page = client.get(discussion.get_absolute_url()).text
        assert "Replies are closed for this discussion." in page

    @pytest.mark.parametrize("replies", [3, 30])
    def test_asks_the_database_as_much_for_many_as_for_few(
        self, client, django_assert_max_num_queries, replies
    ):
        discussion, author = make_discussion(tags=["foxes"]), make_member()
        for _ in range(replies):
            make_reply(discussion=discussion, author=author)
        with django_assert_max_num_queries(6):
            client.get(discussion.get_absolute_url())


class TestCreate:
    def test_posts_and_shows_the_discussion(self, asha_client, asha):
        response = asha_client.post("/forum/new", form_of(make_category(), tags="bins, rubbish"))
        discussion = Discussion.objects.get()
        assert response["Location"] == discussion.get_absolute_url() == "/forum/topics/bins"
        assert discussion.author == asha
        assert {tag.name for tag in discussion.tags.all()} == {"bins", "rubbish"}

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"title": ""}, "Please give it a title."),
            ({"title": "x" * 201}, "200"),
            ({"title": "\u0000\u202e"}, "Please give it a title."),
            ({"body": ""}, "Please write something."),
            ({"body": "x" * 20_001}, "20,000"),
            ({"body": "<blockquote>" * 50, "format": "html"}, "too deeply"),
            ({"tags": "x" * 51}, "50 characters"),
            ({"category": ""}, "Please choose a category."),
            ({"tags": "x" * 10_000 + ",a" * 10_000}, "10 tags at most"),
            ({"category": "999999"}, "Please choose another."),
            ({"category": "none"}, "Please choose another."),
        ],
    )
    def test_gives_back_what_cannot_be_kept(self, asha_client, changed, message):
        form = form_of(make_category()) | changed
        response = asha_client.post("/forum/new", form)
        assert response.status_code == 422
        assert message in response.text
        assert not Discussion.objects.exists()

    def test_takes_control_characters_out_of_a_title(self, asha_client):
        asha_client.post("/forum/new", form_of(make_category(), title="Bi\u000bns\r\nagain"))
        assert Discussion.objects.get().title == "Bins again"

    def test_answers_a_body_of_a_megabyte_with_the_words_kept(self, asha_client):
        response = asha_client.post("/forum/new", form_of(make_category(), body="é" * 1_000_000))
        assert response.status_code == 422
        assert "é" * 1_000_000 in response.text

    def test_keeps_a_visitors_words_until_they_have_signed_in(self, client, asha):
        category = make_category()
        response = client.post("/forum/new", form_of(category, body="Typed before signing in"))
        assert response["Location"].startswith("/accounts/login/?next=/forum/new")
        client.force_login(asha)
        assert "Typed before signing in" in client.get("/forum/new").text

    def test_shows_a_preview_and_posts_nothing(self, asha_client):
        form = form_of(make_category(), body="One\n\nTwo", preview="1")
        assert "<p>Two</p>" in asha_client.post("/forum/new", form).text
        assert not Discussion.objects.exists()

    def test_takes_no_notice_of_fields_that_are_not_in_the_form(self, asha_client, ben):
        extra = {"author": ben.pk, "is_pinned": "on", "hidden_at": "2020-01-01", "view_count": "9"}
        asha_client.post("/forum/new", form_of(make_category()) | extra)
        discussion = Discussion.objects.get()
        assert discussion.author != ben
        assert not discussion.is_pinned
        assert not discussion.is_hidden
        assert discussion.view_count == 0

    def test_offers_neighbours_no_category_for_moderators(self, asha_client):
        category = make_category(may_start=Audience.MODERATORS)
        assert asha_client.post("/forum/new", form_of(category)).status_code == 422


class TestEdit:
    def test_changes_the_words_within_the_window(self, asha_client, asha):
        discussion = make_discussion(author=asha, title="Bins")
        form = {"title": "Bins again", "body": "Collected!", "tags": "rubbish"}
        response = asha_client.post(f"{discussion.get_absolute_url()}/edit", form)
        discussion.refresh_from_db()
        assert discussion.body_html == "<p>Collected!</p>"
        assert response["Location"] == discussion.get_absolute_url() == "/forum/topics/bins-again"
        assert asha_client.get("/forum/topics/bins").status_code == 301

    def test_keeps_the_words_of_a_member_whose_session_has_ended(self, client, asha):
        address = f"{make_discussion(author=asha).get_absolute_url()}/edit"
        client.post(address, {"title": "Bins", "body": "Typed before it ended", "tags": ""})
        client.force_login(asha)
        assert "Typed before it ended" in client.get(address).text

    def test_is_refused_after_the_window_with_the_words_kept(self, asha_client, asha):
        discussion = make_discussion(author=asha)
        Discussion.objects.update(started_at=timezone.now() - timedelta(minutes=16))
        form = {"title": "New", "body": "Too late for this", "tags": ""}
        response = asha_client.post(f"{discussion.get_absolute_url()}/edit", form)
        assert response.status_code == 403
        assert "Too late for this" in response.text
        discussion.refresh_from_db()
        assert discussion.title != "New"

    def test_window_is_the_owner_s_to_set(self, asha_client, asha):
        SiteIdentity.objects.update_or_create(pk=1, defaults={"edit_minutes": 60})
        discussion = make_discussion(author=asha)
        Discussion.objects.update(started_at=timezone.now() - timedelta(minutes=16))
        form = {"title": "New", "body": "In time", "tags": ""}
        assert asha_client.post(f"{discussion.get_absolute_url()}/edit", form).status_code == 302

    def test_is_for_the_author_only(self, client, ben_client, mo_client, asha):
        address = f"{make_discussion(author=asha).get_absolute_url()}/edit"
        assert ben_client.get(address).status_code == 404
        assert mo_client.get(address).status_code == 404
        assert client.get(address)["Location"].startswith("/accounts/login/")


class TestWithdraw:
    def test_asks_first_and_then_takes_it_back(self, client, asha_client, asha):
        discussion = make_discussion(author=asha, body="I regret this")
        address = f"{discussion.get_absolute_url()}/withdraw"
        assert asha_client.get(address).status_code == 200
        assert asha_client.post(address).status_code == 302
        assert client.get(discussion.get_absolute_url()).status_code == 404

    def test_takes_a_double_click_for_one(self, asha_client, asha):
        address = f"{make_discussion(author=asha).get_absolute_url()}/withdraw"
        assert {asha_client.post(address).status_code for _ in range(2)} == {302}

    def test_is_not_for_what_was_hidden_even_a_moderators_own(self, mo_client, mo):
        discussion = make_discussion(author=mo)
        hiding.hide_discussion(discussion, by=mo)
        address = f"{discussion.get_absolute_url()}/withdraw"
        assert mo_client.post(address).status_code == 404

    def test_leaves_the_discussion_to_those_who_replied(self, client, asha_client, asha):
        discussion = make_discussion(author=asha, body="I regret this")
        make_reply(discussion=discussion, body="I answered it")
        asha_client.post(f"{discussion.get_absolute_url()}/withdraw")
        page = client.get(discussion.get_absolute_url()).text
        assert "I answered it" in page
        assert "I regret this" not in page
