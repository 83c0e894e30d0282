"""The speed of speccast and of its clients, beside their peers: `python -m tests.benchmarks`.

Each module of rows takes a `Bench` (how many rounds, where things are kept) and gives `Row`s:
ratios with their spread, and the bar that they are held to. Only ratios are told, since only they
travel from machine to machine. Never a part of the tests: a test must not depend on time.
"""
