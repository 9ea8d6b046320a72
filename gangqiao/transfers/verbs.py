"""The verbs of transfers: plans, batches, passengers, vehicles, gates, the day itself, costs."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("transfers.view_plans", _("See enterprise plans"), reads=True, for_units=True),
    Verb("transfers.draft_plan", _("Write an enterprise plan")),
    Verb("transfers.activate_plan", _("Put an enterprise plan in force")),
    Verb("transfers.replace_plan", _("Replace an enterprise plan by a new version")),
    Verb("transfers.close_plan", _("Close an enterprise plan")),
)

# Batches and who is on the list.
declare(
    Verb("transfers.view", _("See batches"), reads=True, for_units=True),
    Verb("transfers.view_passengers", _("See who travels in a batch"), reads=True),
    Verb("transfers.plan_batch", _("Plan a batch")),
    Verb("transfers.change_batch", _("Change the plan of a batch")),
    Verb("transfers.open_batch", _("Open a batch for registration")),
    Verb("transfers.register", _("Put a person on the list of a batch")),
    Verb("transfers.consent", _("Record that a person agrees to travel")),
    Verb("transfers.take_off", _("Take a person off the list of a batch")),
    Verb("transfers.lock_list", _("Lock the list of a batch")),
    Verb("transfers.reopen_list", _("Open the list of a batch again")),
    Verb("transfers.clear_batch", _("Clear a batch for departure")),
    Verb("transfers.split_batch", _("Split a batch")),
    Verb("transfers.merge_batch", _("Merge two batches")),
    Verb("transfers.cancel_batch", _("Cancel a batch")),
    Verb("transfers.close_batch", _("Close a batch")),
)

# Vehicles and ways.
declare(
    Verb("transfers.view_fleet", _("See the vehicles"), reads=True, for_units=True),
    Verb("transfers.add_vehicle", _("Add a vehicle")),
    Verb("transfers.correct_vehicle", _("Correct a vehicle"), for_units=True),
    Verb("transfers.retire_vehicle", _("Take a vehicle out of service"), for_units=True),
    Verb("transfers.return_vehicle", _("Put a vehicle back into service"), for_units=True),
    Verb("transfers.keep_pick_up", _("Keep the pick-up points of villages")),
    Verb("transfers.route", _("Plan the ways of the vehicles of a batch")),
    Verb("transfers.give_vehicle", _("Give a trip its vehicle")),
    Verb("transfers.seat", _("Give passengers their seats")),
    Verb("transfers.name_escort", _("Name the escorts of a trip")),
)

# Gates.
declare(
    Verb("transfers.view_checks", _("See the health checks that are asked for"), reads=True, for_units=True),
    Verb("transfers.check", _("Record a health check"), for_units=True),
    Verb("transfers.pass_gate", _("Clear a passenger")),
    Verb("transfers.hold_back", _("Hold a passenger back"), for_units=True),
    Verb("transfers.ask_again", _("Ask for a health check anew")),
    Verb("transfers.disinfect", _("Record that a vehicle was disinfected"), for_units=True),
)

# The day itself: escorts by the trip they are named for, offices by their area.
declare(
    Verb("transfers.view_manifest", _("See the manifest of the own trip"), reads=True),
    Verb("transfers.board", _("Record that a passenger is on board")),
    Verb("transfers.unboard", _("Record that a passenger is not on board after all")),
    Verb("transfers.miss", _("Record that a passenger did not come")),
    Verb("transfers.change_seat", _("Change a seat")),
    Verb("transfers.call_roll", _("Call the roll at a stop")),
    Verb("transfers.report_incident", _("Report an incident")),
    Verb("transfers.depart", _("Record that a batch departed")),
    Verb("transfers.arrive", _("Record the arrival")),
    Verb("transfers.hand_over", _("Record the hand-over")),
    Verb("transfers.start", _("Record that a passenger started work")),
    Verb("transfers.not_start", _("Record that a passenger did not start")),
)

declare(
    Verb("transfers.view_costs", _("See what batches cost"), reads=True),
    Verb("transfers.record_cost", _("Record what a batch costs")),
    Verb("transfers.take_back_cost", _("Take a line of the costs back")),
    Verb("transfers.print", pgettext_lazy("transfers", "Print the papers of a batch"), reads=True),
)

declare_own_acts(
    {
        "transfers.unclear_batch": _("The clearance of a batch was taken back"),
        "transfers.bring": _("Passengers arrived"),
        "transfers.delete_checks": _("Health data were deleted on their day"),
        "transfers.fetch_papers": _("Fetched papers of a batch"),
    }
)
