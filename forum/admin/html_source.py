"""HTML that the owner types into a form of the admin."""

from django.forms import ValidationError

from harringay import html


def that_can_be_kept(source: str) -> str:
    """The source as it is, or what is wrong with it as a message beside its field."""
    try:
        html.clean(source)
    except html.Unclean as problem:
        raise ValidationError(str(problem)) from problem
    return source
