"""Candidates for names, from the location of a type, and from the id and path of an operation."""
