"""Tests of the command line: what it writes, prints and exits with."""
