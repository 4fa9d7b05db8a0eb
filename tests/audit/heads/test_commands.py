"""`sign_head` and `verify`: first use, new keys and lost ones, a folder of heads, a printed head."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from audit.heads.folder import read_heads
from audit.heads.head import from_line, sign
from audit.heads.making import sign_head
from audit.heads.sealing import seal_rows
from audit.heads.signing import make_key, own_public_key
from audit.models import LogLeaf, SignedHead
from audit.scheduled_tasks import sign_new_head
from core.models import Change, Consent
from tests.builders.jobs import summarise
from tests.builders.people import make_diarist, make_patient, set_consent

pytestmark = [pytest.mark.django_db(transaction=True)]


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def more() -> None:
    """Something new to sign."""
    set_consent(make_patient(), allowed=True)


def key_file() -> Path:
    return Path(settings.HEAD_SIGNING_KEY_FILE)


def test_first_use_makes_a_key_that_nobody_else_can_read(heads_folder: Path) -> None:
    more()
    head = from_line(run("sign_head"))
    assert head.is_genuine
    assert head.public_key == own_public_key(key_file())
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert [path.name for path in heads_folder.iterdir()] == [f"{head.size:012}.head"]


def test_nothing_new_makes_no_head() -> None:
    more()
    sign_head()
    assert run("sign_head") == "Nothing is new since the last head.\n"


def test_verify_says_how_far_it_looked() -> None:
    summarise(make_diarist())
    assert "There is no head yet" in run("verify")
    sign_head(settled=timedelta(0))
    rows = LogLeaf.objects.count()
    more()
    said = run("verify")
    assert f"{rows} rows under 1 heads" in said
    assert "Not yet under a head: 1 rows of consents." in said
    assert "1 jobs: every artifact is what was stored." in said


def test_verify_without_a_key_says_whose_word_it_takes() -> None:
    more()
    sign_head()
    key = own_public_key(key_file())
    assert "is believed" not in run("verify")
    assert "is believed" not in run("verify", "--key", key)
    key_file().unlink()
    assert f"the key that the first head names is believed, {key}." in run("verify")


def test_verify_names_the_first_wrong_row() -> None:
    more()
    sign_head()
    with pgtrigger.ignore():
        Consent.objects.update(allowed=False)
    with pytest.raises(CommandError, match=rf"Broken: consents {Consent.objects.get().pk}: it was altered\.$"):
        run("verify")


def test_printed_head_is_enough(tmp_path: Path) -> None:
    more()
    kept = tmp_path / "printed"
    kept.write_text(run("sign_head"))
    run("verify", "--heads", str(kept))
    with pgtrigger.ignore():
        SignedHead.objects.all().delete()
        LogLeaf.objects.all().delete()
    with pytest.raises(CommandError, match=r"the head over \d rows is missing in the database"):
        run("verify", "--heads", str(kept))


def test_rotated_key_is_vouched_for_by_the_old_one() -> None:
    more()
    sign_head()
    first = own_public_key(key_file())
    more()
    run("sign_head", "--rotate")
    assert own_public_key(key_file()) != first
    more()
    sign_head()
    run("verify", "--key", first)


def test_rotation_cut_off_behind_its_head_is_finished(tmp_path: Path) -> None:
    more()
    sign_head()
    old = key_file().read_bytes()
    more()
    sign_head(rotate=True)
    new = key_file().read_bytes()
    key_file().write_bytes(old)
    key_file().with_name(f"{key_file().name}.next").write_bytes(new)
    more()
    assert sign_head()
    assert key_file().read_bytes() == new
    run("verify")


def waiting_key() -> Path:
    """Where a new key is until a head is signed with it."""
    return key_file().with_name(f"{key_file().name}.next")


@pytest.mark.parametrize("how", ["--rotate", "--lost-key"])
def test_key_stays_until_there_is_a_head_for_the_new_one(how: str) -> None:
    more()
    sign_head()
    first = own_public_key(key_file())
    with pytest.raises(CommandError, match="There is nothing new to sign, so the key stays"):
        run("sign_head", how)
    assert own_public_key(key_file()) == first
    coming = own_public_key(waiting_key())
    more()
    assert from_line(run("sign_head")).public_key == first
    more()
    # The key that waits is taken, not refused for being there.
    assert from_line(run("sign_head", how)).public_key == coming == own_public_key(key_file()) != first
    assert not waiting_key().exists()


def test_key_given_up_for_lost_vouches_for_none() -> None:
    more()
    first = sign_head()
    assert first
    more()
    assert from_line(run("sign_head", "--lost-key")).handover == ""
    with pytest.raises(CommandError, match="on another key signs, which the one before did not hand over to"):
        run("verify", "--key", first.public_key)


def test_lost_key_is_never_replaced_in_silence() -> None:
    more()
    sign_head()
    key_file().unlink()
    more()
    with pytest.raises(CommandError, match="Put it back from where you keep a copy"):
        run("sign_head")
    assert SignedHead.objects.count() == 1


def test_another_key_is_refused() -> None:
    more()
    sign_head()
    key_file().unlink()
    make_key(key_file())
    more()
    with pytest.raises(CommandError, match="holds another key than that of the last head"):
        run("sign_head")


def test_key_that_took_the_place_of_a_lost_one_is_said_until_it_is_trusted() -> None:
    more()
    first = sign_head()
    key_file().unlink()
    more()
    run("sign_head", "--lost-key")
    assert first
    with pytest.raises(CommandError, match="on another key signs, which the one before did not hand over to"):
        run("verify", "--key", first.public_key)
    run("verify", "--key", own_public_key(key_file()))


def test_head_signed_by_a_stranger_is_named(tmp_path: Path) -> None:
    more()
    sign_head()
    stranger = tmp_path / "stranger.pem"
    make_key(stranger)
    with pytest.raises(CommandError, match="no head is signed by the key that was named"):
        run("verify", "--key", own_public_key(stranger))


def test_nothing_is_signed_over_a_head_that_was_changed() -> None:
    more()
    sign_head()
    with pgtrigger.ignore():
        SignedHead.objects.update(root="0" * 64)
    more()
    with pytest.raises(CommandError, match=r"Run `manage.py verify`"):
        run("sign_head")


def test_nothing_is_signed_where_a_line_of_the_log_is_missing() -> None:
    more()
    head = sign_head()
    assert head
    for _ in range(3):
        more()
    with transaction.atomic():
        seal_rows()
    with pgtrigger.ignore():
        LogLeaf.objects.filter(position=head.size + 1).delete()
    with pytest.raises(CommandError, match=rf"Line {head.size + 1} of the log is missing"):
        run("sign_head")
    assert SignedHead.objects.count() == 1


@pytest.mark.parametrize("new", [0, 1, 2, 3])
@pytest.mark.parametrize("with_rows", [False, True], ids=["lines", "lines and rows"])
def test_nothing_is_signed_nor_taken_in_where_the_end_of_the_log_was_cut_off(new: int, with_rows: bool) -> None:
    """What is new would fill the gap, and nobody could tell any more from which line on the log was cut."""
    for _ in range(3):
        more()
    head = sign_head()
    assert head
    with pgtrigger.ignore():
        cut = LogLeaf.objects.filter(position__gte=head.size - 2)
        if with_rows:
            Change.objects.filter(id__in=cut.values("row_id")).delete()
        cut.delete()
    for _ in range(new):
        more()
    with pytest.raises(CommandError, match=rf"Line {head.size - 2} of the log is missing"):
        run("sign_head")
    assert (SignedHead.objects.count(), LogLeaf.objects.count()) == (1, head.size - 2)
    with pytest.raises(CommandError, match=r"its line in the log is missing"):
        run("verify")


def test_nothing_is_signed_where_a_line_under_the_last_head_is_missing() -> None:
    for _ in range(3):
        more()
    assert sign_head()
    more()
    with pgtrigger.ignore():
        LogLeaf.objects.filter(position=1).delete()
    with pytest.raises(CommandError, match=r"Line 1 of the log is missing"):
        run("sign_head")


def test_nothing_is_signed_beside_a_head_of_another_log_over_as_many_rows(heads_folder: Path) -> None:
    more()
    head = sign_head()
    assert head
    [file] = heads_folder.iterdir()
    file.write_text(f"{sign(head.tree(), datetime.now(UTC), Ed25519PrivateKey.generate()).line()}\n")
    more()
    with pytest.raises(CommandError, match="rows were lost, or another log's heads lie there"):
        run("sign_head")


def test_nothing_is_signed_behind_a_folder_that_knows_more() -> None:
    more()
    sign_head()
    with pgtrigger.ignore():
        SignedHead.objects.all().delete()
        LogLeaf.objects.all().delete()
    with pytest.raises(CommandError, match="rows were lost, or another log's heads lie there"):
        run("sign_head")


def test_folder_named_later_gets_every_head(tmp_path: Path) -> None:
    more()
    sign_head()
    more()
    settings.HEADS_FOLDER = str(tmp_path / "other")
    sign_head()
    assert len(list((tmp_path / "other").iterdir())) == 2


def test_file_of_a_head_has_the_lines_of_its_own_rows(heads_folder: Path) -> None:
    for _ in range(2):
        more()
        sign_head()
    first, second = SignedHead.objects.values_list("size", flat=True)
    lines = [len(file.read_text().splitlines()) for file in sorted(heads_folder.iterdir())]
    assert lines == [1 + first, 1 + second - first]
    assert sorted(read_heads(heads_folder).lines) == list(range(second))


def test_without_a_folder_heads_are_kept_in_the_database_alone(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HEADS_FOLDER = ""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    more()
    run("sign_head")
    assert list((tmp_path / "here").iterdir()) == []
    assert "rows under 1 heads" in run("verify")


def test_spoilt_file_of_a_head_is_named(heads_folder: Path) -> None:
    more()
    sign_head()
    [file] = heads_folder.iterdir()
    file.write_text(file.read_text().replace("consents", "messages").rstrip("\n")[:-1] + "\n")
    with pytest.raises(CommandError, match=f"{file.name} cannot be read as a head|do not have the root"):
        run("verify")


def test_beat_says_why_it_signs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    more()
    sign_new_head()
    key_file().write_text("no key")
    more()
    sign_new_head()
    assert "no head was signed" in caplog.text
    assert SignedHead.objects.count() == 1


def test_unreadable_key_to_trace_to_is_said() -> None:
    with pytest.raises(CommandError, match="is no Ed25519 public key"):
        run("verify", "--key", "nothing")


def test_place_without_a_head_does_not_pass_for_all_well(tmp_path: Path) -> None:
    more()
    sign_head()
    (tmp_path / "empty").touch()
    for place in (tmp_path, tmp_path / "empty"):
        with pytest.raises(CommandError, match="There is no head in"):
            run("verify", "--heads", str(place))


def test_file_of_heads_that_is_no_text_is_named(tmp_path: Path) -> None:
    more()
    sign_head()
    (tmp_path / "bytes").write_bytes(b"\x8d\xff\n")
    with pytest.raises(CommandError, match="line 1 is not a head"):
        run("verify", "--heads", str(tmp_path / "bytes"))


def test_newest_head_in_the_folder_that_is_no_text_keeps_heads_from_being_signed(heads_folder: Path) -> None:
    more()
    sign_head()
    max(heads_folder.iterdir()).write_bytes(b"\x8d\xff\n")
    more()
    with pytest.raises(CommandError, match="is none of this database's"):
        run("sign_head")


def test_folder_of_heads_that_cannot_be_written_is_one_line_of_the_log(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.HEADS_FOLDER = str(tmp_path / "file")
    (tmp_path / "file").touch()
    more()
    sign_new_head()
    assert "heads could not be exported to HEADS_FOLDER" in caplog.text
    (tmp_path / "file").unlink()
    sign_new_head()
    assert len(list((tmp_path / "file").iterdir())) == 1
