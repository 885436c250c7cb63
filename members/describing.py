"""What members say about themselves."""

from harringay import html
from members.models import Member


def describe(*, member: Member, name: str, area: str, about: str) -> None:
    """Change the profile. The name is one that naming.clean_name gave."""
    member.name = name
    member.area = area
    member.about = about
    member.about_html = html.render(about, html.TEXT)
    member.html_version = html.VERSION
    member.save(update_fields=["name", "area", "about", "about_html", "html_version"])


def move(*, member: Member, address: str) -> None:
    """Change the address of the profile to one that naming.clean_address gave."""
    member.address = address
    member.save(update_fields=["address"])
