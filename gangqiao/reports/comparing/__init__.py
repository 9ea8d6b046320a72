"""Two figures side by side: who is counted on one side only, and why."""
