"""A neighbourhood with one of everything that an address can name: shown, hidden and absent."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from forum import drafting, editing, hiding, withdrawing
from forum.models import Attachment, Category, Discussion, Page, Reply, SiteIdentity
from members import avatars, changing_email, exporting, leaving
from members.models import EmailChange, Export, Member
from notifications import illustrating, subscribing
from notifications.addresses import Matter, unsubscribe_token
from notifications.models import Notice, PrivateKind
from tests.authorisation import roles
from tests.authorisation.moderated import things_of_moderation
from tests.authorisation.passkeys import make_passkey
from tests.authorisation.roles import Role
from tests.authorisation.samples import sample
from tests.authorisation.thing import NOWHERE, Arguments, Thing
from tests.factories import (
    make_category,
    make_discussion,
    make_edition,
    make_member,
    make_notice,
    make_reply,
)


class Place(NamedTuple):
    people: Mapping[Role, Member]
    browsers: Mapping[Role, Client]
    things: Mapping[str, Thing]


@contextmanager
def standing_place(media: Path) -> Iterator[Place]:
    """A place for all tests of a module; nothing of it is left afterwards."""
    with (
        transaction.atomic(),
        override_settings(
            MEDIA_ROOT=media,
            EXPORTS_ROOT=media / "exports",
            ERASURE_LEDGER=media / "erasures.jsonl",
            DATA_UPLOAD_MAX_NUMBER_FIELDS=1000,
        ),
    ):
        yield make_place(media)
        transaction.set_rollback(True)


def make_place(media: Path) -> Place:
    """Everything was written by the author, and what is hidden was hidden by the owner."""
    people = roles.make_people()
    author, owner = people[Role.AUTHOR], people[Role.OWNER]
    SiteIdentity.current().save()
    # The first one, which the admin may delete: nothing is in it.
    make_category(name="Annexe", slug="annexe")
    room = make_category(name="Wildlife", slug="wildlife")
    secret_room = make_category(name="Committee", slug="committee")
    # What is held is theirs alone to see, and they are none of those who ask.
    newcomer = make_member(address="newcomer")
    written = {
        "shown": _start("Foxes", author, room, "urban"),
        "hidden": _start("Hidden foxes", author, room, "whispered"),
        "withdrawn": _start("Withdrawn foxes", author, room),
        "held": _start("Held foxes", newcomer, room),
        "in secret": _start("Foxes in committee", author, secret_room),
    }
    answers = {
        name: make_reply(discussion=discussion, author=author, body=f"Reply to {name}")
        for name, discussion in written.items()
        if name != "withdrawn"
    }
    answers |= {
        name: make_reply(discussion=written["shown"], author=author, body=name)
        for name in ("taken down", "taken back")
    }
    answers["waiting"] = make_reply(discussion=written["shown"], author=newcomer)
    written["shown"] = editing.edit_discussion(
        written["shown"],
        by=author,
        title="Foxes",
        body="Three of them.",
        body_format="text",
        tags=["urban"],
    )
    files = {name: _attach(reply, media) for name, reply in answers.items()}
    Category.objects.filter(pk=secret_room.pk).update(hidden_at=timezone.now())
    for waiting in (written["held"], answers["waiting"]):
        waiting.hold("", now=timezone.now())
        waiting.save()
    drafting.keep(author, drafting.Place(written["shown"]), {"body": "I have begun"})
    hiding.hide_discussion(written["hidden"], by=owner)
    hiding.hide_reply(answers["taken down"], by=owner)
    withdrawing.withdraw_discussion(written["withdrawn"], by=author)
    withdrawing.withdraw_reply(answers["taken back"], by=author)
    browsers = roles.open_browsers(people)
    things = {
        "nothing": Thing({}),
        **_of_the_forum(written, answers, files),
        **_of_people(people, written["shown"], media),
        **_of_the_site(written["shown"], media),
        **things_of_moderation(answers["taken down"], people),
        **_of_the_admin(),
    }
    return Place(people, browsers, things | _of_feeds(things))


def _start(title: str, author: Member, category: Category, *tags: str) -> Discussion:
    return make_discussion(title=title, author=author, category=category, tags=tags)


def _attach(reply: Reply, media: Path) -> list[Attachment]:
    """A picture and a file, stored as the importer stores them."""
    hung = [
        Attachment.objects.create(
            kind=kind, name="minutes.doc", size=3, widths=[640], owner=reply.author, reply=reply
        )
        for kind in (Attachment.Kind.PICTURE, Attachment.Kind.FILE)
    ]
    for path in (f"pictures/{hung[0].key}/640.webp", f"files/{hung[1].key}"):
        _store(media / path)
    return hung


def _store(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"old")


def _of_the_forum(
    written: Mapping[str, Discussion],
    answers: Mapping[str, Reply],
    files: Mapping[str, list[Attachment]],
) -> dict[str, Thing]:
    hidden_slugs = [{"slug": each.slug} for name, each in written.items() if name != "shown"]
    # Of a picture that was taken down it is said (safety L-19): tests/forum/views/test_uploads.py.
    told_of = {"hidden", "withdrawn", "taken down", "taken back"}
    pictures = {
        name: {"key": hung[0].key, "width": 640}
        for name, hung in files.items()
        if name not in told_of
    }
    downloads = {name: {"key": hung[1].key} for name, hung in files.items()}
    no_slug = {"slug": "no-such-thing"}
    return {
        "discussion": Thing({"slug": written["shown"].slug}, hidden_slugs, no_slug),
        "reply": _apart({name: {"pk": each.pk} for name, each in answers.items()}, {"pk": NOWHERE}),
        "picture": _apart(pictures, {"key": "no-such-key", "width": 640}),
        "file": _apart(downloads, {"key": "no-such-key"}),
        "category": Thing({"slug": "wildlife"}, [{"slug": "committee"}], no_slug),
        "tag": Thing({"slug": "urban"}, [{"slug": "whispered"}], no_slug),
    }


def _apart(named: Mapping[str, Arguments], absent: Arguments) -> Thing:
    return Thing(named["shown"], [each for name, each in named.items() if name != "shown"], absent)


def _of_people(
    people: Mapping[Role, Member], discussion: Discussion, media: Path
) -> dict[str, Thing]:
    author = people[Role.AUTHOR]
    key, size = "a-key-of-the-author", avatars.SIZES[0]
    Member.objects.filter(pk=author.pk).update(avatar_key=key)
    _store(media / avatars.stored_at(key, size))
    now = timezone.now()
    _store(exporting.path_of(Export.objects.create(member=author, asked_at=now, ready_at=now)))
    make_member(address="waiting", is_active=False)
    passkey = make_passkey(author)
    gone = leaving.leave(make_member(address="leaving"), choice="keep")
    undo = changing_email.undo_token(
        EmailChange.objects.create(member=author, old="old@example.org")
    )
    private = subscribing.renew(PrivateKind.FOLLOWS, member=author)
    reset = default_token_generator.make_token(author)
    return {
        "member": Thing({"address": "author"}, [{"address": "waiting"}], {"address": "nobody"}),
        "avatar": Thing({"key": key, "size": size}, absent={"key": "another", "size": size}),
        "passkey": Thing({"pk": passkey.pk}, absent={"pk": NOWHERE}),
        "leaving": Thing({"token": leaving.undo_token(gone)}),
        "undo": Thing({"token": undo}),
        "private feed": Thing(
            {"token": private.token, "format": "rss"}, absent={"token": "none", "format": "rss"}
        ),
        "reset": Thing({"uidb36": user_pk_to_url_str(author), "key": reset}),
        "unsubscribe": Thing(
            {"token": unsubscribe_token(Matter(author.pk, "reply", discussion.pk))}
        ),
    }


def _of_the_site(discussion: Discussion, media: Path) -> dict[str, Thing]:
    day = date(2026, 3, 17)
    make_edition(day, discussion)
    Notice.objects.filter(pk=make_notice().pk).update(
        picture_key="a-key-of-a-notice",
        picture_words="A baker’s window",
        picture_width=640,
        picture_height=160,
    )
    _store(media / illustrating.stored_at("a-key-of-a-notice"))
    for slug, hidden_at in (("visiting", None), ("draft", timezone.now())):
        page = Page(slug=slug, title=slug.title(), hidden_at=hidden_at)
        page.set_body("<p>By train.</p>")
        page.save()
    return {
        "edition": Thing({"day": day}, absent={"day": date(2020, 1, 1)}),
        "notice picture": Thing({"key": "a-key-of-a-notice"}, absent={"key": "another"}),
        "page": Thing({"slug": "visiting"}, [{"slug": "draft"}], {"slug": "no-such-page"}),
        "sitemap": Thing({"section": "discussions"}, absent={"section": "nothing"}),
        "rest": Thing({"rest": "nothing"}),
        "app": Thing({"app_label": "forum"}),
    }


def _of_feeds(things: Mapping[str, Thing]) -> dict[str, Thing]:
    """Of everything that has one, and of the whole site."""
    feed = {"format": "rss"}
    of_things = {
        f"{name} feed": Thing(
            {**thing.shown, **feed},
            [{**each, **feed} for each in thing.hidden],
            {**(thing.absent or {}), **feed},
        )
        for name in ("discussion", "category", "tag", "member")
        for thing in [things[name]]
    }
    return {"feed": Thing(feed), "words feed": Thing({"words": "foxes", **feed}), **of_things}


def _of_the_admin() -> dict[str, Thing]:
    """A row of each kind that has pages there."""
    content_type = ContentType.objects.get_for_model(Page)
    shown = {"content_type_id": content_type.pk, "object_id": Page.objects.get(slug="terms").pk}
    of_models = {
        f"a {model._meta.app_label}_{model._meta.model_name}": Thing(
            {"object_id": sample(model).pk}
        )
        for model in admin.site._registry
    }
    return {"object": Thing(shown), "url": Thing({"url": "nothing/"}), **of_models}
