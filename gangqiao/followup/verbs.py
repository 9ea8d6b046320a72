"""The verbs of the follow-up."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("followup.view", _("See whom to call, and what came of it"), reads=True),
    Verb("followup.record", _("Record what came of a call")),
    Verb("followup.miss", _("Record that somebody was not reached")),
    Verb("followup.drop", _("Drop a call that is not needed")),
    Verb("followup.ask", _("Ask for a call")),
    # The same words as `record`: who sees the file sees that somebody was called, and not that they want no more calls.
    Verb("followup.refuse", _("Record what came of a call")),
    Verb("followup.view_refusals", _("See who wants no calls, so as not to call"), reads=True),
    Verb("followup.give_slip", _("Give the worker's slip")),
    Verb("followup.view_cases", _("See cases of workers"), reads=True),
    Verb("followup.open_case", _("Open a case for a worker")),
    Verb("followup.take_case", _("Take a case in hand")),
    Verb("followup.settle_case", _("Record that a case is settled")),
    Verb("followup.unsettle_case", _("Record that a case could not be settled")),
    Verb("followup.close_case", _("Close a case with a verdict")),
    Verb("followup.note_case", _("Write a note on a case")),
    Verb("followup.prove", _("Raise the evidence of a time of work")),
    Verb("followup.view_proof", _("See the picture of a contract or pay slip"), reads=True),
    Verb("followup.match", _("Match times of work with an insurance or wage list")),
    Verb("followup.view_samples", _("See sample checks"), reads=True),
    Verb("followup.draw_sample", _("Draw a sample of claims")),
    Verb("followup.check_sample", _("Record what a sample check found")),
    Verb("followup.answer", _("Answer for a claim that was doubted")),
)

declare_own_acts(
    {
        "followup.plan": _("Planned calls"),
        "followup.signal": _("A signal asked for a call"),
        "followup.delete_pictures": _("Pictures of documents were deleted on their day"),
    }
)
