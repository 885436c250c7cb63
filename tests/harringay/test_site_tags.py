"""What the templates show of moments, pages and places."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from harringay import moments
from harringay.templatetags import site

# A Wednesday afternoon in winter, when London keeps UTC.
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


def show(template: str, path: str = "/forum") -> str:
    request = RequestFactory().get(path)
    return Template("{% load site %}" + template).render(Context({"request": request}))


class TestWordsAgo:
    @pytest.mark.parametrize(
        ("ago", "words"),
        [
            (timedelta(seconds=59), "just now"),
            (timedelta(minutes=1), "1 minute ago"),
            (timedelta(minutes=59), "59 minutes ago"),
            (timedelta(hours=1), "1 hour ago"),
            (timedelta(hours=14), "14 hours ago"),
            (timedelta(hours=16), "yesterday"),
            (timedelta(days=2), "on Monday"),
            (timedelta(days=7), "18 November"),
            (timedelta(days=400), "21 October 2025"),
        ],
    )
    def test_says_it_as_people_do(self, ago, words):
        assert moments.words_ago(NOW - ago, now=NOW) == words

    def test_last_night_is_still_hours_ago_after_midnight(self):
        after_midnight = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
        assert moments.words_ago(after_midnight - timedelta(hours=2), now=after_midnight) == (
            "2 hours ago"
        )

    def test_a_clock_ahead_of_ours_has_posted_just_now(self):
        assert moments.words_ago(NOW + timedelta(seconds=30), now=NOW) == "just now"

    def test_days_begin_at_midnight_in_london(self):
        summer = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
        just_past_midnight = datetime(2026, 7, 8, 23, 30, tzinfo=UTC)
        assert moments.words_ago(just_past_midnight, now=summer) == "yesterday"


class TestWordsSince:
    @pytest.mark.parametrize(
        ("ago", "words"),
        [
            (timedelta(minutes=5), "14:55"),
            (timedelta(days=1), "yesterday"),
            (timedelta(days=6), "Thursday"),
            (timedelta(days=7), "18 November"),
        ],
    )
    def test_names_the_hour_then_the_day_then_the_date(self, ago, words):
        assert moments.words_since(NOW - ago, now=NOW) == words


class TestDateAndTime:
    def test_prints_the_london_time_and_the_year_of_old_days(self):
        element = moments.date_and_time(datetime(2010, 6, 1, 9, 12, tzinfo=UTC))
        assert element == (
            '<time datetime="2010-06-01T10:12:00+01:00" title="Tuesday 1 June 2010, 10:12">'
            "1 June 2010, 10:12</time>"
        )


class TestTimeAgo:
    def test_has_the_full_date_for_those_who_ask(self):
        element = moments.ago(datetime(2010, 3, 31, 9, 12, tzinfo=UTC))
        assert 'title="Wednesday 31 March 2010, 10:12"' in element
        assert ">31 March 2010</time>" in element

    @pytest.mark.parametrize(("second", "words"), [(0, "just now"), (59, "just now")])
    def test_says_it_as_it_was_when_the_minute_began(self, monkeypatch, second, words):
        monkeypatch.setattr(time, "time", lambda: NOW.timestamp() + second)
        assert f">{words}</time>" in moments.ago(NOW - timedelta(seconds=30))


class TestQueryWith:
    def test_keeps_what_it_does_not_change(self):
        shown = show("{% query_with page=3 %}", "/forum?sort=newest&page=2")
        assert shown == "/forum?sort=newest&amp;page=3"

    def test_takes_out_what_is_none(self):
        assert show("{% query_with page=None %}", "/forum?page=2") == "/forum"

    def test_escapes_what_strangers_put_there(self):
        assert "<" not in show("{% query_with page=2 %}", "/forum?a=%3Cb%3E")


class TestPageAddress:
    def test_the_first_page_has_no_number(self):
        assert show("{% page_address 1 %}", "/forum?page=2&sort=newest") == "/forum?sort=newest"


class TestHeadingsFrom:
    def test_begins_where_the_page_leaves_off(self):
        raised = site.headings_from('<h4>Foxes</h4><h5 lang="tr">Tilki</h5>', 2)
        assert raised == '<h2>Foxes</h2><h3 lang="tr">Tilki</h3>'

    def test_skips_no_level_that_people_skipped(self):
        assert site.headings_from("<h5>Foxes</h5><h6>Cubs</h6>", 3) == "<h3>Foxes</h3><h4>Cubs</h4>"
        assert site.headings_from("<h4>Foxes</h4><h6>Cubs</h6>", 3) == "<h3>Foxes</h3><h4>Cubs</h4>"

    def test_leaves_what_people_say_about_headings(self):
        assert site.headings_from("<p>&lt;h4&gt; and <hr></p>", 2) == "<p>&lt;h4&gt; and <hr></p>"


class TestExcerpt:
    def test_is_plain_text(self):
        assert Template("{% load site %}{{ words|excerpt }}").render(
            Context({"words": "<p>Foxes &amp; cubs</p><p>again</p>"})
        ) == ("Foxes &amp; cubs again")
