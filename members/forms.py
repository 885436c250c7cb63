"""Forms about members."""

from django import forms
from django.http import HttpRequest

from members.models import Member


class JoinForm(forms.Form):
    """What joining asks beyond allauth's own fields."""

    name = forms.CharField(max_length=60, label="Your name")

    def signup(self, request: HttpRequest, member: Member) -> None: ...
