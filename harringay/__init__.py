"""The project, and helpers that no app owns."""

from harringay.celery import app as celery_app

__all__ = ["celery_app"]
