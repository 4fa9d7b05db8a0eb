"""The devices of django-otp, with what is secret of them sealed in the database."""

from __future__ import annotations

from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.sealed_keys import KeyUnreadable, hidden_codes, seal, unseal


class SealedTotpDevice(TOTPDevice):  # type: ignore[misc]  # django-otp has no types
    """An authenticator app, whose key is stored sealed."""

    class Meta:
        proxy = True
        default_permissions = ()

    @property
    def bin_key(self) -> bytes:
        """The key as codes are computed with it. Raises KeyUnreadable."""
        return unseal(self.key, self.user_id)

    def verify_token(self, token: str) -> bool:
        """Whether `token` is the code of now. The key is sealed anew with the secret of now, and saved with the try."""
        try:
            self.key = seal(self.bin_key, self.user_id)
        except KeyUnreadable:
            return False
        return bool(super().verify_token(token))


class HiddenCodesDevice(StaticDevice):  # type: ignore[misc]  # as above
    """Recovery codes, of which only keyed hashes are stored."""

    class Meta:
        proxy = True
        default_permissions = ()

    def verify_token(self, token: str) -> bool:
        """Whether `token` is one of the codes that are left; then it is gone."""
        stored = self.token_set.filter(token__in=hidden_codes(token, self.user_id)).first()
        # No code is stored as nothing: what is not found counts as wrong.
        return bool(super().verify_token(stored.token if stored else ""))
