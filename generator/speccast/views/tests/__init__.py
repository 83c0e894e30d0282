"""The Views of generated tests: a call for each operation, and the request that it must send."""
