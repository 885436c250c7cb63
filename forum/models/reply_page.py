"""Where each page of a discussion's replies begins."""

from django.db import models

from forum.models.discussion import Discussion


class ReplyPage(models.Model):
    """The first path of one page of replies, in tree order.

    Invariants
      - Page 1 begins at the very beginning and has no row; so a short discussion has none.
      - Numbers of one discussion run 2, 3, 4 …; the discussion's `page_count` is the last.
      - Rows change only in forum.paging.
    """

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    first_path = models.CharField(max_length=36)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["discussion", "first_path"], name="a_page_begins_at_one_path"
            ),
        ]
        indexes = [models.Index(fields=["discussion", "number"], name="page_by_number")]

    def __str__(self) -> str:
        return f"Page {self.number} of {self.discussion_id}"
