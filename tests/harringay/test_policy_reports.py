"""What browsers say that our policy has stopped (safety S-14)."""

import json
import logging

import pytest

from members import limits

ACTION = limits.Action.POLICY_REPORT
ADDRESS = "/policy-reports"
REPORT = {
    "csp-report": {
        "document-uri": "http://testserver/forum/topics/foxes?key=secret",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/x.js?who=asha",
    }
}


def send(client, body):
    said = body if isinstance(body, str) else json.dumps(body)
    return client.post(ADDRESS, said, content_type="application/csp-report")


@pytest.fixture
def heard(caplog):
    """What stands in the log about it."""
    caplog.set_level(logging.WARNING, "harringay.views")
    return lambda: [
        record.getMessage() for record in caplog.records if record.name == "harringay.views"
    ]


class TestPolicyReports:
    def test_every_page_says_where_they_go(self, client, db):
        assert f"report-uri {ADDRESS}" in client.get("/")["Content-Security-Policy"]

    def test_are_in_the_log_without_addresses_that_may_be_keys(self, client, db, heard):
        assert send(client, REPORT).status_code == 204
        (said,) = heard()
        assert "script-src-elem" in said
        assert "https://evil.example/x.js" in said
        assert "forum:discussion" in said
        assert not [word for word in ("secret", "asha", "foxes") if word in said]

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "{",
            "[]",
            "null",
            '{"csp-report": 3}',
            '{"csp-report": {"document-uri": "http://["}}',
            "[" * 100_000,
        ],
    )
    def test_that_say_nothing_are_passed_over(self, client, db, heard, body):
        assert send(client, body).status_code == 204
        assert heard() == []

    def test_look_at_no_session_and_set_no_cookie(self, asha_client, django_assert_num_queries):
        with django_assert_num_queries(0):
            answer = send(asha_client, REPORT)
        assert not answer.cookies

    def test_are_refused_where_they_are_too_many(self, client, db, settings, monkeypatch):
        settings.RATE_LIMITS = True
        assert limits.RULES[ACTION].site == limits.Limit(100, 60)
        monkeypatch.setitem(limits.RULES, ACTION, limits.Rule(site=limits.Limit(2, 60)))
        answers = [send(client, REPORT) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [204, 204, 429]
        assert int(answers[-1]["Retry-After"]) > 0
