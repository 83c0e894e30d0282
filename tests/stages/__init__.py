"""Tests of single stages: reading, resolving, lowering, naming, printing."""
