"""Password hashing that leaves the machine usable: at most two hashes at a time (security.md, finding 9)."""

from __future__ import annotations

from threading import BoundedSemaphore

from django.contrib.auth.hashers import PBKDF2PasswordHasher

# One hash costs 0.2 s of a core. Five hundred sign-ins at eight o'clock would otherwise take every thread at once and
# starve the people who already work. Those who sign in wait in line instead.
AT_ONCE = 2
_line = BoundedSemaphore(AT_ONCE)


class BoundedPBKDF2Hasher(PBKDF2PasswordHasher):
    """PBKDF2 as Django has it, in a line of two per process."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with _line:
            return super().encode(password, salt, iterations)
