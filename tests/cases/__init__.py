"""Golden cases: a folder for each feature, and the test that runs them."""
