"""What phones carry of assistance."""
