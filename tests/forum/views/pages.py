"""What stands on a page, as a reader would find it there."""

import re


def titles(response):
    """Of the discussions in a list, from the top."""
    return re.findall(r'class="discussion-row__link"[^>]*>([^<]*)</a>', response.text)


def reply_ids(response):
    """Of the replies on a discussion's page, from the top."""
    return [int(pk) for pk in re.findall(r'<article class="reply" id="reply-(\d+)"', response.text)]


def articles(response):
    """Each reply of a discussion's page, from the top."""
    return re.findall(r'<article class="reply".*?</article>', response.text, re.DOTALL)
