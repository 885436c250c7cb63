"""The fictional neighbourhood moving in and out."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from forum import counting, demoing
from forum.demo import portraits, reader
from forum.errors import NoPlaceForDemo
from forum.models import Category, Discussion, Event, Reply, SiteIdentity, Tag
from harringay import html
from members import avatars
from members.models import Member
from tests.factories import make_category, make_discussion, make_member, make_reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_root")]

CAST = ["owner", "mo", "asha", "ben"]


@pytest.fixture
def _two_stories(monkeypatch):
    """The one argument with every state of a reply, and one more: quick to tell, and to draw."""
    told = [it for it in reader.discussions() if it.key in {"cpz-hours", "breakfast"}]
    monkeypatch.setattr(reader, "discussions", lambda: told)
    monkeypatch.setattr(portraits, "portrait", lambda _address, sizes: dict.fromkeys(sizes, b""))


class TestSeedDemo:
    def test_tells_every_story_with_all_its_states(self):
        demoing.seed_demo()
        stories = reader.discussions()
        assert Discussion.objects.filter(is_demo=True).count() == len(stories)
        assert Reply.objects.count() == sum(len(story.replies) for story in stories)
        assert Discussion.objects.exclude(closed_at=None).count() == 1
        assert Discussion.objects.exclude(hidden_at=None).count() == 1
        assert Discussion.objects.filter(is_pinned=True).count() == 1
        assert Discussion.objects.featured().count() == sum(story.featured for story in stories)
        assert Reply.objects.exclude(withdrawn_at=None).count() == 2
        assert Reply.objects.exclude(hidden_at=None).count() == 1

    @pytest.mark.usefixtures("_two_stories")
    def test_leaves_every_number_right(self):
        demoing.seed_demo()
        assert counting.recount() == 0

    @pytest.mark.usefixtures("_two_stories")
    def test_happened_in_the_past_in_the_order_of_the_stories(self):
        demoing.seed_demo()
        just_now = timezone.now() - timedelta(minutes=1)
        assert not Event.objects.filter(happened_at__gt=just_now).exists()
        assert not Reply.objects.filter(posted_at__lt=F("discussion__started_at")).exists()
        assert not Discussion.objects.filter(last_activity_at__gt=just_now).exists()

    @pytest.mark.usefixtures("_two_stories")
    def test_keeps_source_and_clean_html_together(self):
        demoing.seed_demo()
        for written in [*Discussion.objects.all(), *Reply.objects.all()]:
            assert written.body_html == html.render(written.body, html.TEXT)
        identity = SiteIdentity.current()
        assert identity.advertising_html == html.clean(identity.advertising)

    @pytest.mark.usefixtures("_two_stories")
    def test_two_in_three_have_a_picture_of_our_own(self, media_root):
        demoing.seed_demo()
        pictured = Member.objects.exclude(avatar_key="")
        assert 18 <= len(pictured) <= 22
        for member in pictured:
            for size in (96, 512):
                assert (media_root / avatars.stored_at(member.avatar_key, size)).exists()

    @pytest.mark.usefixtures("_two_stories")
    def test_the_cast_can_sign_in(self, rf):
        demoing.seed_demo()
        for address in CAST:
            member = authenticate(
                rf.post("/accounts/login/"), email=f"{address}@example.org", password="harringay"
            )
            assert member == Member.objects.get(address=address)
            assert EmailAddress.objects.get(user=member).verified

    @pytest.mark.usefixtures("_two_stories")
    def test_one_neighbour_has_left_and_cannot_sign_in(self):
        demoing.seed_demo()
        vernon = Member.objects.get(address="vernon")
        assert vernon.has_left
        assert vernon.email is None
        assert not vernon.has_usable_password()
        assert not EmailAddress.objects.filter(user=vernon).exists()

    @pytest.mark.usefixtures("_two_stories")
    def test_the_owner_made_the_site(self):
        demoing.seed_demo()
        identity = SiteIdentity.current()
        assert identity.creator == Member.objects.get(address="owner")
        assert identity.creator_name == "Orla Penhaligon"

    @pytest.mark.usefixtures("_two_stories")
    def test_doing_it_twice_changes_nothing(self):
        assert demoing.seed_demo()
        assert not demoing.seed_demo()
        assert Discussion.objects.count() == 2

    def test_is_refused_where_real_people_are(self, asha):
        with pytest.raises(NoPlaceForDemo, match="real members"):
            demoing.seed_demo()
        assert list(Member.objects.all()) == [asha]

    def test_is_refused_where_strangers_can_reach_the_site(self, settings):
        settings.IS_LOOPBACK = False
        with pytest.raises(NoPlaceForDemo, match="SITE_URL"):
            demoing.seed_demo()
        assert not Member.objects.exists()


@pytest.mark.usefixtures("_two_stories")
class TestRemoveDemo:
    def test_leaves_an_empty_site_as_it_was(self):
        demoing.seed_demo()
        assert demoing.remove_demo() == len(reader.neighbours()) + 2
        for model in (Member, Discussion, Reply, Event, Tag, Category):
            assert not model.objects.exists()
        assert SiteIdentity.current().creator_name == SiteIdentity().creator_name
        assert not SiteIdentity.current().about

    def test_leaves_no_picture_behind(self, media_root, django_capture_on_commit_callbacks):
        demoing.seed_demo()
        with django_capture_on_commit_callbacks(execute=True):
            demoing.remove_demo()
        assert not list(media_root.rglob("*.webp"))

    def test_removes_nothing_where_there_is_none(self):
        kept = make_reply()
        assert demoing.remove_demo() == 0
        assert Reply.objects.get() == kept

    def test_keeps_what_real_members_wrote_in_discussions_of_their_own(self):
        demoing.seed_demo()
        room = Category.objects.get(slug="over-the-fence")
        kept = make_reply(discussion=make_discussion(category=room))
        demoing.remove_demo()
        assert list(Reply.objects.all()) == [kept]
        assert list(Category.objects.all()) == [room]
        assert counting.recount() == 0

    def test_takes_a_demo_members_branch_out_of_a_real_discussion(self):
        demoing.seed_demo()
        discussion = make_discussion(author=make_member(), category=make_category())
        kept = make_reply(discussion=discussion)
        branch = make_reply(parent=kept, author=Member.objects.get(address="ben"))
        make_reply(parent=branch)
        demoing.remove_demo()
        assert list(Reply.objects.all()) == [kept]
        kept.refresh_from_db()
        assert kept.answer_count == 0

    def test_keeps_the_words_that_a_new_owner_gave_the_site(self):
        demoing.seed_demo()
        owner = make_member(name="Hugh")
        SiteIdentity.objects.update(creator=owner, creator_name="Hugh", about="Ours.")
        demoing.remove_demo()
        identity = SiteIdentity.current()
        assert (identity.creator, identity.creator_name, identity.about) == (owner, "Hugh", "Ours.")


@pytest.mark.usefixtures("_two_stories")
class TestCommand:
    def test_says_how_to_sign_in(self):
        out = StringIO()
        call_command("seed_demo", stdout=out)
        assert "owner@example.org" in out.getvalue()

    def test_says_so_when_there_was_nothing_to_do(self):
        out = StringIO()
        demoing.seed_demo()
        call_command("seed_demo", stdout=out)
        assert "nothing was changed" in out.getvalue()

    def test_fails_where_it_must_not_seed(self, asha):
        with pytest.raises(CommandError, match="real members"):
            call_command("seed_demo", stdout=StringIO())
