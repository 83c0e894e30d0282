"""What `diff` says, and whether it is true."""
