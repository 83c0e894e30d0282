"""Repairs of one object, for each kind: the walk calls them for what it visits."""
