"""One function per verb of the door for other phone apps, and what follows from a submission."""

from gangqiao.openrosa.actions.connecting import Connected, connect, disconnect
from gangqiao.openrosa.actions.receiving import receive
from gangqiao.openrosa.actions.settling import resolve, settle, try_again, withdraw
from gangqiao.openrosa.actions.versions import refresh_list
from gangqiao.openrosa.actions.working import force, work_off, work_off_all

__all__ = [
    "Connected",
    "connect",
    "disconnect",
    "force",
    "receive",
    "refresh_list",
    "resolve",
    "settle",
    "try_again",
    "withdraw",
    "work_off",
    "work_off_all",
]
