"""What comes by e-mail: answers that are posted, bounces, and wishes to be sent no more."""

from notifications.answering.dealing import takes
from notifications.answering.messages import MOST_BYTES, TooBig
from notifications.answering.receiving import receive

__all__ = ["MOST_BYTES", "TooBig", "receive", "takes"]
