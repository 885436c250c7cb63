"""Somebody who has done everything that leaves a trace here, and ways to look for one."""

import re
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone

from forum import editing, following, marking
from forum.models import Attachment, LegacyObject
from members import exporting, leaving
from members.models import Choice, EmailChange, Erasure, FormerAddress, Member, Mute
from notifications import assembling, delivery
from notifications.models import Bounce, Browser, InboundMail, Outcome, Preference
from tests.factories import make_discussion, make_reply

NAME = "Zofia Quillfeather"
ADDRESS = "zofia-q"
FORMER_ADDRESS = "zofia-the-first"
EMAIL = "zofia@quillfeather.example"
OLD_NAME = "2zq9oldscreenname"
TRACES = (NAME, ADDRESS, FORMER_ADDRESS, EMAIL, OLD_NAME, "1 Endymion Road")

# Where a key may stay: it means nobody any more, and says which posts are of one hand.
KEPT_KEYS = {
    "forum.discussion.author",
    "forum.discussion.last_reply_by",
    "forum.reply.author",
    "forum.event.actor",
    "forum.revision.replaced_by",
    "forum.attachment.owner",
}

# Which terms the owner of a key had agreed to, and when: the site's own record, without a name.
RECORDS = {"moderation.acceptance.member"}


def traces_left_by(zofia: Member, ben: Member, mo: Member, media: Path) -> None:
    """Posts, answers, mentions, quotations, follows, marks, mails, bounces, files, history."""
    zofia.about = zofia.about_html = "I live at 1 Endymion Road."
    zofia.area = "1 Endymion Road"
    zofia.save()
    FormerAddress.objects.create(member=zofia, address=FORMER_ADDRESS, given_up_at=timezone.now())
    EmailChange.objects.create(member=zofia, old=EMAIL)
    own = make_discussion(title="Fox", author=zofia, body=f"Write to {EMAIL}. {NAME}", tags=["fox"])
    reply = make_reply(discussion=own, author=zofia, body=f"A fox. {NAME}")
    quoting = f"> {NAME} wrote:\n> Another fox.\n\nWhere?"
    make_reply(discussion=own, author=ben, body=quoting, parent=reply)
    reply.refresh_from_db()
    editing.edit_reply(reply, by=zofia, body="Another fox.", body_format="text")
    make_reply(discussion=own, author=ben, body=f"@{NAME} and @{ADDRESS}, look.", parent=reply)
    theirs = make_discussion(title="Bins", author=ben, body=f"Ask @{NAME}’s cat.")
    make_reply(discussion=theirs, author=zofia, body="He is asleep.")
    following.follow(theirs, member=zofia)
    marking.mark_discussion_read(theirs, member=zofia, read_at=timezone.now())
    make_reply(discussion=theirs, author=ben, body="Good cat.")
    make_reply(author=zofia, body="Mine is the last word.")
    delivery.deliver_new_events()
    assembling.assemble_news()
    _at_the_edges(zofia, own, mo, media)


def _at_the_edges(zofia, own, mo, media):
    now = timezone.now()
    Mute.objects.create(member=zofia, muted=mo, muted_at=now)
    Mute.objects.create(member=mo, muted=zofia, muted_at=now)
    Preference.objects.create(member=zofia, edition_chosen_at=now)
    Browser.objects.create(member=zofia, name=f"{NAME}’s phone", endpoint=f"https://x/{ADDRESS}")
    Bounce.objects.create(member=zofia, email=EMAIL, is_hard=False, bounced_at=now)
    for member in (zofia, None):
        InboundMail.objects.create(
            message_id=f"<{member}@x>",
            sent_to="r-1@reply.example",
            sender=EMAIL,
            member=member,
            received_at=now,
            outcome=Outcome.UNKNOWN,
        )
    key = Attachment.objects.create(
        kind="file", name="Minutes.doc", size=3, owner=zofia, discussion=own
    ).key
    for avatar_key in ("shown", "taken-down"):
        (media / "avatars" / avatar_key).mkdir(parents=True)
        (media / "avatars" / avatar_key / "512.webp").write_text(f"By {NAME}")
    zofia.avatar_key, zofia.hidden_avatar_key = "shown", "taken-down"
    zofia.save()
    (media / "files").mkdir(parents=True)
    (media / "files" / key).write_text(f"By {NAME}")
    kind = ContentType.objects.get_for_model(Member)
    LogEntry.objects.log_actions(mo.pk, [zofia], CHANGE, change_message="Suspended.")
    LogEntry.objects.filter(content_type=kind).update(object_repr=NAME)
    person = {"contributorName": OLD_NAME, "fullName": NAME, "email": EMAIL}
    LegacyObject.objects.create(file="members", key=OLD_NAME, raw=person, digest="d")
    said = {"id": "1", "contributorName": OLD_NAME, "comments": [{"by": OLD_NAME}]}
    LegacyObject.objects.create(file="discussions", key="1", raw=said, digest="d")
    exporting.ask_for(zofia)
    exporting.make_waiting()


def leave_for_good(member: Member, choice: str = Choice.KEEP) -> Erasure:
    """Ask, and let the fortnight pass."""
    erasure = leaving.leave(member, choice=choice)
    erasure.due_at = timezone.now() - timedelta(seconds=1)
    erasure.save()
    return erasure


def found_in_tables(words) -> list[str]:
    """Every table and column, the search's own too, in which one of these words is found."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                said = zip(columns, map(_as_text, row), strict=True)
                found += [
                    f"{table}.{column}: {text[:80]}"
                    for column, text in said
                    for word in words
                    if re.search(re.escape(word), text, re.IGNORECASE)
                ]
    return found


def _as_text(value) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def found_in_files(words, *folders: Path) -> list[str]:
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [
        str(path)
        for path in files
        for word in words
        if word.lower().encode() in path.read_bytes().lower() or word.lower() in path.name.lower()
    ]


def keys_of(member: Member) -> set[str]:
    """Where rows name a member by their key."""
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Member
        if model._default_manager.filter(**{field.name: member.pk}).exists()
    }
