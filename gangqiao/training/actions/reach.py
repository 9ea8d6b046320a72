"""Who reaches a class and its learners, and in which order they are locked.

A class holds people of several villages and is led as a whole: what is out of the actor's reach is refused first, then
everything is read and written in one transaction, wherever the people live. A learner is reached in the own area, by
the unit that teaches, and by whoever leads the class. Locked are: class, enrolments by key, person.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from gangqiao.audit.gathering import together
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel.actor import SYSTEM, Actor, Post
from gangqiao.kernel.scope import everywhere
from gangqiao.training.models import Class, Enrolment, Session
from gangqiao.training.reads.classes_seeing import reaches


@contextmanager
def whole() -> Iterator[None]:
    """One transaction in which a class and all its learners can be written."""
    with everywhere(reason="a class is led as a whole, wherever its people live"), together():
        yield


def leads(actor: Actor, verb: str, held: Class) -> bool:
    """True when a post gives the verb over the class: who answers for it, who teaches it, or who stands above."""
    return actor == SYSTEM or reaches(actor, verb, held)


def own_class(uuid: UUID, verb: str, actor: Actor) -> Class:
    """The class, if the actor may there. Raises Class.DoesNotExist, NotYourVerb."""
    found = Class.objects.select_related("course", "provider").get(uuid=uuid)
    if not leads(actor, verb, found):
        raise NotYourVerb
    return found


def own_enrolment(uuid: UUID, verb: str, actor: Actor) -> Enrolment:
    """The place of a learner, if within reach. Raises Enrolment.DoesNotExist (also when out of reach), NotYourVerb."""
    found: Enrolment | None = Enrolment.objects.filter(uuid=uuid).first()
    if found is not None:
        if not leads(actor, verb, _class_of(found)):
            require(actor, verb, found)
        return found
    with everywhere(reason="a learner is reached by whoever leads the class"):
        found = Enrolment.objects.get(uuid=uuid)
    if not leads(actor, verb, _class_of(found)):
        raise Enrolment.DoesNotExist
    return found


def lock_class(pk: int) -> Class:
    """The class, locked: whoever changes its list and its attendance stands in line."""
    return Class.objects.select_for_update(of=("self",)).select_related("course").get(pk=pk)


def lock_enrolment(pk: int, held: Class) -> Enrolment:
    """The place of a learner in a locked class, locked."""
    locked: Enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=pk)
    locked.held = held
    return locked


@contextmanager
def enrolment_of(uuid: UUID, verb: str, actor: Actor) -> Iterator[tuple[Class, Enrolment]]:
    """Class and learner's place, locked in one transaction, after the actor was found to reach them.

    Raises Enrolment.DoesNotExist, NotYourVerb.
    """
    found = own_enrolment(uuid, verb, actor)
    with whole():
        held = lock_class(found.held_id)
        yield held, lock_enrolment(found.pk, held)


def session_of(uuid: UUID) -> Session:
    """A session with its class. Raises Session.DoesNotExist."""
    return Session.objects.select_related("held").get(uuid=uuid)


def acting(actor: Actor, verb: str, row: Any) -> Actor:
    """The actor with a post over the row that follows from leading its class: the log keeps the name.

    Only after `own_class` or `own_enrolment` have found that the actor reaches it.
    """
    if actor.user_id is None or any(actor.may(verb, path) for path in row.paths):
        return actor
    post = Post(role="leads_class", unit="", area=str(row.area_id), verbs=frozenset({verb}))
    return Actor(actor.user_id, actor.name, (*actor.posts, post), actor.request_id)


def _class_of(found: Enrolment) -> Class:
    return Class.objects.get(pk=found.held_id)
