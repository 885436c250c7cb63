"""Choosing what one is told: in general, and of each thing that is followed."""

import pytest

from forum import following
from forum.models import Follow, Level
from notifications.models import Preference, Rhythm
from tests.factories import make_category, make_discussion, make_member

pytestmark = pytest.mark.django_db

CHOICES = {"to_me": "weekly", "replies": "now", "discussions": "never", "edition": "weekly"}


class TestPreferences:
    ADDRESS = "/settings/notifications"

    def test_are_for_members(self, client):
        assert client.get(self.ADDRESS)["Location"].startswith("/accounts/login/")

    def test_begin_with_answers_straight_away_and_the_rest_in_the_edition(self, asha_client):
        page = asha_client.get(self.ADDRESS).text
        assert page.count('<option value="now" selected>') == 1
        assert page.count('<option value="edition" selected>') == 2
        assert page.count('<option value="daily" selected>') == 1

    def test_are_kept(self, asha, asha_client):
        response = asha_client.post(self.ADDRESS, CHOICES, follow=True)
        assert "Your choices have been saved." in response.text
        kept = Preference.objects.get(member=asha)
        assert (kept.to_me, kept.replies) == (Level.WEEKLY, Level.NOW)
        assert (kept.discussions, kept.edition) == (Level.NEVER, Rhythm.WEEKLY)
        assert kept.edition_chosen_at
        assert kept.mail_stopped_at is None

    def test_stop_all_mail_and_begin_it_again(self, asha, asha_client):
        asha_client.post(self.ADDRESS, CHOICES | {"wants_no_mail": "on"})
        assert Preference.objects.get(member=asha).mail_stopped_at
        asha_client.post(self.ADDRESS, CHOICES)
        assert Preference.objects.get(member=asha).mail_stopped_at is None

    def test_say_what_one_follows_by_writing(self, asha, asha_client):
        asha_client.post(self.ADDRESS, CHOICES | {"wants_to_follow_started": "on"})
        asha.refresh_from_db()
        assert asha.wants_to_follow_started
        assert not asha.wants_to_follow_replied

    @pytest.mark.parametrize("field", CHOICES)
    def test_refuse_what_is_no_choice(self, asha_client, field):
        response = asha_client.post(self.ADDRESS, CHOICES | {field: "hourly"})
        assert response.status_code == 422
        assert "Please look at this again" in response.text
        assert not Preference.objects.exists()

    def test_change_nobody_elses(self, asha, ben_client):
        ben_client.post(self.ADDRESS, CHOICES)
        assert not Preference.objects.filter(member=asha).exists()


class TestFollowing:
    ADDRESS = "/settings/following"

    @pytest.fixture
    def follow(self, asha):
        following.follow(make_category(name="Lost and found"), member=asha)
        return Follow.objects.get()

    def test_is_for_members(self, client):
        assert client.get(self.ADDRESS)["Location"].startswith("/accounts/login/")

    def test_lists_all_that_one_follows(self, asha, asha_client, follow):
        discussion = make_discussion(title="Bins", tags=["rubbish"])
        for subject in (discussion, discussion.tags.get(), None):
            following.follow(subject, member=asha)
        page = asha_client.get(self.ADDRESS).text
        for name in ("Lost and found", "Bins", "rubbish", "Every new discussion"):
            assert name in page

    def test_lists_nobody_elses(self, ben_client, follow):
        assert 'class="told"' not in ben_client.get(self.ADDRESS).text

    def test_lists_what_one_has_muted_and_ends_the_mute(self, asha, asha_client):
        discussion = make_discussion()
        following.mute(discussion, member=asha)
        assert "You have muted it." in asha_client.get(self.ADDRESS).text
        asha_client.post(self.ADDRESS, {"follow": Follow.objects.get(member=asha).pk, "unmute": 1})
        assert Follow.objects.get(member=asha).muted_at is None

    def test_has_a_level_for_each(self, asha_client, follow):
        asha_client.post(self.ADDRESS, {"follow": follow.pk, "level": "now"})
        follow.refresh_from_db()
        assert follow.level == Level.NOW

    def test_is_stopped_with_one_press(self, asha_client, follow):
        asha_client.post(self.ADDRESS, {"follow": follow.pk, "level": "", "stop": 1})
        follow.refresh_from_db()
        assert follow.stopped_at
        assert 'class="told"' not in asha_client.get(self.ADDRESS).text

    @pytest.mark.parametrize("said", [{}, {"follow": "x"}, {"follow": "0"}, {"level": "now"}])
    def test_is_not_there_for_nonsense(self, asha_client, follow, said):
        assert asha_client.post(self.ADDRESS, said).status_code == 404

    def test_nobody_changes_another_s(self, ben_client, follow):
        assert ben_client.post(self.ADDRESS, {"follow": follow.pk, "stop": 1}).status_code == 404

    def test_asks_as_much_for_many_as_for_few(
        self, asha, asha_client, follow, django_assert_num_queries
    ):
        asha_client.get(self.ADDRESS)
        # Session, member, version, the number at the head, and the follows.
        with django_assert_num_queries(5):
            asha_client.get(self.ADDRESS)
        for _ in range(5):
            following.follow(make_discussion(author=make_member()), member=asha)
        asha_client.get("/rules")
        with django_assert_num_queries(5):
            asha_client.get(self.ADDRESS)
