"""What is asked of the register and of the pairs."""
