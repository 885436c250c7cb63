"""The graphs of views: for those who look after the site, the same in bars and in numbers."""

from datetime import date, timedelta

import html5lib
import pytest

from forum.models import DailyViews, Discussion
from tests.factories import make_discussion

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
SVG = "{http://www.w3.org/2000/svg}"
SITE = "/admin/forum/discussion/views/"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("forum.admin.views_graph.timezone.localdate", lambda: TODAY)


@pytest.fixture
def discussion():
    """Seen twice today, eight times yesterday, and a thousand times two months ago."""
    discussion = make_discussion()
    _seen(discussion, {TODAY: 2, TODAY - timedelta(days=1): 8, date(2026, 9, 30): 1000})
    return discussion


def _seen(discussion, views):
    for day, count in views.items():
        DailyViews.objects.create(discussion=discussion, seen_on=day, count=count)
    Discussion.objects.filter(pk=discussion.pk).update(view_count=sum(views.values()))


def _page(discussion):
    return f"/admin/forum/discussion/{discussion.pk}/change/"


def _graphs(client, address):
    """Each graph's table by its caption, and the heights of its bars, oldest first."""
    page = client.get(address).text
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    return {
        figure.find("figcaption/strong").text: (_numbers(figure), _heights(figure))
        for figure in tree.iter("figure")
    }


def _numbers(figure):
    return {row.find("th").text: row.find("td").text for row in figure.iterfind(".//tbody/tr")}


def _heights(figure):
    return [int(bar.get("height")) for bar in figure.iter(f"{SVG}rect")]


class TestOfADiscussion:
    def test_shows_thirty_days_in_bars_and_in_numbers(self, mo_client, discussion):
        numbers, heights = _graphs(mo_client, _page(discussion))["The last 30 days"]
        assert len(numbers) == len(heights) == 30
        assert numbers["23 November 2026"] == "2"
        assert numbers["22 November 2026"] == "8"
        assert numbers["25 October 2026"] == "0"
        assert heights[-2:] == [100, 25]
        assert set(heights[:-2]) == {0}

    def test_shows_every_month_since_the_first(self, mo_client, discussion):
        graph = _graphs(mo_client, _page(discussion))["By month"]
        assert graph == (
            {"November 2026": "10", "October 2026": "0", "September 2026": "1,000"},
            [100, 0, 1],
        )

    def test_shows_no_other_discussion_s(self, mo_client, discussion):
        other = make_discussion()
        numbers, _ = _graphs(mo_client, _page(other))["The last 30 days"]
        assert set(numbers.values()) == {"0"}

    def test_says_how_many_are_older_than_the_days(self, mo_client, discussion):
        Discussion.objects.update(view_count=1010 + 1234)
        page = mo_client.get(_page(discussion)).text
        assert "And 1,234 views from before days were counted." in page

    def test_says_in_words_what_the_bars_show(self, mo_client, discussion):
        words = " ".join(mo_client.get(_page(discussion)).text.split())
        assert "10 views, at most 8 in one day (22 November 2026)" in words

    def test_asks_as_much_for_many_days_as_for_few(
        self, mo_client, discussion, django_assert_max_num_queries
    ):
        mo_client.get(_page(discussion))
        with django_assert_max_num_queries(30) as few:
            mo_client.get(_page(discussion))
        _seen(discussion, {date(2020, 1, 1) + timedelta(days=n): 1 for n in range(300)})
        with django_assert_max_num_queries(len(few)):
            mo_client.get(_page(discussion))

    def test_needs_no_script_and_no_style(self, mo_client, discussion):
        page = mo_client.get(_page(discussion)).text
        figures = page[page.index("<figure") : page.rindex("</figure>")]
        assert "style=" not in figures
        assert "<script" not in figures


class TestOfTheSite:
    def test_adds_all_discussions_up(self, mo_client, discussion):
        _seen(make_discussion(), {TODAY: 5})
        numbers, _ = _graphs(mo_client, SITE)["The last 30 days"]
        assert numbers["23 November 2026"] == "7"
        assert numbers["22 November 2026"] == "8"

    def test_is_found_from_the_list(self, mo_client, discussion):
        assert SITE in mo_client.get("/admin/forum/discussion/").text

    def test_shows_days_without_any(self, mo_client):
        numbers, heights = _graphs(mo_client, SITE)["The last 30 days"]
        assert set(numbers.values()) == {"0"}
        assert set(heights) == {0}


class TestWhoMayNot:
    def test_visitors_and_members_see_neither(self, client, asha_client, discussion):
        for address in (SITE, _page(discussion)):
            assert client.get(address).status_code == 302
            assert asha_client.get(address).status_code in {302, 403}
            assert "<figure" not in asha_client.get(address, follow=True).text

    def test_nor_staff_without_the_right(self, mo, mo_client, discussion, monkeypatch):
        monkeypatch.setattr("members.models.Member.has_perm", lambda *_: False)
        assert mo_client.get(SITE).status_code == 403
        assert mo_client.get(_page(discussion)).status_code == 403

    def test_no_page_of_the_forum_shows_them(self, client, discussion):
        page = client.get(discussion.get_absolute_url())
        assert page.status_code == 200
        assert "22 November 2026" not in page.text
