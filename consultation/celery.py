"""The Celery application: `celery -A consultation worker` and `celery -A consultation beat`."""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

from consultation.embedded.ties import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consultation.settings")

app = Celery("consultation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def log_like_the_site(**_: Any) -> None:
    """Workers and beat write the same lines as the web process."""
    logging.config.dictConfig(settings.LOGGING)


@worker_process_init.connect
def stay_with_the_worker(**_: Any) -> None:
    """A pool process whose worker was killed would hold its task and its database connection for ever."""
    end_with_parent()
