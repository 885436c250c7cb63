"""Visitors are told apart for a day, and nobody can tell who they were."""

import time
from datetime import UTC, datetime

from harringay.visitors import visitor_of

PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36"
# Summer: midnight in London is at eleven in the evening by UTC.
EVENING = datetime(2026, 7, 1, 21, 30, tzinfo=UTC)


def key(address="192.0.2.1", agent=PHONE):
    return visitor_of({"REMOTE_ADDR": address, "HTTP_USER_AGENT": agent})


class TestVisitorOf:
    def test_is_the_same_all_day_and_another_after_midnight_in_london(self, monkeypatch):
        seen = []
        for minutes in (0, 89, 91):
            moment = EVENING.timestamp() + 60 * minutes
            monkeypatch.setattr(time, "time", lambda moment=moment: moment)
            seen.append(key())
        assert seen[0] == seen[1]
        assert seen[1] != seen[2]

    def test_tells_addresses_apart_without_keeping_them(self):
        first, second = key("192.0.2.1"), key("192.0.2.2")
        assert first
        assert first != second

    def test_cannot_be_worked_out_without_the_key_of_the_site(self, settings):
        before = key()
        settings.SECRET_KEY = "another-key-of-more-than-sixty-four-characters-" + "0123456789" * 3
        assert key() != before

    def test_is_nobody_where_a_robot_asks(self):
        for robot in ("Googlebot/2.1", "curl/8.5.0", ""):
            assert key(agent=robot) is None
