"""Every old address leads to the one right page (ning.md 2)."""

import pytest
from django.db import transaction

from forum import hiding, posting
from forum.archive import addresses
from forum.archive.files import ArchiveShelf
from forum.models import Attachment, Discussion, Reply
from members.models import Member
from tests.forum.archive.moving_in import move_in

CHIPS = "/forum/topics/fish-chips"
LADDER = "/forum/topics/is-the-ladder-a-rat-run"
GARDENS = "/forum/topics/open-gardens-2013-thoughts-photos-and-requests"
WALK = "/forum/topics/a-walk-along-the-new-river"
FESTIVAL = "/forum/topics/street-festival"
PHOTO = "/forum/topics/the-ladder-in-1910"
VIDEO = "/forum/topics/riots-2011"
NOTE = "/forum/topics/skips-and-cafes"
HUGHS = "/profile/hughflouch/discussions"

LEADS = {
    # 2.2 Discussions
    "/forum?sort=mostRecent": "/forum?sort=newest",
    "/forum?sort=mostPopular&xg_source=activity": "/forum?sort=replies",
    "/forum?xg_source=activity": "/forum",
    "/forum/topics/1:Topic:101": CHIPS,
    "/forum/topics/1%3ATopic%3A101": CHIPS,
    "/forum/topic/show?id=1%3ATopic%3A101&page=1": CHIPS,
    "/forum/topics/fish-chips?id=1%3ATopic%3A101&page=6&x=1": CHIPS,
    "/forum/topics/no-such-slug?id=1%3ATopic%3A101&page=6&x=1": CHIPS,
    "/forum/topics/fish-chips?xg_source=activity": CHIPS,
    "/forum/topics/fish-chips?xg_source=msg_com_forum&page=2": CHIPS,
    "/forum/topics/fish-chips?commentId=1%3AComment%3A999": CHIPS,
    "/forum/topics/open-gardens-2013-thoughts": GARDENS,
    "/xn/detail/1:Topic:101": CHIPS,
    "/xn/detail/1%253ATopic%253A101?xg_source=activity": CHIPS,
    "/forum/topic/listForCategory?categoryId=category:traffic": "/forum/categories/traffic",
    "/forum/category/list": "/forum/categories",
    "/forum/category/listByTitle": "/forum/categories",
    "/forum/topic/listForTag?tag=Rat+Run": "/forum/tags/rat-run",
    "/forum/topic/listForTag?tag=pizza": "/search?q=pizza",
    "/forum/topic/listForContributor?user=hughflouch": HUGHS,
    "/forum/topic/featured": "/forum?sort=featured",
    "/forum/topic/search?q=fish+%26+chips": "/search?q=fish+%26+chips",
    "/forum/topic/list": "/forum",
    "/forum/topic/new": "/forum/new",
    "/m": "/",
    "/m/discussion?id=1%3ATopic%3A101": CHIPS,
    "/m/signin": "/accounts/login/",
    "/m/signup": "/accounts/signup/",
    "/forum/topics/open-gardens-2013-thoughts-photos-and-requests/showLastReply": GARDENS,
    # 2.3 Groups, blogs, pages, photos, events, video
    "/groups": "/forum/categories",
    "/group/gardening": "/forum/categories/gardening",
    "/group/gardening/forum": "/forum/categories/gardening",
    "/group/gardening/forum/topics/open-gardens-2013-thoughts-photos-and-requests": GARDENS,
    "/group/gardening/forum/topics/1:Topic:104": GARDENS,
    "/group/gardening/forum/topics/open-gardens-2013-thoughts-photos-and-requests/showLastReply": (
        GARDENS
    ),
    "/groups/group/show?id=1%3AGroup%3A1": "/forum/categories/gardening",
    "/xn/detail/1:Group:1": "/forum/categories/gardening",
    "/profiles/blogs/a-walk-along-the-new-river": WALK,
    "/profiles/blogs/a-walk-along-the": WALK,
    "/profiles/blogs/1:BlogPost:301": WALK,
    "/profiles/blog/show?id=1%3ABlogPost%3A301": WALK,
    "/profiles/blog/list?user=hughflouch": HUGHS,
    "/profiles/blog/list?tag=Ladder": "/forum/tags/ladder",
    "/profiles/blog/list": "/forum/categories/blogs",
    "/page/welcome-to-haRRingay": "/page/welcome-to-harringay-online",
    "/notes": "/forum/categories/notes",
    "/notes/Skips_%E2%80%93_and_caf%C3%A9s": NOTE,
    "/photo": "/forum/categories/photos",
    "/photo/the-ladder-in-1910?context=latest": PHOTO,
    "/photo/photos/1:Photo:501": PHOTO,
    "/photo/albums/old-harringay": "/forum/categories/photos",
    "/photo/photo/show?id=1%3APhoto%3A501": PHOTO,
    "/photo/photo/listForContributor?screenName=hughflouch": HUGHS,
    "/photo/photo/listTagged?tag=Ladder": "/forum/tags/ladder",
    "/video": "/forum/categories/videos",
    "/video/riots-2011": VIDEO,
    "/events": "/forum/categories/events",
    "/events/street-festival": FESTIVAL,
    "/events/event/listUpcoming": "/forum/categories/events",
    "/events/event/listByDate?date=2011-12-3": "/forum/categories/events",
    "/events/event/listByType?type=party": "/forum/categories/events",
    "/events/event/new": "/forum/new",
    "/events/event/export?id=1%3AEvent%3A401": FESTIVAL,
    # 2.4 People
    "/profile/HughFlouch": "/profile/hughflouch",
    "/xn/detail/u_hughflouch": "/profile/hughflouch",
    "/xn/detail/f_hughflouch": "/profile/hughflouch",
    "/profiles": "/settings",
    "/profiles/members": "/members",
    "/profiles/friend/list?user=hughflouch": HUGHS,
    "/profiles/message/listInbox": "/settings",
    "/profiles/settings/editPassword": "/accounts/password/change/",
    "/profiles/profile/emailSettings?xg_source=msg_mes_network": "/settings",
    # 2.5 Network pages
    "/main": "/",
    "/main/index": "/",
    "/main/index/index": "/",
    "/main/search/search?q=foxes": "/search?q=foxes",
    "/main/authorization/signUp": "/accounts/signup/",
    "/main/authorization/signIn?target=https%3A%2F%2Fevil.example": "/accounts/login/",
    "/main/authorization/signOut": "/accounts/logout/",
    "/main/authorization/termsOfService?previousUrl=https%3A%2F%2Fevil.example": "/terms",
    "/main/authorization/privacyPolicy": "/privacy",
    "/main/embeddable/list": "/badges",
    "/main/index/report": "/report",
    "/main/optout/optout?x=y": "/settings",
    "/leaderboards": "/forum?sort=replies",
    # 2.6 Feeds
    "/activity/log/list?fmt=rss": "/feeds/activity.atom",
    "/forum/topic/list?feed=yes&xn_auth=no&sort=mostRecent": "/feeds/discussions.atom",
    "/forum?sort=mostRecent&feed=yes&xn_auth=no": "/feeds/discussions.atom",
    "/forum/topics/fish-chips?feed=yes&xn_auth=no": "/feeds/topics/fish-chips.atom",
    "/forum/topic/listForCategory?categoryId=category:traffic&feed=yes&xn_auth=no": (
        "/feeds/categories/traffic.atom"
    ),
    "/forum/topic/listForTag?tag=ladder&feed=yes&xn_auth=no": "/feeds/tags/ladder.atom",
    "/forum/topic/listForContributor?user=hughflouch&feed=yes&xn_auth=no": (
        "/feeds/members/hughflouch.atom"
    ),
    "/profiles/blog/feed?xn_auth=no": "/feeds/categories/blogs.atom",
    "/profiles/blog/feed?xn_auth=no&user=hughflouch": "/feeds/members/hughflouch.atom",
    "/profiles/blog/feed?xn_auth=no&tag=Ladder": "/feeds/tags/ladder.atom",
    "/profiles/comment/feed?attachedTo=hughflouch": "/feeds/members/hughflouch.atom",
    "/events/event/feed?xn_auth=no": "/feeds/categories/events.atom",
    "/photo/photo/rss": "/feeds/categories/photos.atom",
    "/notes/index/feed": "/feeds/categories/notes.atom",
    "/leaderboards/topcontent/month?feed=yes&xn_auth=no&n=20": "/feeds/discussions.atom",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _moved_in(django_db_setup, django_db_blocker):
    """One archive for all these tests, none of which changes more than it takes back."""
    with django_db_blocker.unblock(), transaction.atomic():
        move_in(shelf=ArchiveShelf)
        yield
        transaction.set_rollback(True)


class TestOldAddresses:
    @pytest.mark.parametrize(("old", "new"), LEADS.items())
    def test_lead_to_one_page(self, client, old, new):
        answer = client.get(old)
        assert (answer.status_code, answer.headers.get("Location")) == (301, new)

    @pytest.mark.parametrize("target", sorted(set(LEADS.values())))
    def test_what_they_lead_to_is_there(self, client, target):
        assert client.get(target).status_code in {200, 302, 405}

    @pytest.mark.parametrize(
        "old",
        [
            "/xn/detail/1:Topic:999999",
            "/xn/detail/%00",
            "/xn/detail/u_nobody",
            "/forum/topics/1:Topic:999999",
            "/forum/topic/show?id=nonsense",
            "/forum/topic/no_such_action",
            "/group/no-such-group",
            "/events/no-such-event-at-all",
            "/notes/" + "x" * 400,
            "/forum/attachment/download?id=1:File:999",
        ],
    )
    def test_unknown_ones_are_not_found(self, client, old):
        assert client.get(old).status_code == 404

    def test_what_is_not_found_offers_a_search(self, client):
        page = client.get("/events/the-big-dinner").content.decode()
        assert '<a href="/search?q=the%20big%20dinner">' in page


class TestReplies:
    @pytest.mark.parametrize(
        "old",
        [
            "/xn/detail/1:Comment:222",
            "/forum/topics/is-the-ladder-a-rat-run?commentId=1%3AComment%3A222",
            "/forum/topics/is-the-ladder-a-rat-run?commentId=1%253AComment%253A222",
            "/forum/topics/is-the-ladder-a-rat-run?page=2&commentId=1%3AComment%3A222&x=1",
            "/forum/topics/cut-off?commentId=1%3AComment%3A222",
            "/forum/topic/show?commentId=1%3AComment%3A222&id=1%3ATopic%3A102",
        ],
    )
    def test_lead_to_their_place(self, client, old):
        reply = Reply.objects.get(legacy_id="1:Comment:222")
        assert client.get(old).headers["Location"] == f"{LADDER}#reply-{reply.pk}"

    def test_lead_to_their_page_of_a_long_discussion(self, client):
        author = Member.objects.get(legacy_name="hughflouch")
        first = Reply.objects.get(legacy_id="1:Comment:221")
        for _ in range(20):
            posting.post_reply(
                discussion=first.discussion, author=author, body="Indeed", parent=first
            )
        answer = posting.post_reply(discussion=first.discussion, author=author, body="Last")
        Reply.objects.filter(pk=answer.pk).update(legacy_id="1:Comment:299")
        moved = client.get("/xn/detail/1:Comment:299").headers["Location"]
        assert moved == f"{LADDER}?page=2#reply-{answer.pk}"

    def test_of_a_blog_post_lead_there_too(self, client):
        reply = Reply.objects.get(legacy_id="1:Comment:310")
        old = "/profiles/blogs/a-walk-along-the-new-river?commentId=1%3AComment%3A310"
        assert client.get(old).headers["Location"] == f"{WALK}#reply-{reply.pk}"

    def test_the_newest_is_not_remembered(self, client):
        answer = client.get(f"{LADDER}/showLastReply")
        newest = Reply.objects.get(legacy_id="1:Comment:223")
        assert answer.headers["Location"] == f"{LADDER}#reply-{newest.pk}"
        assert answer.headers["Cache-Control"] == "no-store"


class TestFiles:
    def test_are_found_by_the_number_in_their_id(self, client):
        menu = Attachment.objects.get(name="menu.pdf")
        answer = client.get("/forum/attachment/download?id=1%3AUploadedFile%3A12")
        assert answer.headers["Location"] == menu.get_absolute_url()

    def test_of_what_is_hidden_are_not_found(self, client, mo):
        menu = Attachment.objects.get(name="menu.pdf")
        assert menu.discussion
        hiding.hide_discussion(menu.discussion, by=mo)
        answer = client.get("/forum/attachment/download?id=1%3AUploadedFile%3A12")
        assert answer.status_code == 404


class TestHiddenAndGone:
    @pytest.mark.parametrize("old", ["/xn/detail/1:Topic:103", "/profiles/blogs/half-a-thought"])
    def test_what_is_hidden_looks_like_what_never_was(self, client, old):
        assert client.get(old).status_code == 404

    def test_a_private_group_is_not_found(self, client):
        assert client.get("/group/wardpanel").status_code == 404
        assert client.get("/xn/detail/1:Group:2").status_code == 404

    def test_moderators_find_what_is_hidden(self):
        moderator = Member.objects.get(legacy_name="3a28calx54gma")
        found = addresses.of_id("1:Topic:103", moderator)
        assert found == Discussion.objects.get(slug="panel-minutes")

    @pytest.mark.parametrize(
        "old",
        [
            "/xn/detail/1:Topic:104",
            "/forum/topics/1:Topic:104",
            "/forum/topic/show?id=1:Topic:104",
            "/forum/topics/1:Topic:104?feed=yes",
        ],
    )
    def test_what_was_deleted_is_gone(self, client, old):
        Discussion.objects.get(legacy_id="1:Topic:104").delete()
        answer = client.get(old)
        assert answer.status_code == 410
        assert "This has been taken away" in answer.content.decode()
