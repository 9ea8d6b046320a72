"""Lights, methods and lists in words."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from gangqiao.engine.forecast import Method
from gangqiao.kernel.words import Say
from gangqiao.warnings.policy import Light
from gangqiao.warnings.reads.gaps import GapList

TONES = {
    Light.RED: "bad",
    Light.YELLOW: "warn",
    Light.GREEN: "good",
    Light.MISSED: "bad",
    Light.REACHED: "good",
    Light.NONE: "calm",
}
LIGHT_WORDS = {
    Light.RED: Say("Red"),
    Light.YELLOW: Say("Yellow"),
    Light.GREEN: Say("Green"),
    Light.MISSED: Say("Missed"),
    Light.REACHED: Say("Reached"),
    Light.NONE: Say("No target set"),
}
METHOD_WORDS = {
    Method.AFTER_FESTIVAL: Say(
        "Last year's growth still to come on the same day after the Spring Festival, times the growth since the "
        "festival this year against last year"
    ),
    Method.RECENT_PACE: Say("The pace since the Spring Festival goes on; last year says too little here"),
}
LIST_WORDS = {
    GapList.PLANNED: Say("Planned to leave"),
    GapList.WANTS: Say("Wants work and is not in work"),
    GapList.RETURNED: Say("Returned and not working, no wish known"),
    GapList.UNVERIFIED: Say("Counted by a list only"),
}
LIST_SAYS = {
    GapList.PLANNED: Say("A departure is planned or wished for, and nobody has recorded that the person left."),
    GapList.WANTS: Say("Said to want work, the wish still holds, and no work is recorded this year."),
    GapList.RETURNED: Say(
        "Came home and has had no work this year; nobody has asked about wishes, or the wish expired."
    ),
    GapList.UNVERIFIED: Say(
        "In the number already, on the word of a list (evidence E). Whoever cannot be reached may have to be taken out."
    ),
}
NEXT_ACTS = {
    GapList.PLANNED: Say("Ask whether the person has left and record the departure."),
    GapList.WANTS: Say("Offer work that fits the wish; record what is answered."),
    GapList.RETURNED: Say("Visit or call, and ask about wishes. A no is recorded and respected."),
    GapList.UNVERIFIED: Say("Reach the person or the employer and verify the work."),
}

# The texts of `policy/warnings.yaml`, letter for letter; a test fails when one is missing here.
COLLECTED = frozenset(
    {
        gettext_noop("Without a forecast, the needed pace is at most this many times the pace so far for green"),
        gettext_noop("Without a forecast, the needed pace is at most this many times the pace so far for yellow"),
        gettext_noop("In the last working days before the due day a target that is still open is yellow at least"),
        gettext_noop("Time to answer an urging"),
        gettext_noop("Time to answer once it is supervised"),
        gettext_noop("Time to answer once it lies with the headquarters leader"),
        gettext_noop("times"),
        gettext_noop("working days"),
        gettext_noop("ours"),
    }
)


def said(text: str) -> str:
    """A text of the policy file in the reader's language."""
    return gettext(text)
