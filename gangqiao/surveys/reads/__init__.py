"""Questions about the survey: what is known of a household, how complete the survey is, who has which work."""
