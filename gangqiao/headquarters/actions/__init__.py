"""The verbs of the headquarters: meetings and their agenda, decisions, issues, members, officers, institutions."""
