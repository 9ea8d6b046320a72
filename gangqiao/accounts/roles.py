"""What each role may do, where, and how deep (domain model 6.4), as one table.

Two decisions stand in it. The headquarters leader reads figures, and lists with masked names: the post reads level 1,
and a full name is level 2. And the three administrators run the system, the posts and the log, one each: none of them
holds a verb on people, and nobody may hold two of the three.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import ADMINISTRATOR_ROLES
from gangqiao.accounts.roles_subsidies import (
    CHECK_CLAIMS_AS_LEADER,
    CHECK_CLAIMS_OF_TOWNSHIP,
    CLAIM_FOR_OWN_UNIT,
    CLAIM_FOR_PEOPLE,
    LEAD_CLAIMS,
    LEAD_SUBSIDIES,
    PAY,
    SEE_ALL_OF_CLAIMS,
    SEE_CLAIMS,
    SIGN_CLAIMS,
)
from gangqiao.kernel.actor import Level
from gangqiao.kernel.verbs import verbs_of as _verbs


class ScopeKind(TextChoices):
    """How far a post reaches, which decides the area its grant must name."""

    CITY = "city", _("the whole city")
    TOWNSHIP = "township", _("one township or the farm bureau")
    VILLAGE = "village", _("one village")
    NONE = "none", _("none: reads no people")  # sees 0 persons everywhere


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of post.

    scope   the level of the division a grant names; NONE takes no area
    level   the highest field level readable without a reveal
    reveal  whether level 3 may be asked for with a reason
    """

    key: str
    label: Any
    scope: ScopeKind
    verbs: frozenset[str]
    level: Level = Level.PERSONAL
    reveal: bool = False

    @property
    def is_administrator(self) -> bool:
        return self.key in ADMINISTRATOR_ROLES


FIGURES = _verbs("indicators", "view") | _verbs("plans", "view") | _verbs("headquarters", "view view_issues")
READ = _verbs("people", "view view_list") | _verbs("ledgers", "view choose_columns") | FIGURES
READ |= _verbs("briefings", "view")
READ |= _verbs("exports", "view print") | _verbs("quality", "view") | _verbs("reports", "view reconcile")
READ |= _verbs("surveys", "view") | _verbs(
    "vacancies", "view view_employers view_rounds view_releases view_cooperation"
)
READ |= _verbs("messaging", "view") | _verbs("matching", "view view_referrals view_allocations view_pictures")
READ |= _verbs("transfers", "view_plans view view_passengers view_fleet print")
READ |= _verbs("followup", "view") | _verbs("training", "view view_learners")
READ |= _verbs("assistance", "view view_cases view_posts view_holders") | _verbs("subsidies", "view view_entitled")
TAKE_OUT = _verbs("exports", "ask download") | _verbs("reports", "fill")
RECORD = _verbs(
    "people",
    "register correct confirm record_intention record_skill record_business record_contact"
    " record_spell depart start_work end_spell",
)
RECORD |= _verbs("imports", "view upload map_columns decide apply discard") | _verbs("quality", "confirm refute mend")
RECORD |= _verbs("duplicates", "answer") | _verbs("surveys", "collect submit view_picture")
RECORD |= _verbs("sync", "carry settle") | _verbs("openrosa", "collect") | _verbs("messaging", "print hand_over")
GOVERN = _verbs(
    "people",
    "reveal record_category verify_spell split_household change_head move transfer_record record_death correct_id"
    " merge unmerge undo",
)
GOVERN |= _verbs("quality", "send close") | _verbs("duplicates", "view tell_apart ask reopen")
GOVERN |= _verbs("reports", "teach adopt")
GOVERN |= _verbs("exports", "ask_sensitive") | _verbs("surveys", "accept send_back sample assign settle view_picture")
GOVERN |= _verbs("sync", "view_phones revoke") | _verbs("openrosa", "view connect")
GOVERN |= _verbs("messaging", "retry take_as_sent put_on_paper withdraw opt_out opt_in")
COUNTY_WORK = _verbs("quality", "run") | _verbs("duplicates", "search")
COUNTY_WORK |= _verbs("indicators", "take publish supersede") | _verbs("surveys", "plan open close add_item")
COUNTY_WORK |= _verbs("vacancies", "keep_own_items")
# Whoever answers for a unit of the plan: which one follows from the user's unit, or from the area of the post.
OWN_TASKS = _verbs("plans", "accept start show report_done acknowledge_shares")
VERIFY_TASKS = _verbs("plans", "view_evidence verify send_back")
# Who makes a draft of the shares does not issue that one; the verb alone does not say so, the action does.
MAKE_SHARES = _verbs("plans", "load share drop_shares")
ISSUE_SHARES = _verbs("plans", "issue_shares")
OWN_TASKS |= _verbs(
    "headquarters",
    "answer_invitation report_decision record_institution name_officer raise_issue start_issue report_issue",
)
ISSUES = _verbs("headquarters", "raise_issue accept_issue start_issue report_issue send_up")
JUDGE_ISSUES = _verbs("headquarters", "assign_issue verify_issue send_back_issue name_village_officer")
DECIDE = _verbs("headquarters", "decide verify_decision send_back_decision revoke_decision")
MEETINGS = _verbs(
    "headquarters", "plan_meeting call_meeting hold_meeting minute_meeting close_meeting call_off appoint"
)
WARNED = _verbs("warnings", "view receive answer")
WARN = _verbs("warnings", "view view_urges urge accept_answer send_again withdraw")
OWN_TASKS |= WARNED
PAPERS = _verbs("briefings", "make withdraw")
# Never the one who asked for it: the action says so.
ISSUE_PAPERS = _verbs("briefings", "issue withdraw")
# Vacancies: a unit of its own (a department, an employer) holds the first three over what it keeps.
SEE_VACANCIES = _verbs("vacancies", "view view_employers view_rounds")
OWN_VACANCIES = SEE_VACANCIES | _verbs(
    "vacancies",
    "count_employer draft correct submit confirm pause resume fill open_seats withdraw record_hires",
)
COLLECT_VACANCIES = OWN_VACANCIES | _verbs(
    "vacancies", "list_employer correct_employer close_employer ask_employer hand_in"
)
VERIFY_VACANCIES = _verbs(
    "vacancies",
    "verify_employer bar_employer reopen_employer open_account send_back verify publish record_call",
)
SEE_RELEASES = _verbs("vacancies", "view_releases view_cooperation")
LEAD_VACANCIES = VERIFY_VACANCIES | _verbs(
    "vacancies",
    "plan_round open_round close_round receive_return send_back_return compile issue close_release write_leaflet"
    " print_pack cooperate license_agency report_agency plan_fair hold_fair count_fair call_off_fair",
)
CARRY_VACANCIES = SEE_RELEASES | _verbs("vacancies", "print_pack deliver close_answers")
# Referrals: the village asks, the township and the bureau bring together; an employer answers for its own.
SEE_REFERRALS = _verbs("matching", "view view_referrals")
ASK_PEOPLE = SEE_REFERRALS | _verbs(
    "matching", "offer accept decline take_consent withdraw_consent withdraw report take_back retain leave"
)
BRING_TOGETHER = SEE_REFERRALS | _verbs(
    "matching", "suggest introduce hire refuse report take_back retain leave withdraw"
)
ALLOCATE = _verbs(
    "matching",
    "view_allocations view_pictures plan_allocation run_allocation cancel_allocation propose_allocation"
    " drop_allocation",
)
OWN_VACANCIES_OF_EMPLOYER = OWN_VACANCIES - _verbs("vacancies", "view_rounds") | _verbs(
    "matching", "view_introduced hire refuse"
)
OWN_VACANCIES_OF_EMPLOYER |= _verbs("transfers", "view view_plans")
# Transfers. Who is named as the escort of a trip acts on that trip; an organiser on the batches of its area.
ESCORT = _verbs(
    "transfers",
    "view_manifest board unboard miss change_seat call_roll report_incident depart arrive hand_over",
)
JOIN_BATCHES = ESCORT | _verbs("transfers", "register consent take_off start not_start")
ORGANISE_BATCHES = JOIN_BATCHES | _verbs(
    "transfers",
    "view_plans view view_passengers view_fleet view_costs print draft_plan activate_plan replace_plan close_plan"
    " plan_batch change_batch open_batch lock_list reopen_list clear_batch split_batch merge_batch cancel_batch"
    " close_batch keep_pick_up route give_vehicle seat name_escort pass_gate hold_back ask_again record_cost"
    " take_back_cost",
)
KEEP_FLEET = _verbs(
    "transfers",
    "view view_fleet add_vehicle correct_vehicle retire_vehicle return_vehicle route give_vehicle disinfect",
)
HEALTH_GATES = _verbs("transfers", "view view_checks check hold_back disinfect")
# The follow-up. Who wants no calls is known to the village, which would call, and to nobody who proposes or ranks.
CALL_PEOPLE = _verbs(
    "followup", "view record miss drop ask refuse give_slip prove view_proof view_cases open_case note_case"
)
HANDLE_CASES = _verbs("followup", "view view_cases take_case settle_case unsettle_case close_case note_case")
CHECK_CLAIMS = _verbs("followup", "view match view_samples draw_sample check_sample")
# Training. The village and the provider sign learners in; who calls them back is the township, never the provider.
JOIN_CLASSES = _verbs("training", "view view_learners enrol object attend sign_in print")
TEACH = _verbs("training", "view view_learners attend sign_in take_minutes pass_learner fail_learner print")
HOLD_CLASSES = (
    JOIN_CLASSES
    | TEACH
    | _verbs(
        "training",
        "plan_courses issue_plan drop_plan list_provider correct_provider plan_class change_class open_class"
        " start_class assess_class cancel_class admit refuse drop correct_attendance draw_calls record_call"
        " settle_doubt",
    )
)
LEAD_TRAINING = HOLD_CLASSES | _verbs(
    "training",
    "bar_provider open_account write_course retire_course approve_class send_back_class claim_class close_class certify"
    " revoke",
)
# Assistance. Nobody who proposes a post checks or approves it; who fills a sheet does not check it: the actions say so.
HELP_PEOPLE = _verbs(
    "assistance",
    "view view_cases start_measure finish_measure reassess view_posts view_holders propose_post apply"
    " withdraw_application take_objection plan_duty mark_duty submit_sheet print",
)
LEAD_HELP = HELP_PEOPLE | _verbs(
    "assistance",
    "view_reasons assess plan_case start_case meet close_case identify add_measure change_measure drop_measure"
    " list_workplace correct_workplace close_workplace place unplace",
)
CHECK_POSTS = _verbs(
    "assistance",
    "check_post announce_post select_holders choose not_choose publish_choice choose_again end_publicity run_post"
    " answer_objection sign_agreement start_duty suspend resume end_duty send_back_sheet check_sheet publish_sheet"
    " finish_sheet record_spot reject_post",
)
APPROVE_POSTS = _verbs(
    "assistance",
    "view view_posts view_holders set_quota approve_post send_back_post reject_post end_post announce_post draw_spot"
    " record_spot suspend print",
)
RECOGNISE = _verbs("assistance", "view recognise expire withdraw_recognition list_workplace correct_workplace")
APPROVE_EXPORTS = _verbs("exports", "approve refuse")
SEE_USERS = _verbs("accounts", "view_users")
SEE_LOG = _verbs("audit", "view verify")
SYSTEM_WORK = SEE_USERS | _verbs(
    "accounts", "create_user change_user disable_user enable_user reset_password manage_units"
)
SYSTEM_WORK |= _verbs("places", "load_divisions add_division rename recode locate succeed") | _verbs("synth", "load")
SECURITY_WORK = SEE_USERS | _verbs("accounts", "grant end_grant reset_second_factor end_sessions")

_TABLE = (
    Role("headquarters_leader", _("headquarters leader"), ScopeKind.CITY,
         FIGURES | VERIFY_TASKS | WARN | ISSUE_SHARES | ISSUE_PAPERS | _verbs("briefings", "view")
         | _verbs("transfers", "view")
         | _verbs("people", "view_list") | _verbs("ledgers", "view")
         | DECIDE | ISSUES | JUDGE_ISSUES - _verbs("headquarters", "name_village_officer")
         | SIGN_CLAIMS
         | _verbs("headquarters", "reveal_phone"), Level.INTERNAL),
    Role("headquarters_office", _("headquarters office"), ScopeKind.CITY,
         READ | TAKE_OUT | RECORD | GOVERN | COUNTY_WORK | APPROVE_EXPORTS | COLLECT_VACANCIES | LEAD_VACANCIES
         | CARRY_VACANCIES | ASK_PEOPLE | BRING_TOGETHER | ALLOCATE | ORGANISE_BATCHES | SEE_USERS | OWN_TASKS
         | CALL_PEOPLE | HANDLE_CASES | CHECK_CLAIMS | LEAD_TRAINING | LEAD_HELP | CHECK_POSTS | APPROVE_POSTS
         | RECOGNISE | LEAD_SUBSIDIES
         | VERIFY_TASKS | WARN | DECIDE | MEETINGS | ISSUES | JUDGE_ISSUES | ISSUE_SHARES | MAKE_SHARES | PAPERS
         | ISSUE_PAPERS, reveal=True),
    Role("transfer_clerk", _("transfer clerk"), ScopeKind.CITY,
         FIGURES | OWN_TASKS | ORGANISE_BATCHES | SEE_REFERRALS | _verbs("vacancies", "view view_employers")),
    Role("training_clerk", _("training clerk"), ScopeKind.CITY,
         FIGURES | OWN_TASKS | LEAD_TRAINING | SEE_CLAIMS - _verbs("subsidies", "view_entitled")
         | _verbs("subsidies", "make_claim submit")),
    Role("training_provider", _("training provider"), ScopeKind.NONE, TEACH | CLAIM_FOR_OWN_UNIT),
    Role("employment_clerk", _("employment clerk"), ScopeKind.CITY,
         FIGURES | OWN_TASKS | COLLECT_VACANCIES | LEAD_VACANCIES | SEE_RELEASES | BRING_TOGETHER | ALLOCATE
         | HANDLE_CASES | CHECK_CLAIMS | APPROVE_POSTS | RECOGNISE,
         Level.INTERNAL),
    Role("funds_clerk", _("funds clerk"), ScopeKind.CITY,
         FIGURES | OWN_TASKS | LEAD_CLAIMS),
    Role("department_liaison", _("department liaison officer"), ScopeKind.NONE,
         FIGURES | OWN_TASKS | COLLECT_VACANCIES | _verbs("assistance", "view_posts view_holders")),
    Role("employer", _("employer"), ScopeKind.NONE, OWN_VACANCIES_OF_EMPLOYER | CLAIM_FOR_OWN_UNIT),
    Role("agency", _("broker or agency"), ScopeKind.NONE, _verbs("vacancies", "report_agency") | CLAIM_FOR_OWN_UNIT),
    Role("health", _("health officer"), ScopeKind.CITY, FIGURES | OWN_TASKS | HEALTH_GATES, Level.INTERNAL),
    Role("transport", _("transport officer"), ScopeKind.CITY, FIGURES | OWN_TASKS | KEEP_FLEET, Level.INTERNAL),
    Role("poverty_office", _("poverty relief officer"), ScopeKind.CITY,
         READ | TAKE_OUT | OWN_TASKS | _verbs("people", "record_category") | LEAD_HELP | RECOGNISE | SEE_CLAIMS
         | _verbs("assistance", "set_quota draw_spot record_spot")),
    Role("finance", _("finance officer"), ScopeKind.CITY, FIGURES | OWN_TASKS | PAY, Level.INTERNAL),
    Role("auditor", _("auditor"), ScopeKind.CITY, READ | SEE_LOG | SEE_USERS | _verbs("people", "reveal")
         | _verbs("plans", "view_evidence") | _verbs("warnings", "view view_urges")
         | _verbs("followup", "view_cases view_samples view_refusals")
         | _verbs("assistance", "view_reasons") | SEE_ALL_OF_CLAIMS, reveal=True),
    Role("township_clerk", _("township clerk"), ScopeKind.TOWNSHIP,
         READ | TAKE_OUT | RECORD | GOVERN | OWN_TASKS | ISSUES | JUDGE_ISSUES | PAPERS | COLLECT_VACANCIES
         | VERIFY_VACANCIES - _verbs("vacancies", "publish open_account") | CARRY_VACANCIES
         | _verbs("vacancies", "receive_release") | ASK_PEOPLE | BRING_TOGETHER | ORGANISE_BATCHES
         | CALL_PEOPLE | HANDLE_CASES | _verbs("followup", "view_samples answer") | HOLD_CLASSES | LEAD_HELP
         | CHECK_POSTS | CHECK_CLAIMS_OF_TOWNSHIP,
         reveal=True),
    Role("township_leader", _("township leader"), ScopeKind.TOWNSHIP, READ | TAKE_OUT | APPROVE_EXPORTS | OWN_TASKS
         | ISSUES | JUDGE_ISSUES | ISSUE_PAPERS | _verbs("followup", "view_cases view_samples") | SEE_CLAIMS
         | CHECK_CLAIMS_AS_LEADER),
    Role("village_officer", _("village information officer"), ScopeKind.VILLAGE,
         READ - SEE_VACANCIES | TAKE_OUT | RECORD | ISSUES | CARRY_VACANCIES | ASK_PEOPLE | JOIN_BATCHES
         | CALL_PEOPLE | _verbs("followup", "view_refusals") | JOIN_CLASSES | HELP_PEOPLE | CLAIM_FOR_PEOPLE),
    Role("system_admin", _("system administrator"), ScopeKind.NONE, SYSTEM_WORK, Level.INTERNAL),
    Role("security_admin", _("security administrator"), ScopeKind.NONE, SECURITY_WORK, Level.INTERNAL),
    Role("audit_admin", _("audit administrator"), ScopeKind.NONE, SEE_LOG | SEE_USERS, Level.INTERNAL),
)  # fmt: skip

ROLES: dict[str, Role] = {role.key: role for role in _TABLE}


def role_label(key: str) -> Any:
    """The role in words; the key itself when no such role exists any more."""
    return ROLES[key].label if key in ROLES else key


def find_role(key: str) -> Role | None:
    """The role, or None when a grant names one that no longer exists; such a grant gives nothing."""
    return ROLES.get(key)
