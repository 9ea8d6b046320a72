"""What phones carry of subsidies."""
