"""Every page of the site, each for those who may open it."""

from collections.abc import Iterator

from tests.authorisation.addresses import path_of
from tests.authorisation.place import Place
from tests.authorisation.roles import Role
from tests.authorisation.rows import ROWS
from tests.journeys.access.neighbourhood import ROUGH

# Pieces of a page, files, and what machines read.
NO_PAGES = {
    *("forum:kind_word", "forum:similar", "forum:names", "forum:picture", "forum:file"),
    *("forum:network_badge_image", "forum:member_badge_image", "members:avatar"),
    *("members:data_copy", "mfa_download_recovery_codes", "admin:jsi18n"),
    *("admin:moderation_safetyduties_record", "notifications:private_feed"),
    *("service_worker", "forum:newer_replies", "notifications:notice_picture"),
    *("healthz", "readyz", "robots", "sitemap_index", "sitemap", "manifest", "security"),
}
# Further states of pages that are in the table, and what is shown where there is no page.
BESIDES = [
    *(ROUGH, "/forum/topics/foxes?order=time", f"{ROUGH}/reply"),
    *("/forum?page=2", "/forum?sort=featured", "/forum/categories/annexe"),
    *("/search?q=foxes", "/search?q=nothing-of-this-kind", "/search?q=%22%3E%3Cscript%3E"),
    *("/no-such-page", "/forum/topics/no-such-discussion"),
]
# What everybody uses, and what looks different to each.
MOST_USED = [
    *("/", "/forum", "/forum/topics/foxes", "/forum/new", "/forum/categories/wildlife"),
    *("/members", "/profile/author", "/search?q=foxes", "/activity", "/no-such-page"),
]


def paths_for(role: Role, place: Place) -> Iterator[str]:
    """Where this role is shown a page, of all addresses in the table, and further states."""
    for row in ROWS:
        if row.pattern.get[role] == 200 and is_page(row.name):
            yield path_of(row.name, place.things[row.thing].shown)
    yield from BESIDES
    yield f"/report?at={path_of('forum:reply', place.things['reply'].shown)}&kind=rules"


def is_page(name: str) -> bool:
    of_feeds = name.startswith("feeds:") and name != "feeds:index"
    return not (of_feeds or name in NO_PAGES or name == "notifications:edition_feed")


def own_paths_of(role: Role, place: Place) -> list[str]:
    """What visitors are not shown, and what everybody uses; of a visitor, everything."""
    if role == Role.VISITOR:
        return list(dict.fromkeys(paths_for(role, place)))
    seen_by_all = set(paths_for(Role.VISITOR, place))
    own = [path for path in paths_for(role, place) if path not in seen_by_all]
    return list(dict.fromkeys([*MOST_USED, *own]))
