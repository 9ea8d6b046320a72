"""What phones carry of training."""
