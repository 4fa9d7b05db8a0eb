"""The second factor of staff: a code that changes every 30 seconds, or one of ten that work once."""

from __future__ import annotations

import base64
import re
import secrets
import unicodedata
from collections.abc import MutableMapping
from io import BytesIO
from typing import Any

import qrcode
from django.conf import settings
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticToken
from qrcode.image.svg import SvgPathImage

from core.faultpoints import committing
from core.login.record import record_login_event
from core.models import HiddenCodesDevice, LoginEventKind, SealedTotpDevice, User
from core.sealed_keys import KeyUnreadable, hide_code, seal, unseal

RECOVERY_CODES = 10
_CODE = re.compile("[a-z0-9]+")
_KEY_BYTES = 20  # what RFC 4226 recommends
# Where a session keeps which device it is setting up.
_PENDING = "second_factor_pending"


def needs_second_factor(user: User) -> bool:
    """Whether this login is worth nothing with a password alone."""
    return bool(settings.SECOND_FACTOR and user.is_staff)


def is_set_up(user: User) -> bool:
    return bool(SealedTotpDevice.objects.filter(user=user, confirmed=True).exists())


def has_passed(user: User) -> bool:
    """Whether the session of this request went through the second factor; django-otp's middleware knows."""
    return getattr(user, "otp_device", None) is not None


def begin_setup(user: User, session: MutableMapping[str, Any]) -> SealedTotpDevice:
    """The device that counts once its first code was typed: the same until then, for this session alone.

    Another session gets another key, and ends this one's: whoever else has the password may have noted it.
    """
    held = _pending(user, session)
    if held is not None:
        return held
    with committing("enter"):
        forget_setup(user)
        fresh: SealedTotpDevice = SealedTotpDevice.objects.create(
            user=user, confirmed=False, name="authenticator", key=seal(secrets.token_bytes(_KEY_BYTES), user.pk)
        )
    session[_PENDING] = fresh.pk
    return fresh


def finish_setup(user: User, session: MutableMapping[str, Any], code: str) -> tuple[Device, list[str]] | None:
    """Take the first code of the device this session began. The device and fresh recovery codes; None: a wrong code."""
    device = _pending(user, session)
    if device is None or verify_token(user, device.persistent_id, _read_code(code)) is None:
        record_login_event(LoginEventKind.SECOND_FACTOR_FAILED, user=user)
        return None
    with committing("enter"):
        # Of two sessions that end at once, one finds its device gone.
        if not SealedTotpDevice.objects.filter(pk=device.pk, confirmed=False).update(confirmed=True):
            return None
        SealedTotpDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        codes = new_recovery_codes(user)
        record_login_event(LoginEventKind.SECOND_FACTOR_SET_UP, user=user)
    session.pop(_PENDING, None)
    return device, codes


def _pending(user: User, session: MutableMapping[str, Any]) -> SealedTotpDevice | None:
    """The device that this session began to set up, unless its key was sealed with a secret that is lost."""
    held = SealedTotpDevice.objects.filter(user=user, confirmed=False, pk=session.get(_PENDING)).first()
    if held is None:
        return None
    found: SealedTotpDevice = held
    try:
        unseal(found.key, user.pk)
    except KeyUnreadable:
        return None
    return found


def forget_setup(user: User) -> None:
    """End a set-up that was begun and not finished: whoever began it may have noted the key."""
    SealedTotpDevice.objects.filter(user=user, confirmed=False).delete()


def new_recovery_codes(user: User) -> list[str]:
    """Ten codes that work once each; earlier ones stop working. They are shown now and never again."""
    with committing("enter"):
        HiddenCodesDevice.objects.filter(user=user).delete()
        device = HiddenCodesDevice.objects.create(user=user, name="recovery codes")
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=hide_code(code, user.pk)) for code in codes)
    return codes


def check_code(user: User, code: str) -> Device | None:
    """The device that `code` belongs to. After a wrong one a device takes none for a while, longer each time."""
    typed = _read_code(code)
    kind = SealedTotpDevice if typed.isdigit() else HiddenCodesDevice
    device = kind.objects.filter(user=user, confirmed=True).first()
    found = None if device is None else verify_token(user, device.persistent_id, typed)
    if found is None:
        event = LoginEventKind.SECOND_FACTOR_FAILED
    elif kind is HiddenCodesDevice:
        event = LoginEventKind.RECOVERY_CODE_USED
    else:
        event = LoginEventKind.SECOND_FACTOR_PASSED
    record_login_event(event, user=user)
    return found


def _read_code(typed: str) -> str:
    """A code as it was shown: without spaces, its letters small, wide ones as the others. "" where anything else stands
    in it, such as digits of another script or a letter that only looks alike.
    """
    read = "".join(unicodedata.normalize("NFKC", typed).split()).lower()
    return read if _CODE.fullmatch(read) else ""


def remove_second_factor(user: User, *, by: str = "") -> bool:
    """Take it away, so that the next login sets up another. False: there was none. `by`: who, where no request says."""
    gone = [model.objects.filter(user=user).delete()[0] for model in (SealedTotpDevice, HiddenCodesDevice)]
    if any(gone):
        record_login_event(LoginEventKind.SECOND_FACTOR_REMOVED, user=user, by=by)
    return any(gone)


def codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


def picture_of(device: SealedTotpDevice) -> str:
    """The QR code as an address that holds the whole picture."""
    picture = BytesIO()
    qrcode.make(device.config_url, image_factory=SvgPathImage, border=2).save(picture)
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.getvalue()).decode()}"


def key_to_type(device: SealedTotpDevice) -> str:
    """The key in groups of four, for apps without a camera."""
    key = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
