"""The batch of operations, and the pictures that go with them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse

from gangqiao.accounts.middleware import DeviceRequest
from gangqiao.accounts.models import Device
from gangqiao.kernel import clock
from gangqiao.sync import actions
from gangqiao.sync.actions import Answer, Sent
from gangqiao.sync.actions.blobs import MOST_BYTES as MOST_BYTES_OF_BLOB
from gangqiao.sync.actions.notes import note_batch
from gangqiao.sync.models import Blob, Op
from gangqiao.sync.reads.receipts import current_epoch, receipt_of
from gangqiao.sync.refusals import Malformed, NotAPicture, WrongDigest
from gangqiao.sync.states import Result
from gangqiao.sync.views.wire import (
    answer,
    instant_of,
    on_the_wire,
    read_bytes,
    read_json,
    refused,
    text_of,
    uuid_of,
    whole_of,
)

MOST_OPS = 50
Json = dict[str, Any]


@on_the_wire
def ops(request: DeviceRequest) -> HttpResponse:
    """Take in a batch, one operation after the other, each for itself; then tell what became of each, and the receipt.

    A stop in the middle leaves those before it stored: sent again, they are duplicates.
    """
    given = read_json(request)
    # Read whole before anything is done: half of a malformed batch would be hard to explain.
    skew = skew_of(instant_of(given, "device_at"))
    sent = read_ops(given, skew)
    epoch = current_epoch()
    if given.get("epoch") != epoch:
        return answer({"epoch": epoch}, 409)
    device, actor = request.device, request.actor
    results = {one.uuid: actions.receive(one, device=device, actor=actor) for one in sorted(sent, key=lambda s: s.seq)}
    decided = actions.release(device=device, actor=actor)
    _look_again(results, decided)
    note_batch(device, skew_seconds=skew, **_unsent(given, sent))
    told = [results[one.uuid].as_json() for one in sent]
    content = {"epoch": epoch, "now": clock.now().isoformat(), "results": told, "receipt": receipt_of(device)}
    return answer(content)


def skew_of(claimed: datetime | None) -> int | None:
    """The phone's clock minus ours in seconds; null when it did not say. By the machine's clock, also in a demo."""
    if claimed is None:
        return None
    ours = datetime.fromtimestamp(clock.machine_seconds(), UTC)
    return round((claimed - ours).total_seconds())


def read_ops(given: Json, skew: int | None) -> list[Sent]:
    """The operations of a batch. Raises Malformed, and names the part that is not as agreed."""
    listed = given.get("ops")
    if not isinstance(listed, list) or len(listed) > MOST_OPS or not all(isinstance(one, dict) for one in listed):
        raise Malformed("ops")
    sent = [_read_op(one, skew) for one in listed]
    if len({one.uuid for one in sent}) != len(sent):
        raise Malformed("id")
    return sent


def _read_op(one: Json, skew: int | None) -> Sent:
    body = one.get("body")
    if not isinstance(body, dict):
        raise Malformed("body")
    kind = text_of(one, "kind", 40)
    if not kind.isascii() or "\0" in kind:
        raise Malformed("kind")
    return Sent(
        uuid=uuid_of(one, "id"),
        seq=whole_of(one, "seq", least=1),
        after=None if one.get("after") is None else uuid_of(one, "after"),
        kind=kind,
        body=body,
        claimed_at=instant_of(one, "at"),
        skew_seconds=skew,
    )


def _look_again(results: dict[Any, Answer], decided: set[Any]) -> None:
    """What waited at first and was taken in since is told as it is now."""
    later = [uuid for uuid, a in results.items() if a.op.result == Result.WAITING and a.op.uuid in decided]
    for op in Op.objects.filter(uuid__in=later):
        results[op.uuid] = Answer(op, results[op.uuid].is_duplicate)


def _unsent(given: Json, sent: list[Sent]) -> Json:
    """What the phone says it still holds after this batch; null when it does not say."""
    held = given.get("unsent")
    if not isinstance(held, dict):
        return {"unsent": None, "unsent_since": None}
    return {"unsent": whole_of(held, "count", least=0), "unsent_since": instant_of(held, "since")}


@on_the_wire
def blob(request: DeviceRequest, sha256: str) -> HttpResponse:
    """Whether a picture is here (HEAD), and take it in (PUT). The picture itself never leaves by this door."""
    if len(sha256) != 64 or sha256.strip("0123456789abcdef"):
        return answer({}, 404)
    if request.method == "PUT":
        return _put(request, sha256, request.device)
    is_here = Blob.objects.filter(device=request.device, digest=sha256).exists()
    return HttpResponse(status=200 if is_here else 404)


def _put(request: DeviceRequest, sha256: str, device: Device) -> HttpResponse:
    try:
        is_new = actions.keep_blob(sha256, read_bytes(request, MOST_BYTES_OF_BLOB), device=device)
    except (WrongDigest, NotAPicture) as refusal:
        return refused(refusal)
    actions.release(device=device, actor=request.actor)
    return answer({}, 201 if is_new else 200)
