"""The tables of the door for other phone apps."""

from gangqiao.openrosa.models.entities import Entity, EntityVersion
from gangqiao.openrosa.models.submissions import EntityWork, Submission, SubmissionFile

__all__ = ["Entity", "EntityVersion", "EntityWork", "Submission", "SubmissionFile"]
