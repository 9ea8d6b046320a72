from gangqiao.plans.loading.faults import WrongPlan
from gangqiao.plans.loading.files import LIBRARY, library_path, load, read_plan
from gangqiao.plans.loading.nesting import nesting_faults

__all__ = ["LIBRARY", "WrongPlan", "library_path", "load", "nesting_faults", "read_plan"]
