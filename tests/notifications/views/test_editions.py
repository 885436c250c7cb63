"""The Daily Edition on the site: its page, the list, and what of it everyone may see."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from forum import hiding, withdrawing
from notifications import editions
from notifications.models import Edition, EditionItem, ItemKind
from tests.factories import make_category, make_discussion, make_edition, make_notice
from tests.notifications.days import HOUR, MINUTE, TUESDAY, after, answered, hour_of, started

pytestmark = pytest.mark.django_db

PAGE = "/editions/2026-03-17"
GONE = "has been taken down since"


@pytest.fixture
def foxes(ben):
    return make_discussion(
        author=ben, title="Foxes & cubs", category=make_category(name="Wildlife")
    )


@pytest.fixture
def edition(foxes):
    return make_edition(TUESDAY, foxes, word="Mind the <ice>.\n\nOrla")


class TestPage:
    def test_shows_a_finished_issue(self, client, edition):
        page = client.get(PAGE).text.partition("<main")[2]
        parts = [
            "<h1>Tuesday’s edition</h1>",
            "Tuesday 17 March 2026 · No. 1",
            "<p>Mind the &lt;ice&gt;.</p>",
            "New",
            "/forum/topics/foxes-cubs",
            "Foxes &amp; cubs",
            "Ben Okafor",
            "Wildlife",
            "Three of them, at noon",
            "That is all for Tuesday.",
        ]
        places = [page.index(part) for part in parts]
        assert places == sorted(places)

    def test_groups_what_is_new_and_what_was_busy(self, client):
        busy = started(hour_of(TUESDAY) - timedelta(days=9), title="Bins")
        answered(busy, hour_of(TUESDAY) - HOUR, hour_of(TUESDAY) - MINUTE)
        started(hour_of(TUESDAY) - HOUR, title="Foxes")
        editions.do_round(after(TUESDAY))
        page = client.get(PAGE).text
        assert page.index("Foxes") < page.index("Busy that day") < page.index("Bins")
        assert "2 replies that day" in page

    def test_says_how_many_found_no_room(self, client, edition):
        Edition.objects.update(left_out_count=4)
        assert "without room here: 4 more" in client.get(PAGE).text

    def test_marks_the_notices_and_the_advertisements_of_its_day(self, client, edition):
        make_notice(
            text="Street party",
            link="https://party.example/?a=1&b=2",
            first_on=TUESDAY,
        )
        make_notice(
            text="Keys cut",
            link="https://keys.example",
            first_on=TUESDAY,
            is_advertisement=True,
        )
        make_notice(text="Long over", first_on=date(2026, 3, 1), last_on=date(2026, 3, 2))
        page = client.get(PAGE).text
        assert (
            '<a href="https://party.example/?a=1&amp;b=2" rel="nofollow">Street party</a>' in page
        )
        assert (
            'Advertisement</span> <a href="https://keys.example" rel="nofollow sponsored">' in page
        )
        assert "Long over" not in page

    def test_is_found_by_feed_readers(self, client, edition):
        for address in (PAGE, "/editions"):
            assert 'href="http://127.0.0.1:8000/feeds/editions.atom"' in client.get(address).text

    def test_has_one_address(self, client, edition):
        assert client.get(f"{PAGE}/")["Location"] == PAGE
        assert client.head(PAGE).status_code == 200
        assert client.post(PAGE).status_code == 405

    @pytest.mark.parametrize(
        "day",
        [
            *("2026-03-18", "2026-02-30", "2026-13-01", "0000-00-00", "9999-12-31", "2026-3-17"),
            *("20260317", "tuesday", "2026-03-17x", "２０２６-03-17", "2026-W12-2", "%00", "-1"),
        ],
    )
    def test_of_a_day_without_one_and_of_what_is_no_day_is_not_found(self, client, edition, day):
        assert client.get(f"/editions/{day}").status_code == 404

    def test_is_not_found_while_the_edition_is_only_prepared(self, client, owner_client, foxes):
        editions.prepare(
            editions.next_day(timezone.now()), word="Soon.", choices={}, now=timezone.now()
        )
        address = Edition.objects.get().get_absolute_url()
        for reader in (client, owner_client):
            assert reader.get(address).status_code == 404
            assert "edition</a>" not in reader.get("/editions").text

    def test_asks_as_much_for_many_items_as_for_one(
        self, client, edition, django_assert_num_queries
    ):
        client.get("/rules")
        for count in (0, 12):
            for number in range(count):
                EditionItem.objects.create(
                    edition=edition,
                    discussion=make_discussion(),
                    kind=ItemKind.BUSY,
                    position=number + 2,
                    newest_at=timezone.now(),
                )
            client.get("/rules")
            with django_assert_num_queries(4):
                client.get(PAGE)


class TestTombstones:
    @pytest.fixture
    def told(self, client, edition, foxes):
        """The words of what was taken down, as far as the page still has them."""

        def look():
            page = client.get(PAGE).text
            assert GONE in page
            assert "That is all for Tuesday." in page
            words = (foxes.title.split()[0], "Three of them", "Ben Okafor", foxes.slug)
            return [word for word in words if word in page]

        return look

    def test_stand_for_what_was_hidden_after_it_came_out(self, told, client, foxes, mo):
        assert GONE not in client.get(PAGE).text
        hiding.hide_discussion(foxes, by=mo)
        assert told() == []

    def test_stand_for_what_was_withdrawn(self, told, foxes, ben):
        withdrawing.withdraw_discussion(foxes, by=ben)
        assert told() == []

    def test_stand_for_what_is_in_a_hidden_category(self, told, foxes):
        foxes.category.hidden_at = timezone.now()
        foxes.category.save()
        assert "Three of them" not in told()

    def test_are_all_that_the_list_and_the_feed_do_not_even_have(self, client, edition, foxes, mo):
        hiding.hide_discussion(foxes, by=mo)
        for address in ("/editions", "/feeds/editions.rss", "/feeds/editions.json"):
            assert "Foxes" not in client.get(address).text

    def test_go_when_it_is_restored(self, client, edition, foxes, mo):
        hiding.hide_discussion(foxes, by=mo)
        foxes.refresh_from_db()
        hiding.restore_discussion(foxes, by=mo)
        assert GONE not in client.get(PAGE).text


class TestList:
    def test_has_the_newest_first_and_names_what_is_in_them(self, client, foxes):
        for ago in (2, 1, 0):
            make_edition(TUESDAY - timedelta(days=ago), foxes)
        page = client.get("/editions").text
        assert page.index("No. 3") < page.index("No. 2") < page.index("No. 1")
        assert "Foxes &amp; cubs" in page

    def test_is_cut_into_pages(self, client):
        for ago in range(31):
            make_edition(TUESDAY - timedelta(days=ago))
        assert "?page=2" in client.get("/editions").text
        assert "No. 31" in client.get("/editions?page=2").text
        for nonsense in ("3", "0", "x"):
            assert client.get(f"/editions?page={nonsense}").status_code == 404

    def test_says_so_where_there_is_none(self, client):
        assert "None has come out yet" in client.get("/editions").text

    def test_asks_as_much_for_many_as_for_one(self, client, django_assert_num_queries):
        for number in range(12):
            make_edition(TUESDAY - timedelta(days=number), make_discussion())
            if number in {0, 11}:
                client.get("/rules")
                with django_assert_num_queries(3):
                    client.get("/editions")


class TestFrontPage:
    def test_leads_to_the_latest(self, client, asha_client, foxes):
        for reader in (client, asha_client):
            assert "/editions/" not in reader.get("/").text
        make_edition(TUESDAY - timedelta(days=1), foxes)
        make_edition(TUESDAY, foxes)
        for reader in (client, asha_client):
            page = reader.get("/").text
            assert f'href="{PAGE}">Tuesday’s edition</a>' in page
            assert "2026-03-16" not in page

    def test_shows_the_notices_of_the_day_and_calls_an_advertisement_one(self, client, asha_client):
        make_notice(text="Street party & cake")
        make_notice(text="Keys cut", is_advertisement=True)
        yesterday = timezone.localdate() - timedelta(days=1)
        make_notice(text="Long over", first_on=yesterday)
        for reader in (client, asha_client):
            page = reader.get("/").text
            assert "Notice</span> Street party &amp; cake" in page
            assert "Advertisement</span> Keys cut" in page
            assert "Long over" not in page

    def test_is_made_anew_when_they_change(self, client):
        notice = make_notice(text="Street party")
        assert "Street party" in client.get("/").text
        notice.delete()
        assert "Street party" not in client.get("/").text
