from gangqiao.plans.calendar.working import is_known, is_working_day, working_day_from, working_days_after

__all__ = ["is_known", "is_working_day", "working_day_from", "working_days_after"]
