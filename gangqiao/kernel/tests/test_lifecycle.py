"""Only the arrows of the table can be taken."""

from __future__ import annotations

from enum import StrEnum

import pytest

from gangqiao.kernel.lifecycle import LifeCycle, NotAllowedNow, NoteNeeded, Step


class S(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PAID = "paid"

    @property
    def label(self) -> str:
        return self.value.title()


CLAIM = LifeCycle(
    S,
    Step("claims.submit", (S.DRAFT, S.RETURNED), S.SUBMITTED, "Submit"),
    Step("claims.send_back", (S.SUBMITTED,), S.RETURNED, "Send back", tone="danger", needs_note=True),
    Step("claims.pay", (S.SUBMITTED,), S.PAID, "Mark as paid", tone="good"),
)


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("arrow", list(CLAIM), ids=lambda s: s.verb)
def test_only_the_arrows_of_the_diagram_can_be_taken(state, arrow):
    if state in arrow.sources:
        assert CLAIM.check(arrow.verb, state, note="because") is arrow
    else:
        with pytest.raises(NotAllowedNow):
            CLAIM.check(arrow.verb, state, note="because")


@pytest.mark.parametrize("state", S)
def test_the_buttons_are_the_arrows_that_start_here(state):
    assert CLAIM.steps_from(state) == [arrow for arrow in CLAIM if state in arrow.sources]
    assert CLAIM.steps_from(str(state)) == CLAIM.steps_from(state)


def test_a_refused_step_says_which_and_why():
    with pytest.raises(NotAllowedNow) as refused:
        CLAIM.check("claims.pay", "paid")
    words = refused.value.sentence
    assert words.msgid % words.values == "“Mark as paid” is not possible: the record is “Paid”."


@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_step_back_needs_a_reason(note):
    with pytest.raises(NoteNeeded):
        CLAIM.check("claims.send_back", "submitted", note)


def test_one_verb_may_lead_to_different_states_from_different_starts():
    both = LifeCycle("abcd", Step("x.undo", ("b",), "a", "Undo"), Step("x.undo", ("d",), "c", "Undo"))
    assert (both.check("x.undo", "b").target, both.check("x.undo", "d").target) == ("a", "c")


def test_a_table_that_contradicts_itself_does_not_load():
    with pytest.raises(ValueError, match="do not exist: z"):
        LifeCycle("ab", Step("x.go", ("a",), "z", "Go"))
    with pytest.raises(ValueError, match="starts twice from a"):
        LifeCycle("ab", Step("x.go", ("a",), "b", "Go"), Step("x.go", ("a",), "a", "Go"))


def test_an_unknown_verb_is_a_fault_of_the_program():
    with pytest.raises(KeyError, match=r"claims\.fly"):
        CLAIM.check("claims.fly", "draft")


def test_the_diagram_has_every_state_and_arrow():
    lines = CLAIM.diagram().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert "    paid: Paid" in lines
    assert [line for line in lines if "-->" in line] == [
        "    draft --> submitted: Submit",
        "    returned --> submitted: Submit",
        "    submitted --> returned: Send back",
        "    submitted --> paid: Mark as paid",
    ]
