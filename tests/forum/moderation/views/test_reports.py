"""Report an Issue: reached from everywhere, open to everybody, and losing nothing."""

import re

import pytest
from django.test import Client

from forum import hiding
from forum.models import Attachment
from forum.moderation.kinds import HANDLING, Kind
from forum.moderation.models import Case, OfficialLetter, Report
from members import limits, suspending
from members.limits import Action, Rule
from tests.factories import make_discussion, make_reply
from tests.filling import after
from tests.forum.moderation.reports import WORDS, receive, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(ben):
    return make_reply(author=ben)


@pytest.fixture
def path(reply):
    return reply.get_absolute_url()


class TestTheWayThere:
    @pytest.mark.parametrize("address", ["/", "/forum", "/search?q=fox", "/rules", "/nowhere"])
    def test_is_in_the_footer_of_every_page(self, client, address):
        assert '<a class="footer__link" href="/report">Report an Issue</a>' in client.get(
            address
        ).text.replace("\n", "")

    def test_stands_beside_a_discussion_and_each_reply(self, client, reply, path):
        page = client.get(reply.discussion.get_absolute_url()).text
        assert f'href="/report?at={path}"' in page
        assert f'href="/report?at={reply.discussion.get_absolute_url()}"' in page
        said = re.sub(r"<[^>]+>", "", page)
        assert "Report reply 1 by Ben Okafor" in said
        assert f"Report discussion by {reply.discussion.author.name}" in said

    def test_stands_beside_a_profile_and_its_picture(self, client, ben):
        ben.avatar_key = "a" * 22
        ben.save()
        said = re.sub(r"<[^>]+>", "", client.get("/profile/ben").text)
        assert "Report profile of Ben Okafor" in said
        assert "Report profile picture of Ben Okafor" in said

    def test_leads_from_what_somebody_wrote_to_their_picture_in_two_steps(self, client, ben, path):
        assert "Report profile picture of" not in client.get(f"/report?at={path}").text
        ben.avatar_key = "a" * 22
        ben.save()
        kinds = client.get(f"/report?at={path}").text
        assert "report profile of Ben Okafor" in kinds
        (link,) = re.findall(r'href="([^"]+)"[^>]*>Report profile picture of Ben Okafor', kinds)
        assert "About this: profile picture of Ben Okafor" in client.get(link).text

    def test_leads_to_nobody_from_what_is_hidden(self, client, reply, path, mo):
        hiding.hide_reply(reply, by=mo)
        assert "Ben Okafor" not in client.get(f"/report?at={path}").text

    def test_stands_beside_each_picture(self, client, ben):
        for letter in "ab":
            Attachment.objects.create(
                key=letter * 22, kind=Attachment.Kind.PICTURE, size=3, widths=[640], owner=ben
            )
        pictures = [f"/media/pictures/{letter * 22}/640.webp" for letter in "ab"]
        body = "".join(f'<p><img src="{picture}" alt="A fox"></p>' for picture in pictures)
        discussion = make_discussion(author=ben, body=body, body_format="html")
        page = client.get(discussion.get_absolute_url()).text
        for picture in pictures:
            assert f'href="/report?at={picture.replace("/", "%2F")}"' in page
        assert "Report picture 2 by Ben Okafor" in re.sub(r"<[^>]+>", "", page)

    def test_leaves_no_cookie_before_there_is_a_form(self, client, path):
        assert not client.get(f"/report?at={path}").cookies
        assert client.get("/report?kind=rules").cookies

    def test_is_two_steps_long(self, client, path):
        page = client.get(f"/report?at={path}").text
        (link,) = re.findall(r'href="(/report\?kind=rules&amp;at=[^"]+)"', page)
        form = client.get(link.replace("&amp;", "&")).text
        assert f"{path}</textarea>" in form
        assert "About this: reply by Ben Okafor" in form


class TestTheForm:
    def test_asks_first_what_is_wrong_and_says_how_soon_we_look(self, client):
        page = client.get("/report").text
        for kind, handling in HANDLING.items():
            assert f'kind={kind.value}"' in page
            assert f"We look within {handling.look}." in page

    def test_begins_with_what_is_reported_most_and_says_each_kind_once(self, client):
        page = client.get("/report").text
        asked = re.findall(r'href="/report\?kind=(\w+)"', page)
        assert asked[:4] == ["rules", "fraud", "privacy", "tech"]
        assert sorted(asked) == sorted(Kind)

    def test_says_999_before_any_field(self, client):
        page = client.get("/report?kind=danger").text
        assert page.index("ring 999") < page.index("<textarea")
        assert send(client, "/about", kind="danger").status_code == 302

    def test_asks_a_visitor_for_an_e_mail_only_where_it_must(self, client):
        assert 'name="email"' in client.get("/report?kind=rules").text
        assert send(client, "/about").status_code == 302
        for kind in (Kind.INTIMATE, Kind.DEFAMATION, Kind.COPYRIGHT, Kind.PRIVACY, Kind.APPEAL):
            refused = send(client, "/about", kind=kind)
            assert refused.status_code == 422
            assert "We need it to answer you" in refused.text

    def test_never_asks_for_an_e_mail_where_a_child_is_abused(self, client):
        assert 'name="email"' not in client.get("/report?kind=child").text
        assert send(client, "/about", kind="child", email="jo@example.org").status_code == 302
        assert Report.objects.get().email == ""
        assert not OfficialLetter.objects.exists()

    def test_asks_a_member_for_neither_and_keeps_who_it_was_from_moderators(self, asha_client):
        assert 'name="email"' not in asha_client.get("/report?kind=privacy").text
        send(asha_client, "/about", kind="privacy")
        assert not Report.objects.get().is_named

    def test_says_that_a_report_of_defamation_is_no_legal_notice(self, client):
        page = client.get("/report?kind=defamation").text
        assert "It is not a legal notice." in page
        assert 'formaction="/report/notice"' in page

    def test_names_nothing_that_is_hidden(self, client, reply, path, mo):
        hiding.hide_reply(reply, by=mo)
        assert "Ben Okafor" not in client.get(f"/report?kind=rules&at={path}").text

    def test_is_open_to_who_is_suspended(self, ben_client, ben, owner):
        suspending.suspend(ben, by=owner)
        assert ben_client.get("/report?kind=appeal").status_code == 200

    @pytest.mark.parametrize("count", [1, 3])
    def test_asks_the_database_as_often_whatever_there_is(
        self, client, path, count, django_assert_num_queries
    ):
        client.get("/report?kind=rules")
        for nth in range(count):
            receive(path, network=f"203.0.113.{nth}")
        with django_assert_num_queries(3):
            client.get(f"/report?kind=rules&at={path}")


class TestSending:
    def test_answers_with_a_reference_and_what_happens_next(self, client, path):
        page = client.get(send(client, path)["Location"]).text
        report = Report.objects.get()
        assert re.fullmatch(r"R-[A-Z2-7]{10}", report.reference)
        assert report.reference in page
        assert "We look at it within 3 working days" in page

    def test_keeps_what_was_said(self, client, path):
        send(
            client,
            f"http://testserver{path}\n/about",
            relation="parent",
            support="See also page 2.",
            name="Jo\u202eBloggs",
            email="Jo@Example.org",
            may_tell_author="on",
        )
        report = Report.objects.order_by("pk")[0]
        assert (report.words, report.support) == (WORDS, "See also page 2.")
        assert (report.relation, report.name) == ("parent", "JoBloggs")
        assert report.may_tell_author
        assert not report.wants_updates
        assert report.network == "127.0.0.1"

    def test_pressed_twice_makes_one_report(self, client, path):
        form = "6ee7a4a2-5a5c-4f0f-9d0b-1a2b3c4d5e6f"
        first = send(client, path, submission=form)
        assert send(client, path, submission=form)["Location"] == first["Location"]
        assert Report.objects.count() == 1

    def test_takes_nothing_that_the_form_has_not(self, client, path, asha):
        send(
            client,
            path,
            reporter=asha.pk,
            is_named="on",
            reference="R-AAAAAAAAAA",
            state="closed",
            priority="0",
            received_at="2020-01-01",
        )
        report = Report.objects.get()
        assert report.reporter is None
        assert not report.is_named
        assert report.reference != "R-AAAAAAAAAA"
        assert report.case.priority == HANDLING[Kind.RULES].priority


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"at": "https://example.com/forum"}, "“https://example.com/forum” is not the address"),
            ({"at": "//evil.example/x"}, "is not the address of a page on this site"),
            ({"at": "javascript:alert(1)"}, "is not the address of a page on this site"),
            ({"at": "http://[bad/x"}, "is not the address of a page on this site"),
            ({"at": "A picture, of my dog"}, "“A picture, of my dog” is not the address"),
            ({"at": "/about and more"}, "“/about and more” is not the address"),
            ({"at": "a dog\n/about\na cat"}, "“a dog”; “a cat” are not addresses of pages"),
            ({"at": "a\nb\nc\nd\ne"}, "“a”; “b”; “c” and 2 more are not addresses"),
            ({"at": ""}, "Please tell us where it is"),
            ({"at": "\n".join(f"/page/{n}" for n in range(11))}, "You gave 11 addresses."),
            ({"words": "x" * 4001}, "You have 4001"),
            ({"words": "Rude."}, "10 letters at least"),
            ({"words": ""}, "Please fill this in."),
            ({"is_true": ""}, "Please tick this"),
            ({"email": "nobody"}, "Enter a valid email address."),
            ({"email": f"{'x' * 250}@example.org"}, "at most 254 characters"),
            ({"at": "/a\n" * 10_000}, "Please give 10 at most"),
            ({"relation": "owner"}, "not one of the available choices"),
            ({"submission": "1"}, "Enter a valid UUID."),
        ],
    )
    def test_is_said_and_everything_typed_stays(self, client, typed, said):
        answer = send(client, **{"at": "/about", "support": "Seen at noon.", **typed})
        assert answer.status_code == 422
        assert said in answer.text
        assert "Seen at noon." in answer.text
        assert typed.get("words", WORDS) in answer.text
        assert not Report.objects.exists()

    def test_is_no_error_of_ours_where_an_address_is_strange(self, client):
        number = "9" * 30
        for at in (f"/forum/replies/{number}", "/%00", "/%ff", f"/a#reply-{number}", "/forum/%2e"):
            assert send(client, at).status_code == 302
        for at in ("/profile/%00", "/forum/topics/a%00", "/media/files/%00"):
            assert client.get("/report", {"at": at}).status_code == 200
        assert send(client, "/\x00").status_code == 422

    def test_kind_is_asked_for_again(self, client):
        answer = client.post("/report?kind=nonsense", {"at": "/about"})
        assert "Please choose first what is wrong." in answer.text

    def test_an_old_form_gives_back_what_was_typed(self, path):
        answer = send(Client(enforce_csrf_checks=True), path)
        assert answer.status_code == 403
        assert WORDS in answer.text


class TestPrograms:
    def test_that_fill_it_in_at_once_are_asked_to_send_it_again(self, client):
        answer = send(client, "/about", **after(1))
        assert answer.status_code == 422
        assert "That was very quick." in answer.text
        assert WORDS in answer.text

    @pytest.mark.parametrize("mark", ["", "forged", ":1:2"])
    def test_that_never_saw_it_are_too(self, client, mark):
        answer = send(client, "/about", shown_at=mark)
        assert answer.status_code == 422
        assert re.search(r'name="shown_at" value="[^"]{20,}"', answer.text)

    def test_that_fill_in_what_nobody_sees_are_too(self, client):
        assert send(client, "/about", homepage="https://spam.example").status_code == 422

    def test_are_taken_and_flagged_where_it_may_not_wait(self, client):
        assert send(client, "/about", kind="danger", shown_at="").status_code == 302
        assert Case.objects.get().is_flagged


class TestLimits:
    @pytest.fixture(autouse=True)
    def _on(self, settings):
        settings.RATE_LIMITS = True

    def test_are_five_an_hour_for_a_visitor_and_ten_for_a_member(self, client, asha_client):
        for who, most in ((client, 5), (asha_client, 10)):
            answers = [send(who, f"/page/{nth}") for nth in range(most + 1)]
            assert [answer.status_code for answer in answers] == [302] * most + [429]
            assert WORDS in answers[-1].text

    def test_refuse_nothing_that_may_not_wait(self, client):
        for nth in range(6):
            answer = send(client, f"/page/{nth}", kind="danger")
        assert answer.status_code == 302
        assert Case.objects.latest("pk").is_flagged

    def test_of_the_whole_site_refuse_nobody_and_flag(self, client, monkeypatch):
        monkeypatch.setitem(
            limits.RULES, Action.REPORT_IN_ALL, Rule(site=limits.Limit(1, limits.DAY))
        )
        send(client, "/page/1")
        assert send(client, "/page/2").status_code == 302
        assert list(Case.objects.order_by("pk").values_list("is_flagged", flat=True)) == [
            False,
            True,
        ]
