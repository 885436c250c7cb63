"""The parts of the feeds' addresses that change: a format, and the name of what a feed is about."""

from django.urls import register_converter
from django.urls.converters import StringConverter

from forum.feeds.formats import FORMATS


class FormatConverter(StringConverter):
    regex = "|".join(FORMATS)


class KeyConverter(StringConverter):
    # PostgreSQL cannot even be asked for a NUL.
    regex = r"[^/\0]+"


FORMAT = "feed_format"
KEY = "feed_key"

register_converter(FormatConverter, FORMAT)
register_converter(KeyConverter, KEY)
