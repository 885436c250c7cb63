"""A cache that may be away."""

import pytest

from harringay.cache import ForgivingRedisCache
from tests.servers import free_port


@pytest.fixture
def away():
    """A cache whose Redis is not there."""
    return ForgivingRedisCache(f"redis://127.0.0.1:{free_port()}/0", {})


class TestForgivingRedisCache:
    def test_misses_what_it_is_asked_for(self, away):
        assert away.get("sparrow") is None
        assert away.get("sparrow", "brown") == "brown"
        assert away.get_many(["sparrow", "robin"]) == {}
        assert "sparrow" not in away

    def test_drops_what_it_is_told(self, away):
        away.set("sparrow", 1)
        away.set_many({"sparrow": 1})
        away.delete("sparrow")
        away.delete_many(["sparrow"])
        assert not away.add("sparrow", 1)
        assert not away.touch("sparrow")

    def test_makes_anew_what_a_page_cannot_do_without(self, away):
        assert away.get_or_set("sparrow", lambda: "brown") == "brown"

    def test_has_nothing_to_count_from(self, away):
        with pytest.raises(ValueError, match="sparrow"):
            away.incr("sparrow")

    def test_says_in_the_log_that_redis_is_away(self, away, caplog):
        away.get("sparrow")
        assert "Redis is away" in caplog.text

    def test_keeps_what_it_is_told_where_redis_answers(self, settings):
        if not settings.REDIS_URL:
            pytest.skip("no Redis in this run")
        cache = ForgivingRedisCache(settings.REDIS_URL, {})
        cache.set("sparrow", "brown")
        assert cache.get("sparrow") == "brown"
