"""How large text is for somebody."""

from django.db import models


class TextSize(models.TextChoices):
    """How large a member wants text, beside what their browser asks for."""

    SMALLER = "smaller", "Smaller"
    NORMAL = "normal", "Normal"
    LARGER = "larger", "Larger"
    LARGEST = "largest", "Largest"
