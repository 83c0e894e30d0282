"""Tests that take long or need the network; `pytest -m nightly` runs them."""
