"""How a page says which feeds go with it."""

from django import template

from forum.feeds import channels
from forum.feeds.channels import Channel, Subject
from forum.feeds.formats import Address, addresses

register = template.Library()


@register.inclusion_tag("site/_feed_links.html")
def feed_links(
    subject: Subject | str | None = None,
) -> dict[str, list[tuple[Channel, list[Address]]]]:
    """The `<link>`s by which a feed reader finds a page's feeds: its own, then the whole site's.

    `subject` is the category, discussion, member or tag that the page is about, or the name of that
    one of the whole site's feeds which has what the page has.
    """
    if isinstance(subject, str):
        found = sorted(channels.of_whole_site(), key=lambda channel: channel.name != subject)
    elif subject:
        found = [channels.about(subject), channels.discussions()]
    else:
        found = channels.of_whole_site()
    return {"feeds": [(channel, addresses(channel)) for channel in found]}
