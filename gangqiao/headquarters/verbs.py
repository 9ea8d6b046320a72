"""The verbs of the headquarters."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("headquarters.view", _("See headquarters, meetings and phone book"), reads=True),
    Verb("headquarters.reveal_phone", _("See a phone number of an officer for a reason"), reads=True),
    Verb("headquarters.appoint", _("Record members of the headquarters")),
    Verb("headquarters.name_officer", _("Name the liaison officer of a unit")),
    Verb("headquarters.name_village_officer", _("Name the information officer of a village")),
    Verb("headquarters.record_institution", _("Record body, staff and funds of a unit")),
    Verb("headquarters.plan_meeting", _("Plan a joint meeting and its agenda")),
    Verb("headquarters.call_meeting", _("Call a joint meeting")),
    Verb("headquarters.hold_meeting", _("Record a joint meeting as held, with attendance")),
    Verb("headquarters.minute_meeting", _("Write the minutes of a joint meeting")),
    Verb("headquarters.close_meeting", _("Close a joint meeting")),
    Verb("headquarters.call_off", _("Call a joint meeting off")),
    Verb("headquarters.answer_invitation", _("Confirm an invitation and hand in the report of the own unit")),
    Verb("headquarters.decide", _("Record a decision of a joint meeting")),
    Verb("headquarters.report_decision", _("Report the result of a decision of the own unit")),
    Verb("headquarters.verify_decision", _("Verify the result of a decision")),
    Verb("headquarters.send_back_decision", _("Send the result of a decision back")),
    Verb("headquarters.revoke_decision", _("Revoke a decision")),
    Verb("headquarters.view_issues", _("See the issues of the own area"), reads=True),
    Verb("headquarters.raise_issue", _("Raise an issue")),
    Verb("headquarters.accept_issue", _("Accept an issue")),
    Verb("headquarters.assign_issue", _("Assign an issue to a unit")),
    Verb("headquarters.start_issue", _("Begin with an issue")),
    Verb("headquarters.report_issue", _("Report an issue as solved")),
    Verb("headquarters.verify_issue", _("Verify that an issue is solved")),
    Verb("headquarters.send_back_issue", _("Send an issue back")),
    Verb("headquarters.send_up", _("Send an issue to the level above")),
)

declare_own_acts({"headquarters.end_officer": _("Ended the time of a liaison officer")})
