"""What is run with other Pythons than the one of the tests."""
