from gangqiao.plans.showing.document import PART_MARKS, Shower
from gangqiao.plans.showing.rows import all_shown, board_of, evidence_shown, states_shown

__all__ = ["PART_MARKS", "Shower", "all_shown", "board_of", "evidence_shown", "states_shown"]
