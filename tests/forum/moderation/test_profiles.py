"""What a profile says is taken down by a decision, and comes back exactly (safety L-18)."""

import pytest

from forum.models import Reply
from forum.moderation import deciding, parting
from forum.moderation.models import Action, AuditDetail, Decision, OfficialLetter
from members import addressing, describing, naming
from members.errors import NameNotAllowed
from members.holding import Holds
from members.models import Member
from members.parting import Parting
from tests.factories import make_discussion, make_reply
from tests.forum.moderation.reported import decide, make_case

pytestmark = pytest.mark.django_db

ABOUT = "I hate all of you.\n\nhttps://example.org"
COLUMNS = ("name", "address", "area", "about", "about_html", "html_version")


@pytest.fixture
def rude(ben: Member) -> Member:
    describing.describe(member=ben, name="Ben Rude", area="Rude Road", about=ABOUT)
    ben.refresh_from_db()
    return ben


def state_of(member):
    return Member.objects.values_list(*COLUMNS).get(pk=member.pk)


@pytest.mark.parametrize("action", [Action.HIDE_PROFILE, Action.HIDE_NAME])
class TestProfile:
    def test_is_taken_down_and_its_member_told(self, rude, mo, client, action):
        decision = decide(make_case(rude), action, by=mo)

        page = client.get(rude.get_absolute_url()).text
        assert "I hate all of you" not in page
        assert "Rude Road" not in page
        assert ("Ben Rude" in page) == (action == Action.HIDE_PROFILE)
        assert "what your profile says" in OfficialLetter.objects.get(member=rude).text
        assert decision in Decision.objects.about(rude)

    def test_is_back_exactly_when_that_is_undone(self, rude, mo, mo_client, action):
        before = state_of(rude)
        decision = decide(make_case(rude), action, by=mo)
        assert state_of(rude) != before

        mo_client.post(f"/admin/queue/undo/{decision.pk}/")

        assert state_of(rude) == before

    def test_keeps_what_was_written_since(self, rude, mo, action):
        decision = decide(make_case(rude), action, by=mo)
        rude.refresh_from_db()
        describing.describe(member=rude, name="Ben Kind", area="", about="I walk dogs.")

        deciding.undo(decision, by=mo)

        rude.refresh_from_db()
        assert (rude.name, rude.about) == ("Ben Kind", "I walk dogs.")

    def test_is_kept_nowhere_of_who_is_forgotten(self, rude, mo, action):
        decide(make_case(rude), action, by=mo)

        parting.erase(Parting(rude, choice="keep", holds=Holds(())))

        assert Decision.objects.get().before == {}
        assert not [row for row in AuditDetail.objects.all() if "Rude Road" in str(row.before)]


def test_a_neutral_name_stands_in_mentions_and_beside_what_they_wrote(rude, mo, client):
    reply = make_reply(author=rude)
    make_reply(discussion=reply.discussion, body="That is you, @ben.")

    decide(make_case(rude), Action.HIDE_NAME, by=mo)

    page = client.get(reply.discussion.get_absolute_url()).text
    assert "Ben Rude" not in page
    assert f"Member {rude.pk}" in page


class TestNameThatWasTakenDown:
    @pytest.mark.parametrize("name", ["Ben Rude", "ben  rude", "Вen Rude"])
    def test_cannot_be_typed_again_until_it_is_undone(self, rude, mo, client_of, name):
        decision = decide(make_case(rude), Action.HIDE_NAME, by=mo)
        page = client_of(rude).post("/settings", {"name": name, "about": "I walk dogs."})
        assert "Moderators took that name down" in page.text
        assert "I walk dogs." in page.text

        deciding.undo(decision, by=mo)
        rude.refresh_from_db()
        assert naming.clean_name(name, member=rude)

    def test_is_no_less_refused_when_another_follows_it(self, rude, mo):
        names = ("Ben Rude", "Ben Ruder", "Ben Rudest")
        for name in names:
            describing.rename(rude, name)
            decide(make_case(rude), Action.HIDE_NAME, by=mo)
            rude.refresh_from_db()

        for name in names:
            with pytest.raises(NameNotAllowed):
                naming.clean_name(name, member=rude)

    def test_may_be_somebody_else_s(self, rude, asha, mo):
        decide(make_case(rude), Action.HIDE_NAME, by=mo)
        assert naming.clean_name("Ben Rude", member=asha) == "Ben Rude"


class TestNameInTheAddress:
    """The profile's address is another one, and the former leads there without saying the name."""

    @pytest.fixture
    def decision(self, rude, mo):
        Member.objects.filter(pk=rude.pk).update(address="ben-rude", legacy_name="BenRude")
        make_reply(author=rude)
        rude.refresh_from_db()
        return decide(make_case(rude), Action.HIDE_NAME, by=mo)

    @pytest.mark.parametrize("former", ["ben-rude", "Ben-Rude", "BenRude"])
    def test_is_hidden(self, rude, decision, client, former):
        answer = client.get(f"/profile/{former}", follow=True)

        neutral = f"/profile/member-{rude.pk}"
        assert answer.redirect_chain[0][0] == neutral
        assert "rude" not in f"{answer.headers} {answer.text}".lower()
        for page in ("/members", "/", "/forum", f"{neutral}/replies", f"{neutral}/feed.atom"):
            assert "rude" not in client.get(page).text.lower(), page

    def test_is_not_kept_by_browsers_as_what_it_leads_to(self, decision, client):
        assert client.get("/profile/ben-rude").status_code == 302

    def test_is_hidden_in_mentions(self, rude, mo, client):
        Member.objects.filter(pk=rude.pk).update(address="ben-rude")
        reply = make_reply(body="It was @ben-rude.")

        decide(make_case(rude), Action.HIDE_NAME, by=mo)

        assert "rude" not in Reply.objects.get(pk=reply.pk).body_html.lower()

    def test_cannot_be_taken_again_until_it_is_undone(self, rude, decision, mo):
        rude.refresh_from_db()
        with pytest.raises(NameNotAllowed):
            naming.clean_address("ben-rude", member=rude)

        deciding.undo(decision, by=mo)
        rude.refresh_from_db()
        assert naming.clean_address("ben-rude", member=rude) == "ben-rude"

    def test_is_back_when_that_is_undone_and_the_other_leads_there(
        self, rude, decision, mo, client
    ):
        deciding.undo(decision, by=mo)

        assert client.get("/profile/ben-rude").status_code == 200
        assert client.get(f"/profile/member-{rude.pk}").headers["Location"] == "/profile/ben-rude"

    def test_stays_what_its_member_has_chosen_since(self, rude, decision, mo, client):
        rude.refresh_from_db()
        addressing.move(rude, "ben-kind")

        deciding.undo(decision, by=mo)

        assert client.get("/profile/ben-rude").headers["Location"] == "/profile/ben-kind"

    def test_is_the_same_neutral_one_when_it_is_done_again(self, rude, decision, mo):
        deciding.undo(decision, by=mo)
        rude.refresh_from_db()
        decide(make_case(rude), Action.HIDE_NAME, by=mo)

        rude.refresh_from_db()
        assert rude.address == f"member-{rude.pk}"


class TestNameInQuotations:
    """What the site has put above them says the new name, and the old one when that is undone."""

    QUOTATION = "> {name} wrote:\n>\n> I hate all of you.\n\nOh dear. Ben Rude wrote: nothing."

    @pytest.fixture
    def theirs(self, rude):
        return make_reply(author=rude, body="I hate all of you.")

    def hide(self, rude, mo):
        return decide(make_case(rude), Action.HIDE_NAME, by=mo)

    @pytest.mark.parametrize("name", ["Ben Rude", r"B\1 & <Rude>"])
    def test_is_hidden_and_comes_back_exactly(self, rude, theirs, mo, name):
        describing.rename(rude, name)
        body = self.QUOTATION.format(name=name)
        quoting = make_reply(parent=theirs, body=body)

        decision = self.hide(rude, mo)
        hidden = Reply.objects.get(pk=quoting.pk)
        assert hidden.body == self.QUOTATION.format(name=f"Member {rude.pk}")
        assert f"<blockquote><p>Member {rude.pk} wrote:</p>" in hidden.body_html

        deciding.undo(decision, by=mo)
        back = Reply.objects.get(pk=quoting.pk)
        assert (back.body, back.body_html) == (quoting.body, quoting.body_html)

    def test_is_hidden_in_html_too(self, rude, theirs, mo):
        describing.rename(rude, "Ben & Rude")
        body = "<blockquote><p>Ben &amp; Rude wrote:</p><p>I hate you.</p></blockquote><p>No.</p>"
        quoting = make_reply(parent=theirs, body=body, body_format="html")

        decision = self.hide(rude, mo)
        assert "Rude" not in Reply.objects.get(pk=quoting.pk).body_html

        deciding.undo(decision, by=mo)
        assert Reply.objects.get(pk=quoting.pk).body == body

    def test_is_hidden_in_an_opening_post(self, rude, mo):
        discussion = make_discussion(body=self.QUOTATION.format(name="Ben Rude"))
        make_reply(discussion=discussion, author=rude)

        self.hide(rude, mo)

        discussion.refresh_from_db()
        assert f"Member {rude.pk} wrote:" in discussion.body_html

    def test_leaves_others_whose_names_end_so(self, rude, theirs, mo):
        body = self.QUOTATION.format(name="Big Ben Rude")
        quoting = make_reply(parent=theirs, body=body)

        self.hide(rude, mo)

        assert Reply.objects.get(pk=quoting.pk).body == body


def test_only_a_profile_has_these_decisions(rude, mo_client):
    written = make_case(make_discussion(author=rude))
    assert "the profile says" not in mo_client.get(f"/admin/queue/{written.pk}/").text
    profile = make_case(rude)
    assert "the profile says" in mo_client.get(f"/admin/queue/{profile.pk}/").text
