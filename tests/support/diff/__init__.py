"""The output of `diff`, and programs that check it."""
