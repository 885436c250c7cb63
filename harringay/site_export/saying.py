"""What the JSON says of each thing: its address on the site, and what every visitor may read."""

from datetime import datetime
from typing import Any

from django.conf import settings

from forum.models import Category, Discussion, Reply, SiteIdentity
from forum.models.written import Written
from members.models import Member


def of_site(site: SiteIdentity, made_at: datetime) -> dict[str, Any]:
    return {
        "name": site.name,
        "tagline": site.tagline,
        "address": settings.SITE_URL,
        "created_by": site.creator_name,
        "exported_at": made_at,
    }


def of_category(category: Category) -> dict[str, Any]:
    return {
        "name": category.name,
        "address": _absolute(category),
        "description": category.description,
    }


def of_member(member: Member) -> dict[str, Any]:
    """Their public profile: no e-mail address, nothing of how they use the site."""
    return {
        "name": member.name,
        "address": _absolute(member),
        "area": member.area,
        "about_html": member.about_html,
        "joined_on": member.joined_at.date(),
    }


def of_discussion(discussion: Discussion) -> dict[str, Any]:
    return {
        "title": discussion.title,
        "address": _absolute(discussion),
        "category": discussion.category.name,
        "tags": sorted(tag.name for tag in discussion.tags.all()),
        "started_at": discussion.started_at,
        "closed_at": discussion.closed_at,
        **_words_of(discussion, discussion.author),
    }


def of_reply(reply: Reply) -> dict[str, Any]:
    return {
        "id": reply.pk,
        "address": _absolute(reply),
        "number": reply.number,
        "in_answer_to": reply.parent_id,
        "posted_at": reply.posted_at,
        **_words_of(reply, reply.author),
    }


def _words_of(written: Written, author: Member) -> dict[str, Any]:
    """Where they are gone, only that they are, and not whose they were."""
    if not written.is_shown:
        return {"is_hidden": written.is_hidden, "is_withdrawn": written.is_withdrawn}
    profile = None if author.has_left else _absolute(author)
    return {
        "author": {"name": author.shown_name, "address": profile},
        "body_html": written.body_html,
    }


def _absolute(thing: Any) -> str:
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"
