"""The verbs of employers, vacancies and releases. Those for units a department or an employer holds over its own."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    # Own lists of whoever keeps them; what is published is public.
    Verb("vacancies.view", _("See vacancies"), reads=True, for_units=True),
    Verb("vacancies.view_employers", _("See employers"), reads=True, for_units=True),
    Verb("vacancies.view_releases", _("See the monthly releases"), reads=True),
    Verb("vacancies.view_rounds", _("See what is collected and by whom"), reads=True, for_units=True),
    Verb("vacancies.view_cooperation", _("See labour cooperation"), reads=True),
    # Employers.
    Verb("vacancies.list_employer", _("List an employer"), for_units=True),
    Verb("vacancies.correct_employer", _("Correct an employer"), for_units=True),
    Verb("vacancies.count_employer", _("Record how many an employer employs and wants"), for_units=True),
    Verb("vacancies.verify_employer", _("Verify an employer")),
    Verb("vacancies.bar_employer", _("Bar an employer")),
    Verb("vacancies.close_employer", _("Close an employer"), for_units=True),
    Verb("vacancies.reopen_employer", _("Reopen an employer")),
    Verb("vacancies.open_account", _("Give an employer an account")),
    # Vacancies.
    Verb("vacancies.draft", _("Enter a vacancy"), for_units=True),
    Verb("vacancies.correct", _("Correct a vacancy"), for_units=True),
    Verb("vacancies.submit", _("Submit a vacancy"), for_units=True),
    Verb("vacancies.send_back", _("Return a vacancy")),
    Verb("vacancies.verify", _("Verify a vacancy")),
    Verb("vacancies.publish", _("Publish a vacancy")),
    Verb("vacancies.confirm", _("Confirm that a vacancy is still open"), for_units=True),
    Verb("vacancies.pause", _("Pause a vacancy"), for_units=True),
    Verb("vacancies.resume", _("Open a paused vacancy again"), for_units=True),
    Verb("vacancies.fill", _("Mark a vacancy as filled"), for_units=True),
    Verb("vacancies.open_seats", _("Open a filled vacancy again"), for_units=True),
    Verb("vacancies.withdraw", _("Withdraw a vacancy"), for_units=True),
    Verb("vacancies.record_hires", _("Record how many were hired"), for_units=True),
    Verb("vacancies.record_call", _("Record whether what was promised was found")),
    # Collecting.
    Verb("vacancies.keep_own_items", _("Add or close items of a department's form")),
    Verb("vacancies.plan_round", _("Plan a round of collecting")),
    Verb("vacancies.open_round", _("Open a round of collecting")),
    Verb("vacancies.close_round", _("Close a round of collecting")),
    Verb("vacancies.ask_employer", _("Record what became of an employer in a survey"), for_units=True),
    Verb("vacancies.hand_in", _("Hand in a return"), for_units=True),
    Verb("vacancies.receive_return", _("Receive a return")),
    Verb("vacancies.send_back_return", _("Send a return back")),
    # Releases.
    Verb("vacancies.compile", _("Compile a monthly release")),
    Verb("vacancies.issue", _("Issue a monthly release")),
    Verb("vacancies.close_release", _("Close a monthly release")),
    Verb("vacancies.write_leaflet", _("Write a leaflet on a policy or a service")),
    Verb("vacancies.receive_release", _("Confirm that a release has arrived")),
    Verb("vacancies.print_pack", _("Have the pack of a village made")),
    Verb("vacancies.deliver", _("Record that a pack was delivered")),
    Verb("vacancies.close_answers", _("Close the answers to a pack")),
    # Cooperation.
    Verb("vacancies.cooperate", _("Keep agreements and stations")),
    Verb("vacancies.license_agency", _("Keep brokers and agencies")),
    Verb("vacancies.report_agency", _("Report what an agency achieved"), for_units=True),
    Verb("vacancies.plan_fair", _("Plan a job fair")),
    Verb("vacancies.hold_fair", _("Record that a job fair was held")),
    Verb("vacancies.count_fair", _("Record the results of a job fair")),
    Verb("vacancies.call_off_fair", _("Call a job fair off")),
)

declare_own_acts(
    {
        "vacancies.expire": _("A vacancy ran out"),
        "vacancies.confirm_by_link": _("Somebody confirmed a vacancy by its link"),
        "vacancies.close_by_link": _("Somebody closed a vacancy by its link"),
        "vacancies.make_packs": _("Made the packs of a release"),
        "vacancies.strike": _("Struck a closed vacancy from a release"),
        "vacancies.copy_to_bureau": _("Told the bureau of a new or changed vacancy"),
        "vacancies.make_partner_key": _("Made a key for a partner"),
        "vacancies.revoke_partner_key": _("Revoked the key of a partner"),
        "vacancies.respond": _("Recorded what somebody said to a vacancy"),
    }
)
