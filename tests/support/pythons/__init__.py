"""Scripts that are run with other Pythons than that of the tests."""
