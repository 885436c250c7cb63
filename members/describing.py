"""What members say about themselves, and how they wish to read."""

from collections.abc import Mapping
from typing import Any, Final

from harringay import html
from members.models import Member, TextSize

_PROFILE: Final = ("area", "about", "about_html", "html_version")


def describe(*, member: Member, name: str, area: str, about: str) -> None:
    """Change the profile. The name is one that naming.clean_name gave."""
    member.name = name
    member.area = area
    member.about = about
    member.about_html = html.render(about, html.TEXT)
    member.html_version = html.VERSION
    member.save(update_fields=["name", "area", "about", "about_html", "html_version"])


def hide_activity(*, member: Member, is_hidden: bool) -> None:
    """Keep what they write out of lists and feeds of theirs, or no longer. It stays in place."""
    member.wants_activity_hidden = is_hidden
    member.save(update_fields=["wants_activity_hidden"])


def show_follows(*, member: Member, is_shown: bool) -> None:
    """Let everybody see on their profile what they follow, or no longer."""
    member.wants_follows_shown = is_shown
    member.save(update_fields=["wants_follows_shown"])


def choose_reading(*, member: Member, text_size: TextSize, wants_shortcuts: bool) -> None:
    """How large text is for them, and whether single keys do something."""
    member.text_size = text_size
    member.wants_shortcuts = wants_shortcuts
    member.save(update_fields=["text_size", "wants_shortcuts"])


def rename(member: Member, name: str) -> None:
    """Give them another name; one that is neutral is `neutral_name`."""
    member.name = name
    member.save(update_fields=["name"])


def neutral_name(member: Member) -> str:
    """What says nothing of anybody, and is no other's."""
    return f"Member {member.pk}"


def take_profile(member: Member) -> dict[str, Any]:
    """Empty what somebody says about themselves, their name apart. What it gives is JSON."""
    kept = {field: getattr(member, field) for field in _PROFILE}
    member.area = member.about = member.about_html = ""
    member.save(update_fields=_PROFILE)
    return kept


def put_profile_back(member: Member, kept: Mapping[str, Any]) -> None:
    """Make it what it was when it was taken."""
    for field in _PROFILE:
        setattr(member, field, kept[field])
    member.save(update_fields=_PROFILE)
