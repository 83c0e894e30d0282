"""Fuzzing of the reader, the resolver and the whole generator; `python -m tests.fuzz`."""
