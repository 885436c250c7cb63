"""The owner's admin of notifications: what came by mail, and what did not arrive."""

from notifications.admin.bounces import BounceAdmin
from notifications.admin.inbound import InboundMailAdmin

__all__ = ["BounceAdmin", "InboundMailAdmin"]
