"""The commands, one module for each; `cli/` parses their options and prints their results."""
