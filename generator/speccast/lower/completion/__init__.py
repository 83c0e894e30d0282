"""Converts drafts to declared types, and operations to their final form."""
