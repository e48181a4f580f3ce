"""What becomes of a batch of marks: the answer is put into the queue and into every cached document at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from api_client.client import decode, document_adapter
from api_client.documents import Document
from api_client.errors import ServerFailed
from api_client.overlay.counts import marks_by_course, overlay_course_row
from api_client.overlay.documents import overlay_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api_client.cache import Cache
    from api_client.models import CompletionResult
    from api_client.queue import Queue, QueuedMark

_REFUSALS = {
    "no_access": "You have no access to this lesson's course (any more).",
    "not_found": "The lesson is gone, or is not public any more.",
    "invalid": "The server does not accept this mark.",
}


def settle(queue: Queue, cache: Cache, batch: Sequence[QueuedMark], results: Sequence[CompletionResult]) -> None:
    """Take the server's answers. Within the caller's transaction: a mark leaves the queue as it enters the cache.

    Otherwise a screen would for a moment show the lesson as it was before.
    """
    applied: list[QueuedMark] = []
    for mark, result in zip(batch, results, strict=True):
        if result.status == "applied":
            applied.append(replace(mark, at=result.completed_at or mark.at))
        else:
            queue.refuse(mark, _REFUSALS.get(result.status, "The server refused this mark."))
    _patch(cache, applied)  # before they leave the queue: it needs the index as it was
    for mark in applied:
        completed_at = mark.at if mark.completed else None
        cache.lessons.complete(mark.lesson_id, completed_at)
        queue.acknowledge(mark, completed_at)


def _patch(cache: Cache, marks: Sequence[QueuedMark]) -> None:
    by_lesson = {mark.lesson_id: mark for mark in marks}
    for mark in marks:
        for path in cache.paths("lesson", mark.lesson_id):
            _patch_document(cache, Document("lesson", path), by_lesson)
    for course_id, own in marks_by_course(marks).items():
        for path in cache.paths("outline", course_id):
            _patch_document(cache, Document("outline", path), own)
        if row := cache.catalog.course(course_id):
            cache.update_course(overlay_course_row(row, own, cache.lessons.of_course(course_id)))
    if marks:
        for path in cache.paths("progress"):
            _patch_document(cache, Document("progress", path), by_lesson)


def _patch_document(cache: Cache, document: Document[Any], marks: dict[str, QueuedMark]) -> None:
    entry = cache.entry(document.path)
    if entry is None:
        return
    adapter = document_adapter(document)
    try:
        value = decode(adapter, entry.body)
    except ServerFailed:  # of another version of the contract: it is of no use to anyone
        cache.forget(document.path)
        return
    patched = overlay_model(document, value, marks, cache.lessons, datetime.now(UTC))
    cache.rewrite(document.path, adapter.dump_json(patched, by_alias=True).decode())
