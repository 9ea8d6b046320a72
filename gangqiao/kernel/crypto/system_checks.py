"""What `manage.py check` says about keys and algorithms."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from gangqiao.kernel.crypto import keys, providers


@register(Tags.security)
def check_master_key(**kwargs: Any) -> list[CheckMessage]:
    """The key file is there and private. Whether it is the right one is asked where the database is (`verify_keys`)."""
    faults: list[CheckMessage] = []
    path = keys.key_file()
    if getattr(settings, "CRYPTO", "aes") not in providers.BY_NAME:
        faults.append(Error(f"CRYPTO is {settings.CRYPTO!r}; it may be 'aes' or 'sm'.", id="kernel.E001"))
    if path.exists() and not keys.is_private(path):
        faults.append(Error(f"Others can read {path}.", hint=f"chmod 0400 {path}", id="kernel.E002"))
    if not path.exists() and not os.environ.get(keys.FROM_ENVIRONMENT):
        # Only a warning: the command that makes the first key must be able to start.
        faults.append(Warning("There is no master key.", hint="gangqiao keys make", id="kernel.W003"))
    return faults
