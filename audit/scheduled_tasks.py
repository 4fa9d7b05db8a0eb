"""What beat asks of review and of the log. The queue asks for reviews too when it is opened: no beat is needed."""

from __future__ import annotations

import logging
from pathlib import Path

from celery import shared_task
from django.conf import settings

from audit.backups.folder import write_certificates
from audit.backups.list_file import write_list
from audit.chain_verification import read_whole, verify_imports, verify_jobs
from audit.drawing import MAX_AT_ONCE, draw_items
from audit.heads.folder import read_heads
from audit.heads.making import LogBroken, sign_head
from audit.heads.noticing import notice_wrong
from audit.heads.signing import KeyUnusable, own_public_key
from audit.heads.verification import NOTHING_EXPORTED, verify_heads
from audit.retention import erase_what_has_expired
from generation.database_guards import check_database_guards
from generation.models import GenerationJob

logger = logging.getLogger(__name__)


@shared_task(name="audit.draw_reviews", ignore_result=True)
def draw_reviews() -> None:
    """Make the items of all summaries that have none yet."""
    while draw_items() == MAX_AT_ONCE:
        pass


@shared_task(name="audit.sign_head", ignore_result=True)
def sign_new_head() -> None:
    """Sign a head over what is new."""
    try:
        sign_head()
    except (KeyUnusable, LogBroken) as refused:
        logger.error("no head was signed: %s", refused)  # noqa: TRY400 - the words say it all
    except OSError as error:
        # What was signed is in the database, and is exported as soon as the folder can be written.
        logger.error("heads could not be exported to HEADS_FOLDER: %s", error.strerror)  # noqa: TRY400 - as above


@shared_task(name="audit.erase_what_has_expired", ignore_result=True)
def erase_due_rows() -> None:
    """Erase everything whose period has ended. If no organisation has set one, nothing has expired."""
    for certificate in erase_what_has_expired():
        logger.info("what had expired is erased; certificate %s", certificate.pk)


@shared_task(name="audit.verify", ignore_result=True)
def verify() -> None:
    """Verify every stored run and every row under a head; what is broken becomes an incident where it has a job."""
    if broken := verify_jobs(read_whole(GenerationJob.objects.all())):
        logger.error("%d chains are broken; the incidents name them", len(broken))
    if lost := verify_imports().broken:
        logger.error("%d imported versions are not what was stored; the first: %s", len(lost), lost[0])
    folder = Path(settings.HEADS_FOLDER) if settings.HEADS_FOLDER else None
    exported = read_heads(folder) if folder and folder.is_dir() else NOTHING_EXPORTED
    verified = verify_heads(exported, own_public_key(Path(settings.HEAD_SIGNING_KEY_FILE)))
    for broken_guard in check_database_guards(expressions=True):
        logger.error("the database does not keep its promises: %s", broken_guard)
    if verified.wrong:
        notice_wrong(verified.wrong)
        logger.error("%d rows are not what was signed; the first: %s", len(verified.wrong), verified.wrong[0])


@shared_task(name="audit.list_taken_back", ignore_result=True)
def list_taken_back() -> None:
    """Keep the list of what was taken back, and the certificates, beside the backups, where there is a folder."""
    if not settings.BACKUP_FOLDER:
        return
    try:
        write_list(Path(settings.BACKUP_FOLDER))
        write_certificates(Path(settings.BACKUP_FOLDER))
    except OSError as error:
        logger.error("what was taken back could not be listed in BACKUP_FOLDER: %s", type(error).__name__)  # noqa: TRY400 - no text
