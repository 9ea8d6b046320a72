"""The addresses of the headquarters, each with its rule. Issues are named by uuid: nothing personal in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.headquarters.screens.urls import urlpatterns as screens
from gangqiao.headquarters.views import bodies, decisions, issues, meetings, minutes, phones
from gangqiao.kernel.addresses import address

app_name = "headquarters"
POST = ("POST",)
BOTH = ("GET", "POST")
View = Callable[..., Any]


def _see(route: str, view: View, name: str) -> URLPattern:
    return address(f"headquarters/{route}", view, who="headquarters.view", name=name)


def _write(route: str, view: View, verb: str, name: str) -> URLPattern:
    """A form on a page of its own."""
    return address(f"headquarters/{route}", view, who=f"headquarters.{verb}", name=name, methods=BOTH)


def _act(route: str, view: View, verb: str, name: str = "") -> URLPattern:
    return address(f"headquarters/{route}", view, who=f"headquarters.{verb}", name=name or verb, methods=POST)


def _on_issue(route: str, view: View, verb: str) -> URLPattern:
    return address(
        f"headquarters/issues/<uuid:issue>/{route}",
        view,
        who=f"headquarters.{verb}",
        name=verb,
        methods=POST,
        kind="issue",
    )


_ONE = "meetings/<uuid:meeting>/"
_DECISION = "decisions/<uuid:decision>/"
_UNIT = "institutions/<slug:unit_code>/"

urlpatterns = [
    *screens,
    _see("meetings/", meetings.meetings, "meetings"),
    _write("meetings/plan/", meetings.plan, "plan_meeting", "plan"),
    _write("meetings/cadence/", meetings.cadence, "plan_meeting", "cadence"),
    _see(_ONE, meetings.meeting, "meeting"),
    _write(f"{_ONE}change/", meetings.change, "plan_meeting", "change"),
    _act(f"{_ONE}call/", meetings.call, "call_meeting"),
    _act(f"{_ONE}hold/", meetings.hold, "hold_meeting"),
    _act(f"{_ONE}attendance/", meetings.attendance, "hold_meeting", "attendance"),
    _act(f"{_ONE}minute/", meetings.minute, "minute_meeting"),
    _act(f"{_ONE}close/", meetings.close, "close_meeting"),
    _act(f"{_ONE}call-off/", meetings.call_off, "call_off"),
    _act(f"{_ONE}agenda/renew/", minutes.renew, "plan_meeting", "renew_agenda"),
    _act(f"{_ONE}agenda/add/", minutes.add, "plan_meeting", "add_item"),
    _act("agenda/<uuid:agenda_item>/", minutes.item, "plan_meeting", "agenda_item"),
    _see(f"{_ONE}minutes/", minutes.minutes, "minutes"),
    _write(f"{_ONE}minutes/write/", minutes.write, "minute_meeting", "write_minutes"),
    _write(f"{_ONE}decide/", decisions.decide, "decide", "decide"),
    _act("invitations/<uuid:invitation>/", meetings.answer, "answer_invitation"),
    _see("decisions/", decisions.decisions, "decisions"),
    _see(_DECISION, decisions.decision, "decision"),
    _act(f"{_DECISION}report/", decisions.report, "report_decision"),
    _act(f"{_DECISION}verify/", decisions.verify, "verify_decision"),
    _act(f"{_DECISION}send-back/", decisions.send_back, "send_back_decision"),
    _act(f"{_DECISION}revoke/", decisions.revoke, "revoke_decision"),
    _see("results/<uuid:result>/", decisions.result_file, "result_file"),
    address("headquarters/issues/", issues.issues, who="headquarters.view_issues", name="issues"),
    _write("issues/raise/", issues.raise_issue, "raise_issue", "raise_issue"),
    address(
        "headquarters/issues/<uuid:issue>/", issues.issue, who="headquarters.view_issues", name="issue", kind="issue"
    ),
    _on_issue("accept/", issues.accept, "accept_issue"),
    _on_issue("assign/", issues.assign, "assign_issue"),
    _on_issue("start/", issues.start, "start_issue"),
    _on_issue("report/", issues.report, "report_issue"),
    _on_issue("verify/", issues.verify, "verify_issue"),
    _on_issue("send-back/", issues.send_back, "send_back_issue"),
    _on_issue("send-up/", issues.send_up, "send_up"),
    address(
        "headquarters/issue-files/<uuid:note>/",
        issues.issue_file,
        who="headquarters.view_issues",
        name="issue_file",
        kind="issue_note",
    ),
    _see("phones/", phones.phones, "phones"),
    # One rule for both: whoever names officers of units, and whoever names those of villages; the view asks which.
    _write("phones/name/", phones.name, "view", "name_officer"),
    _act("phones/<uuid:officer>/", phones.phone, "reveal_phone", "phone"),
    _see("institutions/", bodies.institutions, "institutions"),
    _see(_UNIT, bodies.institution, "institution"),
    _write(f"{_UNIT}body/", bodies.record_body, "record_institution", "record_body"),
    _write(f"{_UNIT}staff/", bodies.record_staff, "record_institution", "record_staff"),
    _write(f"{_UNIT}funds/", bodies.record_funds, "record_institution", "record_funds"),
    _see("institution-files/<uuid:record>/", bodies.institution_file, "institution_file"),
    _see("members/", bodies.members, "members"),
    _write("members/appoint/", bodies.appoint, "appoint", "appoint"),
    _act("members/<uuid:member>/end/", bodies.end_member, "appoint", "end_member"),
]
