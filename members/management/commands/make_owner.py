"""`manage.py make_owner EMAIL`: the first owner of a real site."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from members import appointing
from members.errors import MembersError


class Command(BaseCommand):
    help = "Makes the member with this e-mail address the first owner of the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *_args: Any, email: str, **_options: Any) -> None:
        try:
            validate_email(email)
            owner = appointing.make_first_owner(email)
        except (MembersError, ValidationError) as refusal:
            message = refusal.message if isinstance(refusal, ValidationError) else refusal
            raise CommandError(f"{email}: {message}") from refusal
        self.stdout.write(
            f"{owner.name} ({owner.email}) is the owner.\n"
            f"Sign in at {settings.SITE_URL}{reverse('account_request_login_code')} with the code"
            " that is mailed there,\nand set up the second factor that the admin asks for."
        )
