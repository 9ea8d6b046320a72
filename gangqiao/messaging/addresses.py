"""Links in messages lead to this installation and nowhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from gangqiao.messaging.refusals import ForbiddenWords, NoAddress


def own_link(path: str, name: str = "link") -> str:
    """The whole address of an own page. Raises NoAddress, or ForbiddenWords for a page of somebody else.

    path  "/v/abc" or a whole address that begins with the own one
    """
    own = settings.ADDRESS.rstrip("/")
    if not own:
        raise NoAddress
    if path.startswith(f"{own}/"):
        path = path[len(own) :]
    parts = urlsplit(path)
    # "//elsewhere/x" and "/\elsewhere" are read by browsers as another host.
    leads_away = parts.scheme or parts.netloc or not path.startswith("/") or path[1:2] in ("/", "\\")
    if leads_away or any(c.isspace() or ord(c) < 32 or c == "\\" for c in path):
        raise ForbiddenWords(name)
    return own + path
