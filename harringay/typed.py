"""What somebody typed into a form that cannot be taken just now, so that it is not lost."""

from django.http import HttpRequest  # noqa: TID251  for the pages that refuse

NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "code", "credential")


def what_was_typed(request: HttpRequest) -> dict[str, list[str]]:
    """Every posted field by name, but for secrets and the token."""
    return {
        name: request.POST.getlist(name)
        for name in request.POST
        if not any(secret in name for secret in NEVER_SHOWN)
    }
