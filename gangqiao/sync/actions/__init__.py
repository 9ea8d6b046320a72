"""One function per verb: receive operations and pictures, look after phones, close what was not taken in."""

from gangqiao.sync.actions.blobs import keep_blob
from gangqiao.sync.actions.epochs import begin_epoch
from gangqiao.sync.actions.phones import connect, enrol, revoke
from gangqiao.sync.actions.receiving import Answer, Sent, receive, release
from gangqiao.sync.actions.settling import close, try_again

__all__ = [
    "Answer",
    "Sent",
    "begin_epoch",
    "close",
    "connect",
    "enrol",
    "keep_blob",
    "receive",
    "release",
    "revoke",
    "try_again",
]
