"""The database remembers which keys it was written with, so that a wrong key file stops the start, not the readers."""

from __future__ import annotations

from gangqiao.audit.models import KeyCheck
from gangqiao.kernel.crypto.keys import key_check_value, verify_keys


def remember_keys() -> None:
    """Write the check values of the present keys. The first migration does it, and whoever changes keys."""
    KeyCheck.objects.update_or_create(pk=1, defaults={"value": key_check_value()})


def check_keys() -> None:
    """Raise WrongMasterKey when the keys are not those of this database (security.md, control 44)."""
    remembered = KeyCheck.objects.first()
    if remembered is not None:
        verify_keys(remembered.value)
