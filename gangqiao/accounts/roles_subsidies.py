"""What may be done about claims and money, as the table of roles puts it together."""

from gangqiao.kernel.verbs import verbs_of as _verbs

# Subsidies. The verb alone does not say that nobody makes and checks the same claim: the database does.
SEE_CLAIMS = _verbs("subsidies", "view view_entitled view_totals view_claims view_notices")
CLAIM_FOR_PEOPLE = SEE_CLAIMS | _verbs(
    "subsidies",
    "make_claim submit add_evidence see_evidence check_village withdraw take_objection draft_notice view_findings"
    " view_samples print",
)
CHECK_CLAIMS_OF_TOWNSHIP = CLAIM_FOR_PEOPLE | _verbs(
    "subsidies",
    "publish_village check_township send_back reject approve_notice end_notice take_down_notice answer_objection"
    " run_checks settle_finding ask_evidence pass_sample doubt_sample hear tell",
)
LEAD_CLAIMS = SEE_CLAIMS | _verbs(
    "subsidies",
    "make_claim submit add_evidence see_evidence check_city send_back reject withdraw take_objection draft_notice"
    " end_notice take_down_notice run_checks view_findings settle_finding view_payments draft_batch cancel_batch"
    " settle_batch pay unpay settle_paid settle_failed reissue keep_account start_recovery receive_instalment"
    " close_recovery view_samples draw_sample ask_evidence pass_sample doubt_sample confirm_number propose_rule"
    " set_budget tell print",
)
APPROVE_CLAIMS = SEE_CLAIMS | _verbs("subsidies", "countersign approve approve_notice publish_city answer_objection")
LEAD_SUBSIDIES = (
    CHECK_CLAIMS_OF_TOWNSHIP
    | LEAD_CLAIMS
    | APPROVE_CLAIMS
    | _verbs("subsidies", "switch_rule decide_sample drop_recovery unlock_paying")
)
PAY = _verbs(
    "subsidies",
    "view view_totals view_claims view_payments set_budget approve_batch send_batch cancel_batch settle_batch"
    " settle_paid settle_failed keep_account receive_instalment close_recovery unlock_paying print",
)
SEE_ALL_OF_CLAIMS = SEE_CLAIMS | _verbs("subsidies", "see_evidence view_findings view_payments view_samples print")
CLAIM_FOR_OWN_UNIT = _verbs("subsidies", "view view_claims make_claim submit add_evidence see_evidence withdraw")
CHECK_CLAIMS_AS_LEADER = _verbs(
    "subsidies", "check_township send_back approve_notice publish_village answer_objection view_findings print"
)
SIGN_CLAIMS = _verbs(
    "subsidies", "view view_totals view_claims view_notices countersign approve approve_notice publish_city"
)
