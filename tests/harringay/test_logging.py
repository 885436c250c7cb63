"""What the log says of each request, and what it does not (safety S-60)."""

import json
import logging

import pytest

from forum.moderation import links
from harringay.logging import JsonFormatter, request_id
from harringay.middleware.request_ids import HEADER
from notifications import private_feeds, subscribing
from notifications.models import PrivateKind
from tests.factories import PASSWORD, make_reply
from tests.forum.moderation.cases import make_case, make_decision

SECRET = "a password that nobody may read in the log"


@pytest.fixture
def lines():
    """Every line that is written meanwhile, as it would be."""
    written = []

    class Keeper(logging.Handler):
        def emit(self, record):
            written.append(json.loads(JsonFormatter().format(record)))

    keeper = Keeper()
    logging.getLogger().addHandler(keeper)
    level, logging.getLogger().level = logging.getLogger().level, logging.INFO
    yield written
    logging.getLogger().removeHandler(keeper)
    logging.getLogger().level = level


class TestJsonFormatter:
    def test_keeps_whatever_was_sent_on_one_line_and_in_utc(self):
        record = logging.makeLogRecord({"msg": "at /x\r\n{forged: 1}\u2028", "created": 0})
        line = JsonFormatter().format(record)
        assert "\n" not in line
        assert "\r" not in line
        assert json.loads(line)["at"] == "1970-01-01T00:00:00.000+00:00"

    def test_names_the_request(self):
        token = request_id.set("abc")
        line = json.loads(JsonFormatter().format(logging.makeLogRecord({"msg": "x"})))
        request_id.reset(token)
        assert line["request"] == "abc"


@pytest.mark.django_db
class TestTheLog:
    def test_leads_from_an_answer_to_its_lines(self, client, lines):
        answer = client.get("/no-such-page", headers={HEADER: "forged"})
        assert [line["request"] for line in lines] == [answer[HEADER]]
        assert answer[HEADER] != "forged"

    def test_says_who_came_and_went_by_number_and_never_a_password(self, client, asha, lines):
        client.post("/accounts/login/", {"login": asha.email, "password": SECRET})
        client.post("/accounts/login/", {"login": asha.email, "password": PASSWORD})
        client.post("/accounts/logout/")
        said = " ".join(line["message"] for line in lines)
        assert "Somebody was not signed in" in said
        assert f"Member {asha.pk} signed in" in said
        assert f"Member {asha.pk} signed out" in said
        for private in (SECRET, PASSWORD, asha.email, client.cookies["session"].value or "-" * 40):
            assert private not in json.dumps(lines)

    def test_says_who_was_refused_what(self, mo_client, lines):
        mo_client.get("/admin/forum/page/")
        assert "Forbidden (Permission denied): /admin/forum/page/" in {
            line["message"] for line in lines
        }

    def test_says_which_limit_was_reached(self, client, lines):
        for _ in range(40):
            client.post("/accounts/login/", {"login": "nobody", "password": SECRET})
        assert any(line["message"].startswith("Too much of ") for line in lines)
        assert SECRET not in json.dumps(lines)

    def test_has_no_key_that_an_address_is(self, client, asha, lines):
        """A form that is not filled in, at the end of a link that was mailed."""
        decision = make_decision(make_case(make_reply(author=asha)), about=asha, by=None)
        path = links.decision_path(decision)
        token = path.split("/")[2]
        assert client.post(path, {"words": ""}).status_code == 422
        (line,) = [line for line in lines if "/decisions/" in line["message"]]
        assert token not in json.dumps(lines)
        assert f"/decisions/…/{decision.pk}" in line["message"]

    def test_has_no_key_of_a_feed_that_cannot_be_made(self, client, asha, lines, monkeypatch):
        feed = subscribing.renew(PrivateKind.FOLLOWS, member=asha)
        monkeypatch.setattr(private_feeds, "made_of", lambda *_given: 1 / 0)
        assert client.get(f"/feeds/private/{feed.token}.rss").status_code == 500
        assert any("/feeds/private/….rss" in line["message"] for line in lines)
        assert feed.token not in json.dumps(lines)

    def test_has_no_body_of_a_form(self, asha_client, lines):
        asha_client.post("/forum/new", {"title": "", "body": SECRET})
        asha_client.post("/forum/topics/nowhere/replies", {"body": SECRET})
        assert lines
        assert SECRET not in json.dumps(lines)
