"""Helpers of the tests: servers, workspaces, documents and strategies."""
