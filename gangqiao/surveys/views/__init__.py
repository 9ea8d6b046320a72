"""Pages of the survey: campaigns, progress, the work list, the interview, the review, items and paper."""
