"""A picture that was taken down as most urgent is known again when somebody sends it (S-51)."""

import io
import random

import pytest
from PIL import Image

from forum.moderation import deciding
from forum.moderation.kinds import Kind
from forum.moderation.models import (
    Action,
    AuditEntry,
    Case,
    OfficialLetter,
    RefusedPicture,
)
from harringay import pictures
from members import avatars
from tests.factories import make_member
from tests.forum.moderation.reported import decide, make_case
from tests.forum.moderation.reports import receive
from tests.harringay.drawing import encoded, plain

pytestmark = pytest.mark.django_db


def scene(seed: int, *, size=(400, 300)) -> Image.Image:
    """Something to see: shapes that another seed puts elsewhere."""
    chance = random.Random(seed)
    small = Image.new("RGB", (24, 18))
    small.putdata([tuple(chance.randrange(256) for _ in "rgb") for _ in range(432)])
    return small.resize(size, Image.Resampling.BICUBIC)


@pytest.fixture
def taken_down(ben, media, committed):
    """A picture that a member has reported as child abuse."""
    avatars.replace(member=ben, data=encoded(scene(1), "PNG"))
    with committed():
        receive(ben.portrait_url, kind=Kind.CHILD, by=make_member())
    return Case.objects.get()


def send(member, picture: bytes) -> None:
    avatars.replace(member=member, data=picture)


class TestKnownAgain:
    @pytest.mark.parametrize(
        ("kind", "how"),
        [("PNG", {}), ("JPEG", {"quality": 40}), ("WEBP", {"size": (900, 675)})],
    )
    def test_however_it_is_stored_or_scaled(self, taken_down, asha, kind, how):
        size = how.pop("size", (400, 300))
        with pytest.raises(pictures.PictureKnown, match="looks like one that was taken down"):
            send(asha, encoded(scene(1, size=size), kind, **how))
        assert not asha.avatar_key

    def test_but_no_other_picture(self, taken_down, asha):
        send(asha, encoded(scene(2), "PNG"))
        assert asha.avatar_key

    def test_by_its_sum_where_there_is_nothing_to_see(self, asha, ben, media, committed):
        send(ben, plain(size=(600, 600)))
        stored = (media / avatars.stored_at(ben.avatar_key, 512)).read_bytes()
        with committed():
            receive(ben.portrait_url, kind=Kind.CHILD, by=make_member())

        with pytest.raises(pictures.PictureKnown):
            send(asha, stored)
        send(asha, plain(size=(500, 500)))
        assert asha.avatar_key

    def test_is_said_on_the_page_with_how_to_complain(self, taken_down, asha, asha_client):
        upload = io.BytesIO(encoded(scene(1), "PNG"))
        upload.name = "me.png"
        page = asha_client.post("/settings/avatar", {"picture": upload})
        assert "tell us under" in page.text

    def test_until_it_was_a_false_report(self, taken_down, asha, committed, mo):
        with committed():
            decide(taken_down, Action.NOTHING, by=mo)
        send(asha, encoded(scene(1), "PNG"))
        assert asha.avatar_key

    def test_where_it_was_an_intimate_image_until_that_is_undone(
        self, ben, asha, media, committed, mo
    ):
        send(ben, encoded(scene(1), "PNG"))
        case = make_case(ben, kind=Kind.INTIMATE, part="avatar")
        with committed():
            decision = decide(case, Action.REMOVE_PICTURE, by=mo)
        with pytest.raises(pictures.PictureKnown):
            send(asha, encoded(scene(1), "PNG"))

        with committed():
            deciding.undo(decision, by=mo)
        assert not RefusedPicture.objects.exists()


class TestTheModerators:
    def test_get_one_case_and_one_letter_for_however_many_tries(self, taken_down, asha, mo):
        for _ in range(3):
            with pytest.raises(pictures.PictureKnown):
                send(asha, encoded(scene(1), "PNG"))

        case = Case.objects.get(member=asha)
        assert (case.kind, case.part) == (Kind.CHILD, "profile")
        assert OfficialLetter.objects.filter(case=case, member=mo).count() == 1
        assert AuditEntry.objects.filter(act="refuse picture").count() == 3
        asha.refresh_from_db()
        assert not asha.is_restricted


def test_nothing_is_looked_at_while_nothing_is_refused(asha, media, monkeypatch):
    def never(_data):
        raise AssertionError

    monkeypatch.setattr(pictures, "likenesses", never)
    send(asha, encoded(scene(1), "PNG"))
    assert asha.avatar_key
