"""The next edition, and those that are out, in the admin."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forum import hiding
from notifications import editions
from notifications.models import Edition, EditionChoice, Mail
from tests.factories import make_discussion, make_edition, make_notice, make_reply
from tests.notifications.days import TUESDAY, WEDNESDAY, after, before, evening_of, started

pytestmark = pytest.mark.django_db

NEXT = "/admin/notifications/edition/next/"
PREVIEW = f"{NEXT}preview/"
LIST = "/admin/notifications/edition/"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def _tuesday(monkeypatch):
    """It is Tuesday, an hour before the edition; Monday's round is done."""
    monkeypatch.setattr(timezone, "now", lambda: before(TUESDAY))
    editions.do_round(after(TUESDAY - timedelta(days=1)))


@pytest.fixture
def foxes(_tuesday):
    return started(before(TUESDAY) - timedelta(minutes=2), title="Foxes")


@pytest.fixture
def bins(foxes):
    return started(before(TUESDAY) - timedelta(minutes=1), title="Bins")


def sent(word="", day=TUESDAY, **choices):
    named = {f"choice-{key.removeprefix('of_')}": choice for key, choice in choices.items()}
    return {"day": day.isoformat(), "word": word, **named}


class TestNextEdition:
    def test_shows_what_would_be_in_it_and_when_it_comes_out(self, owner_client, foxes, bins):
        page = owner_client.get(NEXT).text
        assert "at 18:00 on Tuesday 17 March" in page
        assert page.index("Foxes") < page.index("Bins")

    def test_keeps_a_word_and_what_was_chosen(self, owner_client, foxes, bins):
        choices = {f"of_{foxes.pk}": "dropped", f"of_{bins.pk}": "promoted"}
        answer = owner_client.post(NEXT, sent("Mind the ice.", **choices))
        assert answer["Location"] == NEXT
        page = owner_client.get(NEXT).text
        assert "Mind the ice." in page
        assert page.count("selected") == 2
        evening_of(TUESDAY)
        edition = Edition.objects.get()
        assert edition.word == "Mind the ice."
        assert [item.discussion for item in edition.items.all()] == [bins]

    def test_takes_a_choice_back(self, owner_client, foxes):
        owner_client.post(NEXT, sent(**{f"of_{foxes.pk}": "dropped"}))
        owner_client.post(NEXT, sent(**{f"of_{foxes.pk}": ""}))
        assert not EditionChoice.objects.exists()

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("word", "long " * 1000, "at most 2000 characters"),
            ("choice", "burnt", "Select a valid choice"),
        ],
    )
    def test_brings_back_what_cannot_be_kept_with_a_message(
        self, owner_client, foxes, name, value, said
    ):
        name = f"choice-{foxes.pk}" if name == "choice" else name
        answer = owner_client.post(NEXT, {**sent(), name: value})
        assert answer.status_code == 422
        assert said in answer.text
        assert not Edition.objects.exists()

    @pytest.mark.parametrize("day", ["", "tuesday", "0000-00-00"])
    def test_is_not_confused_by_nonsense(self, owner_client, foxes, day):
        assert owner_client.post(NEXT, {"day": day, "word": "x"}).status_code == 422

    def test_says_so_where_the_edition_came_out_meanwhile(self, owner_client, foxes, monkeypatch):
        evening_of(TUESDAY)
        monkeypatch.setattr(timezone, "now", lambda: before(WEDNESDAY))
        answer = owner_client.post(NEXT, sent("Too late."), follow=True)
        assert "has come out meanwhile" in answer.text
        assert Edition.objects.get().word == ""

    @pytest.mark.usefixtures("_tuesday")
    def test_says_so_where_there_is_no_news_yet(self, owner_client):
        assert "No news yet" in owner_client.get(NEXT).text
        assert "There is no news so far" in owner_client.get(PREVIEW).text

    def test_escapes_what_people_write(self, owner_client, foxes):
        type(foxes).objects.update(title=HOSTILE)
        assert HOSTILE not in owner_client.get(NEXT).text
        assert HOSTILE not in owner_client.get(PREVIEW).text

    @pytest.mark.parametrize("address", [NEXT, PREVIEW, LIST])
    def test_is_for_the_owner_alone(self, client, asha_client, mo_client, foxes, address):
        assert mo_client.get(address).status_code == 403
        assert mo_client.post(address, sent("Mine.")).status_code == 403
        for reader in (client, asha_client):
            assert reader.get(address).status_code in {302, 403, 404}
            reader.post(address, sent("Mine."))
        assert not Edition.objects.exists()

    def test_asks_as_much_for_many_discussions_as_for_one(
        self, owner_client, foxes, django_assert_num_queries, django_assert_max_num_queries
    ):
        owner_client.get(NEXT)
        with django_assert_max_num_queries(12) as asked:
            owner_client.get(NEXT)
        for _ in range(5):
            make_reply(discussion=started(before(TUESDAY)))
        with django_assert_num_queries(len(asked)):
            owner_client.get(NEXT)


class TestPreview:
    def test_is_the_page_as_it_would_come_out_and_changes_nothing(self, owner_client, foxes, bins):
        make_notice(text="Street party", first_on=TUESDAY)
        owner_client.post(NEXT, sent("Mind the ice.", **{f"of_{bins.pk}": "promoted"}))
        kept = list(Edition.objects.values())
        page = owner_client.get(PREVIEW).text
        for part in ("A preview", "Tuesday 17 March 2026 · No. 1", "Mind the ice.", "Street party"):
            assert part in page
        assert page.index("Bins") < page.index("Foxes")
        assert list(Edition.objects.values()) == kept
        assert not Mail.objects.exists()

    def test_leaves_out_what_not_everyone_may_read(self, owner_client, foxes, mo):
        hiding.hide_discussion(foxes, by=mo)
        assert "Foxes" not in owner_client.get(PREVIEW).text

    def test_is_kept_by_nobody(self, owner_client, foxes):
        assert "no-store" in owner_client.get(PREVIEW)["Cache-Control"]


class TestIssuedEditions:
    @pytest.fixture
    def edition(self):
        return make_edition(TUESDAY, make_discussion(title=HOSTILE), word="Mind the ice.")

    def test_are_listed_with_their_numbers(self, owner_client, edition):
        Edition.objects.create(issued_on=WEDNESDAY, word="Not yet.")
        page = owner_client.get(LIST).text
        assert "17 Mar 2026" in page
        assert "18 Mar 2026" not in page
        assert NEXT in page

    def test_show_what_was_in_them(self, owner_client, edition, mo):
        address = f"{LIST}{edition.pk}/change/"
        page = owner_client.get(address).text
        assert "Mind the ice." in page
        assert "&lt;img" in page
        assert HOSTILE not in page
        hiding.hide_discussion(edition.items.get().discussion, by=mo)
        assert "taken down since" in owner_client.get(address).text

    def test_are_never_changed(self, owner_client, edition):
        for act in ("change", "delete"):
            address = f"{LIST}{edition.pk}/{act}/"
            assert owner_client.post(address, {"word": "Else."}).status_code == 403
        assert owner_client.get(f"{LIST}add/").status_code == 403

    def test_that_are_only_prepared_have_no_page(self, owner_client):
        draft = Edition.objects.create(issued_on=WEDNESDAY)
        assert owner_client.get(f"{LIST}{draft.pk}/change/").status_code == 302
