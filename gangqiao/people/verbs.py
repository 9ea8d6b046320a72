"""The verbs of the register."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

declare(
    Verb("people.view", _("Open a person's file"), reads=True),
    Verb("people.view_list", _("See the people of the area"), reads=True),
    Verb("people.reveal", _("Show a masked number"), reads=True, step_up=True),
    Verb("people.register", _("Register a person or household")),
    Verb("people.correct", _("Correct the record")),
    Verb("people.confirm", _("Confirm that the record is still right")),
    Verb("people.split_household", _("Split a household")),
    Verb("people.change_head", _("Change the head of a household")),
    Verb("people.move", _("Move a person in or out")),
    Verb("people.transfer_record", _("Transfer a record to another village or township")),
    Verb("people.record_death", _("Record a death")),
    Verb("people.correct_id", _("Correct an ID number")),
    Verb("people.merge", _("Merge two records of one person")),
    Verb("people.unmerge", _("Separate merged records")),
    Verb("people.undo", _("Take a change back")),
    Verb("people.record_category", _("Record a category")),
    Verb("people.record_skill", _("Record a skill")),
    Verb("people.record_intention", _("Record wishes for work and training")),
    Verb("people.record_business", _("Record an own business")),
    Verb("people.record_contact", _("Record another phone")),
    Verb("people.record_spell", _("Record a time of work")),
    Verb("people.depart", _("Record the departure")),
    Verb("people.start_work", _("Record the start of work")),
    Verb("people.verify_spell", _("Confirm that the person works")),
    Verb("people.end_spell", _("Record the end of work")),
)
