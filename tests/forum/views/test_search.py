"""The search page."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from forum import hiding, searching
from forum.errors import SearchTookTooLong
from forum.search_form import SearchForm
from members import limits, muting
from tests.factories import make_category, make_discussion, make_reply
from tests.forum.searching.looking import write_about_badgers

pytestmark = pytest.mark.django_db


def page(client, **query):
    response = client.get("/search", query)
    return response, response.content.decode()


class TestIndex:
    def test_asks_what_one_is_looking_for(self, client):
        response, html = page(client)
        assert response.status_code == 200
        assert "What are you looking for?" in html
        assert "What was found" not in html

    def test_shows_what_was_found_with_the_words_marked(self, client):
        reply = make_reply(body="Badgers, by the railway.")
        _, html = page(client, q="badgers")
        assert f'href="/forum/replies/{reply.pk}"' in html
        assert "<mark>Badgers</mark>, by the railway." in html

    def test_says_when_nothing_was_found(self, client):
        _, html = page(client, q="badgers")
        assert "Nothing here has “badgers” in it." in html

    def test_narrows_by_everything_at_once(self, client, asha):
        lanes = make_category(slug="green-lanes")
        make_discussion(title="Foxes")
        make_discussion(title="Foxes!", author=asha, category=lanes, tags=["Wild Life"])
        _, html = page(
            client,
            q="foxes",
            order="date",
            category="green-lanes",
            tag="wild life",
            author="@Asha",
            since="2020-01-01",
            until="31/12/2099",
        )
        assert html.count('class="search-result"') == 1
        assert "<mark>Foxes</mark>!" in html

    def test_folds_away_what_a_muted_member_wrote_however_it_is_narrowed(
        self, asha_client, asha, ben
    ):
        muting.mute(ben, by=asha)
        make_discussion(title="Foxes", author=ben, category=make_category(slug="green-lanes"))
        for narrowed in ({}, {"category": "green-lanes"}, {"author": ben.address, "order": "date"}):
            _, html = page(asha_client, q="foxes", **narrowed)
            assert "Muted: a discussion by Ben Okafor" in html

    def test_keeps_the_category_that_was_chosen_and_offers_the_others(self, client):
        make_category(slug="green-lanes", name="Green Lanes")
        make_category(slug="wood-green", name="Wood Green")
        make_category(slug="secret", hidden_at=timezone.now())
        for asked in ({"q": "foxes"}, {"q": "foxes", "tag": "nothing"}, {}):
            _, html = page(client, category="wood-green", **asked)
            assert '<option value="wood-green" selected>Wood Green</option>' in html
            assert '<option value="green-lanes">Green Lanes</option>' in html
            assert "secret" not in html

    def test_has_no_hidden_category_but_for_moderators(self, client, mo_client):
        make_category(slug="secret", hidden_at=timezone.now())
        assert "There is no such category." in page(client, q="foxes", category="secret")[1]
        assert "What was found" in page(mo_client, q="foxes", category="secret")[1]

    def test_is_made_again_where_something_changed_while_it_was_made(self, client, monkeypatch):
        def find_and_reply(*given, **named):
            found = search(*given, **named)
            monkeypatch.undo()
            make_reply(body="Badgers!")
            return found

        search = searching.search
        for narrowed in ({}, {"since": "2020-01-01"}):
            monkeypatch.setattr(searching, "search", find_and_reply)
            before = page(client, q="badgers", **narrowed)[1].count('class="search-result"')
            after = page(client, q="badgers", **narrowed)[1].count('class="search-result"')
            assert after == before + 1

    def test_shows_a_visitor_nothing_that_is_hidden(self, client, mo_client, mo):
        hiding.hide_reply(make_reply(body="Badgers"), by=mo)
        assert 'class="search-result"' not in page(client, q="badgers")[1]
        assert 'class="search-result"' in page(mo_client, q="badgers")[1]

    def test_has_what_was_typed_in_its_title_as_far_as_it_is_short(self, client):
        for typed, title in (
            ("f" * 60, "f" * 60),
            ("f" * 61, f"{'f' * 59}…"),
            ("a & é", "a &amp; é"),
        ):
            assert f"<title>{title}: search" in page(client, q=typed)[1]

    def test_leads_to_the_feed_of_the_same_words(self, client):
        _, html = page(client, q='Foxes "Green Lanes" -café/noise')
        feed = "/feeds/search/foxes%20%22green%20lanes%22%20-%22caf%C3%A9%20noise%22.atom"
        assert f'{feed}"' in html
        assert client.get(feed).status_code == 200

    def test_keeps_what_was_typed_beside_the_message(self, client):
        response, html = page(client, q="fox " * 60)
        assert response.status_code == 200
        assert "Please use 200 characters or fewer. These are 239." in html
        assert ("fox " * 60).strip() in html

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ({"q": "&|!()"}, "There is no word in this."),
            ({"q": '"'}, "There is no word in this."),
            ({"q": "-foxes"}, "Please say what to look for"),
            ({"q": "foxes", "category": "nowhere"}, "There is no such category."),
            ({"q": "foxes", "category": "no\0where"}, "There is no such category."),
            ({"q": "foxes", "tag": "nothing"}, "Nothing here has that tag."),
            ({"q": "foxes", "author": "nobody"}, "Nobody here has that address."),
            ({"q": "foxes", "since": "yesterday"}, "Please give the day like this"),
            ({"q": "foxes", "since": "2020-01-02", "until": "2020-01-01"}, "This day is before"),
            ({"q": "foxes", "order": "chaos"}, "Select a valid choice"),
        ],
    )
    def test_says_what_is_wrong_with_the_question(self, client, query, message):
        response, html = page(client, **query)
        assert response.status_code == 200
        assert message in html

    def test_offers_the_next_page_with_the_question_in_its_address(self, client, monkeypatch):
        monkeypatch.setattr(searching, "PAGE_SIZE", 1)
        discussion = make_discussion(title="Badgers")
        make_reply(discussion=discussion, body="Badgers")
        _, html = page(client, q="badgers", order="date")
        assert "/search?q=badgers&amp;order=date&amp;page=2" in html

    def test_turns_its_pages_with_whatever_was_typed(self, client, monkeypatch):
        monkeypatch.setattr(searching, "PAGE_SIZE", 1)
        discussion = make_discussion(title="Badgers")
        for _ in range(3):
            make_reply(discussion=discussion, body="Badgers & 100% café")
        asked = "q=%22badgers%22+%26+100%25+caf%C3%A9&amp;order=date"
        for number, places in ((2, (asked, f"{asked}&amp;page=3")), (3, (f"{asked}&amp;page=2",))):
            _, html = page(client, q='"badgers" & 100% café', order="date", page=str(number))
            for place in places:
                assert f'href="/search?{place}"' in html

    @pytest.mark.parametrize("number", ["2", "99999999", "-1", "0x1", "１", "0", "", "x"])
    def test_has_no_page_but_its_own(self, client, number):
        make_discussion(title="Badgers")
        assert page(client, q="badgers", page=number)[0].status_code == 404

    def test_says_so_when_it_took_too_long(self, client, monkeypatch):
        def search(*_args, **_kwargs):
            raise SearchTookTooLong

        monkeypatch.setattr(searching, "search", search)
        _, html = page(client, q="badgers")
        assert "That search took too long." in html
        assert 'value="badgers"' in html

    def test_asks_those_who_search_without_a_break_to_wait(self, client, monkeypatch):
        once = limits.Rule(visitor=limits.Limit(1, 60))
        monkeypatch.setitem(limits.RULES, limits.Action.SEARCH, once)
        page(client, q="foxes")
        response, html = page(client, q="badgers")
        assert response.status_code == 429
        assert int(response.headers["Retry-After"]) <= 60
        assert 'value="badgers"' in html

    @pytest.mark.parametrize("found", [3, 30, 300])
    def test_takes_the_same_few_queries_for_any_number(
        self, client, found, django_assert_max_num_queries
    ):
        write_about_badgers(found)
        page(client, q="badgers")
        # On PostgreSQL the test's own transaction takes a savepoint more.
        with django_assert_max_num_queries(1 if connection.vendor == "sqlite" else 3):
            page(client, q="badgers", order="date")

    @pytest.mark.corpus
    def test_never_fails_whatever_is_typed(self, client, corpora, settings):
        settings.RATE_LIMITS = False
        for words in json.loads((corpora / "naughty-strings.json").read_text()):
            assert page(client, q=words)[0].status_code == 200
            filters = dict.fromkeys(("category", "tag", "author", "since", "until"), words)
            assert isinstance(SearchForm(filters, viewer=AnonymousUser()).is_asking, bool)
