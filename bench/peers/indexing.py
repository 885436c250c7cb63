"""Makes the search index of a forum that searches with haystack and Whoosh."""

from unittest.mock import patch

from django.core.management import call_command
from whoosh.writing import SegmentWriter

# As many at once as a laptop's memory takes: Whoosh merges its files after each lot.
AT_ONCE = 20_000


def rebuild() -> None:
    """Everything is new: looking for an older copy of each would take most of the time."""
    with patch.object(SegmentWriter, "update_document", SegmentWriter.add_document):
        call_command("rebuild_index", interactive=False, batch_size=AT_ONCE, verbosity=0)
