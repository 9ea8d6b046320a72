"""What a county brings on a stick: workbooks full of faults, rosters, and the key that says which faults."""
