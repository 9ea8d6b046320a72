"""Questions to the register and to the submissions, as phone apps and their desk ask them."""
