"""The load itself, into an empty tree."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel.actor import Actor
from gangqiao.places.actions import load_divisions
from gangqiao.places.models import Division


def test_a_user_without_the_verb_cannot_load(db):
    with pytest.raises(NotYourVerb):
        load_divisions(actor=Actor(user_id=7, name="somebody"))
    assert not Division.objects.exists()


def test_the_command_says_what_it_added(db, capsys):
    call_command("places", "load")
    assert "3567" in capsys.readouterr().out
