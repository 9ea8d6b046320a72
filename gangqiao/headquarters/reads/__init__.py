"""Questions to the headquarters: its members, meetings, decisions, issues, officers and institutions."""
