"""Questions to the register and to the list of doubts."""
