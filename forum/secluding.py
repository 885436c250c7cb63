"""Taking words and pictures out of everybody's reach, and putting them back exactly.

Moderators still read what is hidden. What is secluded stands in no row, and so in no list, search,
export or copy of one. Whoever asks for it keeps what these verbs give, and says who may see it.
"""

from typing import Any, Final

from django.utils import timezone

from forum.models import Attachment, Discussion, Reply

WITHHELD: Final = "Withheld"

Kept = dict[str, Any]
# With the version by which it was cleaned: it may come back long after there is another.
_WORDS: Final = ("body", "body_html", "html_version")
_BEFORE_AN_EDIT: Final = ("title", "body", "body_html")


def take_words(written: Discussion | Reply) -> Kept:
    """Empty what somebody wrote, now and before each edit; its place and its address stay.

    Call it in a transaction that holds the row. What it gives is JSON.
    """
    fields = _fields(written)
    kept = {
        "now": {field: getattr(written, field) for field in fields},
        "before": list(written.revisions.values("pk", *_BEFORE_AN_EDIT)),
    }
    written.body = written.body_html = ""
    if isinstance(written, Discussion):
        written.title = WITHHELD
    written.save(update_fields=fields)
    written.revisions.update(**dict.fromkeys(_BEFORE_AN_EDIT, ""))
    return kept


def put_words_back(written: Discussion | Reply, kept: Kept) -> None:
    """Make the words what they were when they were taken."""
    for field, value in kept["now"].items():
        setattr(written, field, value)
    written.save(update_fields=_fields(written))
    for before in kept["before"]:
        words = {field: before[field] for field in _BEFORE_AN_EDIT}
        written.revisions.filter(pk=before["pk"]).update(**words)


def seclude_picture(attachment: Attachment) -> None:
    """Give a picture or a file to nobody; its files are for the caller to take away."""
    attachment.secluded_at = attachment.secluded_at or timezone.now()
    attachment.save(update_fields=["secluded_at"])


def readmit_picture(attachment: Attachment) -> None:
    """Give it again to whoever may see it; its files are there again."""
    attachment.secluded_at = None
    attachment.save(update_fields=["secluded_at"])


def _fields(written: Discussion | Reply) -> list[str]:
    return [*_WORDS, "title"] if isinstance(written, Discussion) else [*_WORDS]
