"""Tests of this repository: its rules, its documents, its locked versions."""
