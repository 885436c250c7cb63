"""What became of a report: for whoever sent it, and for nobody else."""

import pytest

from forum.moderation import links, reporting
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, OfficialLetter, Report, State, with_status_links
from tests.factories import make_reply
from tests.forum.moderation.reported import decide
from tests.forum.moderation.reports import receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(ben):
    return receive(make_reply(author=ben).get_absolute_url(), email="jo@example.org")


class TestStatus:
    def test_is_shown_with_its_token(self, client, report):
        page = client.get(report.status_path)
        assert report.reference in page.text
        assert report.words in page.text
        assert page["Referrer-Policy"] == "no-referrer"
        assert "no-store" in page["Cache-Control"]

    @pytest.mark.parametrize("asked", ["", "?token=", "?token=wrong", "?token=%00", "?token=é"])
    def test_is_not_there_without_it(self, client, mo_client, report, asked):
        assert client.get(f"/report/{report.reference}{asked}").status_code == 404
        assert mo_client.get(f"/report/{report.reference}{asked}").status_code == 404
        assert client.post(f"/report/{report.reference}{asked}").status_code == 404

    def test_of_another_report_is_not_there_with_this_token(self, client, report):
        other = receive("/about", network="203.0.113.9")
        token = report.status_path.partition("?")[2]
        assert client.get(f"/report/{other.reference}?{token}").status_code == 404

    def test_is_shown_to_the_member_who_sent_it_and_no_other(self, asha_client, ben_client, asha):
        mine = receive("/about", by=asha)
        assert asha_client.get(f"/report/{mine.reference}").status_code == 200
        assert ben_client.get(f"/report/{mine.reference}").status_code == 404

    def test_has_no_empty_link_where_nothing_was_pointed_at(self, client, report):
        Report.objects.update(address="")
        page = client.get(report.status_path)
        assert "<dt>About</dt>" not in page.text
        assert 'href=""' not in page.text

    def test_leads_to_an_appeal_once_it_is_decided(self, client, report, mo):
        path = f'href="{links.appeal_path(report)}"'
        assert path not in client.get(report.status_path).text
        decide(report.case, Action.NOTHING, by=mo)
        assert path in client.get(report.status_path).text

    @pytest.mark.parametrize(
        ("action", "told"),
        [(Action.HIDE, "It has been removed"), (Action.NOTHING, "It has not been removed")],
    )
    def test_says_what_came_of_it_to_whoever_gave_no_address(self, client, ben, mo, action, told):
        report = receive(make_reply(author=ben).get_absolute_url())
        assert told not in client.get(report.status_path).text
        decide(report.case, action, by=mo)
        assert told in client.get(report.status_path).text

    def test_says_what_was_answered_to_a_question(self, client, mo):
        report = receive("/about", kind=Kind.TECH)
        decide(report.case, Action.NOTHING, by=mo, reasons="It works again <since> noon.")
        page = client.get(report.status_path).text
        assert "It works again &lt;since&gt; noon." in page
        assert "It has not been removed" not in page

    def test_offers_no_appeal_where_nothing_was_decided(self, client, report):
        client.post(report.status_path)
        page = client.get(report.status_path).text
        assert "Taken back" in page
        assert links.appeal_path(report) not in page

    def test_leads_to_what_it_is_about_while_that_can_be_seen(self, client, report, mo):
        link = f'<a href="{report.address}">'
        assert link in client.get(report.status_path).text
        decide(report.case, Action.HIDE, by=mo)
        page = client.get(report.status_path).text
        assert link not in page
        assert report.address in page

    def test_says_nothing_of_the_author_or_of_other_reports(self, client, report):
        receive(report.address, network="203.0.113.9", words="Somebody else’s words.")
        page = client.get(report.status_path).text
        assert "Ben Okafor" not in page
        assert "Somebody else’s words." not in page

    def test_lists_what_was_sent_with_it(self, client):
        first = receive("/about", "/rules")
        second = Report.objects.get(address="/rules")
        assert second.status_path.replace("&", "&amp;") in client.get(first.status_path).text

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_asks_the_database_as_often_whatever_there_is(
        self, client, report, count, django_assert_num_queries
    ):
        client.get("/report")
        for nth in range(count):
            receive(report.address, network=f"198.51.100.{nth}")
        with django_assert_num_queries(6):
            client.get(report.status_path)


class TestTakingBack:
    def test_is_one_press(self, client, report):
        assert "I no longer want this looked at" in client.get(report.status_path).text
        page = client.post(report.status_path, follow=True).text
        assert "You took this report back." in page
        assert "I no longer want this looked at" not in page
        report.case.refresh_from_db()
        assert report.case.state == State.WITHDRAWN

    def test_twice_changes_nothing(self, client, report):
        client.post(report.status_path)
        assert client.post(report.status_path).status_code == 302


class TestTheLetter:
    def test_says_what_was_chosen_and_by_when(self, report):
        letter = OfficialLetter.objects.get()
        assert letter.email == "jo@example.org"
        assert report.reference in letter.subject
        assert "somebody looks at it within 3 working days" in letter.text
        assert "Ben Okafor" not in letter.text

    def test_holds_no_token_until_it_goes_out(self, report, settings):
        token = report.status_path.partition("token=")[2]
        letter = OfficialLetter.objects.get()
        assert token not in letter.text
        assert f"{settings.SITE_URL}{report.status_path}\n" in with_status_links(letter.text)

    def test_works_with_a_key_that_has_been_changed_since(self, client, report, settings):
        path = report.status_path
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another key that is quite long enough for anybody to use it"
        assert report.status_path == path
        assert client.get(path).status_code == 200

    def test_is_none_for_a_visitor_who_gave_no_address(self):
        receive("/about")
        assert not OfficialLetter.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "body"), [(Kind.PRIVACY, "Information Commissioner"), (Kind.COMPLAINT, "Ofcom")]
    )
    def test_names_who_else_can_be_asked(self, kind, body):
        receive("/about", kind=kind, email="jo@example.org")
        assert body in OfficialLetter.objects.get().text


def test_a_report_taken_back_twice_has_one_moment(report):
    reporting.withdraw(report)
    report.refresh_from_db()
    first = report.withdrawn_at
    reporting.withdraw(report)
    report.refresh_from_db()
    assert report.withdrawn_at == first
