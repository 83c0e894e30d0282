"""Tests of generated clients: calls to real servers, and the values that their types allow."""
