"""What the command line does, a module per command; `cli/` parses the options and prints."""
