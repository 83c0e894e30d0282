"""Candidates for names: from the location of a type, and the id and path of an operation."""
