"""Pages of the whole site: the front page, the owner's pages, and what machines ask."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from forum import hiding
from forum.models import Page, SiteIdentity
from forum.moderation.kinds import Kind
from forum.moderation.models import Case
from harringay import readiness, views
from notifications.models import Mail
from tests.factories import make_discussion, make_reply
from tests.forum.moderation.cases import make_case


class TestHealth:
    def test_says_that_the_process_answers_without_a_database(self, client):
        assert client.get("/healthz").text == "ok\n"

    def test_says_that_all_a_page_needs_answers(self, client, db):
        assert client.get("/readyz").text == "ok\n"

    def test_says_so_where_the_database_is_away(self, client, monkeypatch):
        def fail():
            raise OperationalError

        monkeypatch.setattr(connection, "cursor", fail)
        assert client.get("/readyz").status_code == 503

    def test_says_that_redis_is_away_though_pages_can_be_had(self, client, db, settings):
        settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"
        answer = client.get("/readyz")
        assert (answer.status_code, answer.text) == (200, "away: Redis\n")

    def test_says_what_is_late_and_tells_of_nobody(self, client, db, asha):
        make_discussion()
        hour = timedelta(hours=1)
        now = timezone.now()
        assert readiness.late(now + timedelta(minutes=9)) == []
        assert readiness.late(now + timedelta(minutes=11)) == ["queue"]
        Mail.objects.create(recipient=asha, kind="daily", created_at=now, due_at=now - 2 * hour)
        case = make_case(make_reply(), kind=Kind.DANGER)
        Case.objects.filter(pk=case.pk).update(look_by=now - hour)
        assert client.get("/readyz").text == "late: mail, urgent cases\n"


class TestOffline:
    def test_asks_nothing_of_a_database(self, client):
        assert "You are offline" in client.get("/offline").text

    def test_is_the_same_for_a_member(self, client, asha_client):
        page = asha_client.get("/offline")
        assert page.content == client.get("/offline").content
        assert "Asha" not in page.text

    def test_offers_the_address_that_was_asked_for_once_more(self, client):
        assert '<a class="button" href="">Try again</a>' in client.get("/offline").text


class TestServiceWorker:
    def test_is_a_script_that_browsers_ask_for_anew(self, client):
        script = client.get("/service-worker.js")
        assert script.headers["Content-Type"].startswith("text/javascript")
        assert script.headers["Cache-Control"] == "no-cache"
        assert not script.cookies

    def test_keeps_that_page_and_what_it_is_dressed_in_and_nothing_else(self, client):
        script = client.get("/service-worker.js").text
        assert 'const OFFLINE = "/offline";' in script
        [kept] = re.findall(r"const KEPT = \[OFFLINE, (.*)\];", script)
        addresses = re.findall(r'"([^"]+)"', kept)
        assert addresses
        assert all(address.startswith("/static/") for address in addresses)
        assert script.count("cache.addAll(") == 1
        assert "cache.put(" not in script

    def test_differs_where_the_page_it_keeps_does(self, client, monkeypatch):
        before = client.get("/service-worker.js").text
        monkeypatch.setattr(views, "render_to_string", lambda *_: "Other words")
        assert client.get("/service-worker.js").text != before


@pytest.mark.django_db
class TestHome:
    def test_shows_the_latest_discussions_and_the_site_s_name(self, client):
        make_discussion(title="Foxes on the Passage")
        page = client.get("/").text
        assert "Foxes on the Passage" in page
        assert "Harringay online" in page

    def test_keeps_hidden_discussions_from_neighbours(self, asha_client, mo_client, mo):
        hiding.hide_discussion(make_discussion(title="Scandal"), by=mo)
        assert "Scandal" not in asha_client.get("/").text
        assert "Scandal" in mo_client.get("/").text

    def test_says_which_day_it_is(self, client):
        day = timezone.localdate()
        assert f"<h1>Today, {day:%A} {day.day} {day:%B}</h1>" in client.get("/").text

    def test_tells_visitors_what_this_place_is_and_members_no_more(self, client, asha_client):
        assert "What this place is" in client.get("/").text
        assert "Neighbours talk here" in client.get("/").text
        assert "What this place is" not in asha_client.get("/").text

    def test_says_of_itself_what_the_owner_wishes(self, client):
        SiteIdentity.objects.update_or_create(pk=1, defaults={"welcome": "Foxes & friends."})
        assert "Foxes &amp; friends." in client.get("/").text
        SiteIdentity.objects.update(welcome="")
        assert "What this place is" not in client.get("/").text

    def test_lists_discussions_one_heading_below_that_of_the_list(self, client):
        make_discussion(title="Foxes")
        page = client.get("/").text
        assert '<h3 class="discussion-row__title">' in page
        assert '<h2 class="discussion-row__title">' in client.get("/forum").text


@pytest.mark.django_db
class TestPage:
    @pytest.mark.parametrize(
        "slug",
        ["rules", "terms", "privacy", "accessibility", "about", "contact", "badges", "report"],
    )
    def test_of_the_footer_is_there_from_the_first_day(self, client, slug):
        assert client.get(f"/{slug}").status_code == 200

    def test_has_one_address(self, client):
        assert client.get("/page/terms")["Location"] == "/terms"
        assert client.get("/terms/")["Location"] == "/terms"

    def test_that_is_hidden_is_for_moderators(self, asha_client, mo_client):
        Page.objects.filter(slug="about").update(hidden_at="2026-01-01T12:00Z")
        assert asha_client.get("/about").status_code == 404
        assert mo_client.get("/about").status_code == 200

    def test_that_never_was_is_not_found(self, client):
        assert client.get("/page/nowhere").status_code == 404


class TestMachines:
    def test_are_let_in_and_told_where_the_map_is(self, client, db):
        assert "Sitemap: http" in client.get("/robots.txt").text

    def test_are_led_to_where_a_password_is_changed(self, client):
        response = client.get("/.well-known/change-password")
        assert response["Location"] == "/accounts/password/change/"
