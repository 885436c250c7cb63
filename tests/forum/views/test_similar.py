"""Similar discussions, beside the title that is being written."""

import pytest

from forum import hiding, searching
from forum.errors import SearchTookTooLong
from forum.models import Discussion
from members import limits
from tests.factories import make_category, make_discussion

pytestmark = pytest.mark.django_db

HEADING = "Talked about before?"


def fragment(client, title):
    response = client.get("/search/similar", {"title": title})
    return response, response.content.decode()


class TestFragment:
    def test_leads_to_discussions_with_such_a_title(self, client):
        discussion = make_discussion(title="Foxes & <b>badgers</b>")
        response, html = fragment(client, "A fox")
        assert response.status_code == 200
        assert HEADING in html
        assert f'<a href="{discussion.get_absolute_url()}">Foxes &amp; &lt;b&gt;badgers' in html
        assert "<html" not in html

    @pytest.mark.parametrize("title", ["", "fo", '"&|!()', "x" * 10_000, "\0", "badgers"])
    def test_is_empty_where_there_is_nothing_like_it(self, client, title):
        make_discussion(title="Foxes")
        response, html = fragment(client, title)
        assert (response.status_code, html.strip()) == (200, "")

    def test_shows_a_visitor_nothing_that_is_hidden(self, client, mo_client, mo):
        hiding.hide_discussion(make_discussion(title="Foxes"), by=mo)
        assert HEADING not in fragment(client, "Foxes")[1]
        assert HEADING in fragment(mo_client, "Foxes")[1]

    def test_is_empty_where_it_would_take_too_long(self, client, monkeypatch):
        monkeypatch.setattr(searching, "similar", too_long)
        response, html = fragment(client, "Foxes")
        assert (response.status_code, html.strip()) == (200, "")

    def test_asks_those_who_never_stop_to_wait(self, client, once):
        make_discussion(title="Foxes")
        fragment(client, "Foxes")
        response, html = fragment(client, "Foxes")
        assert (response.status_code, html) == (429, "")
        assert int(response.headers["Retry-After"]) <= 60

    def test_leaves_searching_alone(self, client, once):
        fragment(client, "Foxes")
        fragment(client, "Foxes")
        assert client.get("/search", {"q": "foxes"}).status_code == 200

    def test_cannot_be_posted_to(self, client):
        assert client.post("/search/similar", {"title": "Foxes"}).status_code == 405


class TestBeside:
    """The form without JavaScript."""

    def test_the_preview_shows_what_is_similar(self, asha_client, form):
        make_discussion(title="Foxes on Wightman Road")
        html = asha_client.post("/forum/new", form | {"preview": "yes"}).content.decode()
        assert HEADING in html
        assert "Foxes on Wightman Road" in html

    def test_so_does_a_form_that_comes_back(self, asha_client, form):
        make_discussion(title="Foxes on Wightman Road")
        response = asha_client.post("/forum/new", form | {"body": ""})
        assert response.status_code == 422
        assert HEADING in response.content.decode()

    def test_an_empty_form_shows_nothing_yet(self, asha_client):
        make_discussion(title="Foxes on Wightman Road")
        html = asha_client.get("/forum/new").content.decode()
        assert HEADING not in html
        assert 'data-address="/search/similar"' in html

    def test_changing_a_discussion_shows_nothing(self, asha_client, asha):
        mine = make_discussion(title="Foxes", author=asha)
        html = asha_client.get(f"{mine.get_absolute_url()}/edit").content.decode()
        assert 'data-behaviour="similar"' not in html

    def test_posting_goes_on_whatever_becomes_of_it(self, asha_client, form, monkeypatch, once):
        monkeypatch.setattr(searching, "similar", too_long)
        for _ in range(2):
            again = asha_client.post("/forum/new", form | {"preview": "yes"})
            assert again.status_code == 200
        asha_client.post("/forum/new", form)
        assert Discussion.objects.filter(title="A fox").exists()


def too_long(*_args, **_kwargs):
    raise SearchTookTooLong


@pytest.fixture
def once(monkeypatch):
    """Similar discussions may be asked for once a minute."""
    rule = limits.Rule(visitor=limits.Limit(1, 60), member=limits.Limit(1, 60))
    monkeypatch.setitem(limits.RULES, limits.Action.SIMILAR, rule)


@pytest.fixture
def form():
    return {"title": "A fox", "category": make_category().pk, "body": "At noon.", "tags": ""}
