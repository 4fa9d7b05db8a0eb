"""`manage.py verify [JOB ...]`: whether what is stored is what was stored, held against the signed heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.chain_verification import broken_links, read_whole, verify_imports
from audit.heads.folder import Exported, read_heads
from audit.heads.one_look import one_look
from audit.heads.signing import KeyUnusable, own_public_key, read_public_key
from audit.heads.verification import NOTHING_EXPORTED, Verified, verify_heads
from core.database_ready import require_tables
from generation.models import GenerationJob


class Command(BaseCommand):
    help = (
        "Check all rows against the signed heads, and the text of every job against its artifacts; name the first that "
        "is wrong, and fail. Nothing is written, so a restored dump serves as well (set DATABASE_URL)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("jobs", nargs="*", type=UUID, metavar="JOB", help="only the artifacts of these jobs")
        parser.add_argument(
            "--heads", type=Path, help="folder of exported heads, or a file with a head a line (default: HEADS_FOLDER)"
        )
        parser.add_argument(
            "--key", help="public key to trace heads to: hex, or a PEM file (default: of HEAD_SIGNING_KEY_FILE)"
        )
        parser.add_argument("--all", action="store_true", help="name all that is wrong, not the first alone")

    def handle(self, *, jobs: list[UUID], heads: Path | None, key: str | None, **options: Any) -> None:
        require_tables()
        found = GenerationJob.objects.all()
        if jobs:
            found = found.filter(id__in=jobs)
            if missing := set(jobs) - set(found.values_list("id", flat=True)):
                raise CommandError(f"There is no job {min(missing)}.")
        with one_look():
            trusted = _trusted(key)
            verified = None if jobs else verify_heads(_exported(heads), trusted)
            wrong = [*(str(each) for each in (verified.wrong if verified else ()))]
            broken = [str(link) for link in broken_links(read_whole(found))]
            checked = found.count()
            imports = None if jobs else verify_imports()
        if verified:
            self._show(verified, trusted)
        if imports:
            wrong += [f"imported version {key}: its text is not what was stored" for key in imports.broken]
        if wrong or broken:
            raise CommandError(_verdict(wrong, broken, in_full=options["all"]))
        self.stdout.write(f"{checked} jobs: every artifact is what was stored.")
        if imports and imports.number:
            self.stdout.write(f"{imports.number:,} imported versions: every text is what was stored.")

    def _show(self, verified: Verified, trusted: str) -> None:
        if not verified.heads:
            self.stdout.write("There is no head yet: `manage.py sign_head` makes the first.")
        else:
            last = verified.heads[-1]
            self.stdout.write(f"{verified.rows} rows under {len(verified.heads)} heads, the last of {last.at}.")
            if not trusted:
                self.stdout.write(
                    f"No key was named, and HEAD_SIGNING_KEY_FILE holds none: the key that the first head names is"
                    f" believed, {verified.heads[0].public_key}. Whoever wrote all heads anew would have one of their"
                    " own: name yours by --key."
                )
        for kind, rows in sorted(verified.pending.items()):
            self.stdout.write(f"Not yet under a head: {rows} rows of {kind}.")


def _exported(place: Path | None) -> Exported:
    try:
        if place is not None:
            return _some(place, read_heads(place))
        folder = Path(settings.HEADS_FOLDER) if settings.HEADS_FOLDER else None
        return read_heads(folder) if folder and folder.is_dir() else NOTHING_EXPORTED
    except OSError as error:
        raise CommandError(f"The heads in {error.filename} cannot be read: {error.strerror}.") from None


def _some(place: Path, found: Exported) -> Exported:
    """Whoever names heads wants rows held against them: a disk that is not mounted must not pass for all well."""
    if not found.heads and not found.spoilt:
        raise CommandError(f"There is no head in {place}.")
    return found


def _trusted(key: str | None) -> str:
    try:
        return own_public_key(Path(settings.HEAD_SIGNING_KEY_FILE)) if key is None else read_public_key(key)
    except KeyUnusable as unusable:
        raise CommandError(str(unusable)) from None


def _verdict(wrong: list[str], broken: list[str], *, in_full: bool) -> str:
    counts = [f"{len(wrong)} rows are wrong."] if len(wrong) > 1 else []
    counts += [f"{len(broken)} jobs are broken."] if len(broken) > 1 else []
    named = [*wrong, *broken]
    if in_full:
        return "\n".join(["Broken:", *named, *counts])
    return " ".join([f"Broken: {named[0]}.", *counts])
