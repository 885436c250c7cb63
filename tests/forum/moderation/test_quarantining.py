"""What may be the sexual abuse of a child: out of everybody's reach, and back exactly (L-40)."""

import pytest

from forum.models import Attachment
from forum.moderation import auditing, deciding, quarantining, strongroom, triaging
from forum.moderation.errors import CannotBeDone
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, AuditEntry, Case, OfficialLetter, Quarantine
from members import avatars
from tests.factories import make_discussion, make_member
from tests.forum.moderation.reported import decide, make_case
from tests.forum.moderation.reports import receive
from tests.forum.moderation.secluded import (
    PICTURE,
    WORDS,
    decided,
    files,
    make_moderator,
    report,
    said_by,
)

pytestmark = pytest.mark.django_db


class TestSeclusion:
    def test_leaves_the_words_nowhere(self, illustrated, committed, mo_client):
        report(illustrated, committed)

        illustrated.refresh_from_db()
        assert illustrated.is_hidden
        assert (illustrated.body, illustrated.body_html) == ("", "")
        assert not illustrated.revisions.exclude(body="").exists()
        pages = [
            *(illustrated.discussion.get_absolute_url(), "/admin/forum/reply/", "/admin/queue/"),
            *(f"/admin/forum/reply/{illustrated.pk}/change/", "/search?q=pictures", "/profile/ben"),
        ]
        assert not [page for page in pages if WORDS in mo_client.get(page, follow=True).text]

    def test_of_a_discussion_takes_its_title_and_leaves_its_address(self, committed, media, ben):
        discussion = make_discussion(author=ben, title="Where the pictures are", body=WORDS)
        slug = discussion.slug
        report(discussion, committed)

        discussion.refresh_from_db()
        assert (discussion.title, discussion.body) == ("Withheld", "")
        decided(Action.NOTHING, committed, by=make_moderator())
        discussion.refresh_from_db()
        assert (discussion.title, discussion.body) == ("Where the pictures are", WORDS)
        assert discussion.slug == slug

    def test_moves_the_files_out_of_the_media_and_seals_them(
        self, illustrated, committed, media, quarantine_root
    ):
        assert len(files(media)) == 2
        report(illustrated, committed)

        assert files(media) == {}
        sealed = [path.read_bytes() for path in quarantine_root.iterdir()]
        assert len(sealed) == 2
        assert not any(PICTURE in data for data in sealed)
        assert {path.name for path in quarantine_root.iterdir()} == strongroom.names()

    def test_is_of_nobody_s_reading_a_moderator_s_neither(self, illustrated, committed, mo_client):
        address = illustrated.attachments.get().get_absolute_url()
        seen = mo_client.get(address)
        assert seen.status_code == 200
        seen.getvalue()
        report(illustrated, committed)

        assert mo_client.get(address).status_code == 404
        assert mo_client.get(address, headers={"If-None-Match": seen["ETag"]}).status_code == 404
        assert "fox.jpg" not in mo_client.get("/admin/forum/attachment/", follow=True).text

    def test_of_a_picture_alone_leaves_the_words(self, illustrated, committed, media):
        picture = illustrated.attachments.get()
        report(picture, committed)

        illustrated.refresh_from_db()
        assert (illustrated.is_hidden, illustrated.body) == (False, WORDS)
        assert files(media) == {}

    def test_of_a_profile_takes_what_it_says_and_its_picture(self, committed, media, ben, client):
        avatars.keep(member=ben, drawn={512: PICTURE, 96: PICTURE})
        ben.about = ben.about_html = WORDS
        ben.save()
        report(ben, committed)

        assert files(media) == {}
        assert WORDS not in client.get("/profile/ben").text
        decided(Action.NOTHING, committed, by=make_moderator())
        assert WORDS in client.get("/profile/ben").text
        ben.refresh_from_db()
        shown = client.get(ben.portrait_url)
        assert shown.status_code == 200
        shown.getvalue()

    def test_of_a_profile_tells_its_member_and_again_once_it_is_back(self, committed, media, ben):
        report(ben, committed)
        report(ben, committed)

        letter = OfficialLetter.objects.get(member=ben)
        assert letter.subject == "Your profile is hidden until we have looked at it"
        assert "what you post is looked at before others see it" in letter.text
        decided(Action.NOTHING, committed, by=make_moderator())
        *_, latest = OfficialLetter.objects.filter(member=ben).order_by("pk")
        assert "hid your profile by itself" in latest.text

    def test_of_a_profile_that_a_moderator_puts_away_too(self, committed, media, ben, mo):
        case = make_case(ben)
        with committed():
            triaging.seclude(case, by=mo, version=case.version)

        assert OfficialLetter.objects.filter(member=ben).exists()

    def test_of_an_avatar_ends_its_address_at_once(self, committed, media, ben, client):
        avatars.keep(member=ben, drawn={512: PICTURE, 96: PICTURE})
        address = ben.portrait_url
        with committed():
            receive(address, kind=Kind.CHILD, by=make_member())

        assert client.get(address).status_code == 410
        assert files(media) == {}

    def test_takes_what_other_reports_had_hidden_before(self, illustrated, committed, media):
        with committed():
            receive(illustrated.get_absolute_url(), kind=Kind.TERROR, by=make_member())
        assert files(media)
        report(illustrated, committed)

        assert files(media) == {}
        assert Case.objects.get().kind == Kind.CHILD

    def test_waits_for_a_second_visitor(self, illustrated, committed, media):
        report(illustrated, committed, by=None)
        assert not Quarantine.objects.exists()
        report(illustrated, committed, by=None, network="198.51.100.9")
        assert Quarantine.objects.exists()

    def test_stands_in_the_log_by_the_sums_alone(self, illustrated, committed):
        report(illustrated, committed)

        entry = AuditEntry.objects.get(act="quarantine case")
        kept = [file.sha256 for file in Quarantine.objects.get().files.all()]
        assert entry.detail.after == {"files": kept}
        assert WORDS not in str(entry.detail.__dict__)
        assert auditing.verify() == []

    def test_is_put_away_later_where_it_was_cut_off(self, illustrated, media, quarantine_root):
        receive(illustrated.get_absolute_url(), kind=Kind.CHILD, by=make_member())
        assert files(media)
        quarantine_root.mkdir()
        (quarantine_root / "a-stray").write_bytes(b"of a release that was cut off")

        quarantining.tidy()
        quarantining.tidy()

        assert files(media) == {}
        assert len(list(quarantine_root.iterdir())) == 2

    def test_is_tried_again_where_the_disk_is_full(
        self, illustrated, committed, media, monkeypatch
    ):
        def full(_source, _name):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(strongroom, "put_away", full)
            report(illustrated, committed)
        assert files(media)

        quarantining.tidy()
        assert files(media) == {}


class TestAFalseReport:
    def test_puts_everything_back_as_it_was(
        self, illustrated, committed, media, quarantine_root, mo
    ):
        before, stored_files = said_by(illustrated), files(media)
        report(illustrated, committed)
        decided(Action.NOTHING, committed, by=mo)

        assert said_by(illustrated) == before
        assert files(media) == stored_files
        assert list(quarantine_root.iterdir()) == []
        assert not Quarantine.objects.exists()
        assert Attachment.objects.get().secluded_at is None

    def test_does_so_for_whoever_finds_it_against_another_rule(
        self, illustrated, committed, media, mo
    ):
        report(illustrated, committed)
        decided(Action.HIDE, committed, by=mo)

        illustrated.refresh_from_db()
        assert (illustrated.is_hidden, illustrated.body) == (True, WORDS)
        assert files(media)

    def test_is_out_of_reach_again_once_that_is_undone(self, illustrated, committed, media, mo):
        report(illustrated, committed)
        decision = decided(Action.NOTHING, committed, by=mo)
        with committed():
            deciding.undo(decision, by=mo)

        illustrated.refresh_from_db()
        assert (illustrated.is_hidden, illustrated.body) == (True, "")
        assert files(media) == {}

    def test_is_opened_with_a_key_that_has_been_replaced(
        self, illustrated, committed, settings, media, mo
    ):
        settings.DATA_KEY = ""
        report(illustrated, committed)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another-" * 10
        settings.DATA_KEY = "one at last"
        decided(Action.NOTHING, committed, by=mo)

        assert files(media)

    def test_changes_nothing_without_its_key(self, illustrated, committed, settings, media, mo):
        report(illustrated, committed)
        settings.DATA_KEY = "lost"

        with pytest.raises(CannotBeDone, match="another DATA_KEY"):
            decided(Action.NOTHING, committed, by=mo)
        assert files(media) == {}
        assert Quarantine.objects.exists()

    def test_leaves_out_of_reach_what_is_in_another_case_too(
        self, illustrated, committed, media, mo
    ):
        report(illustrated, committed)
        report(illustrated.attachments.get(), committed)
        with committed():
            decide(Case.objects.get(attachment=None), Action.NOTHING, by=mo)

        illustrated.refresh_from_db()
        assert illustrated.body == WORDS
        assert files(media) == {}
        assert Attachment.objects.get().secluded_at
        with committed():
            decide(Case.objects.exclude(attachment=None).get(), Action.NOTHING, by=mo)
        assert len(files(media)) == 2
