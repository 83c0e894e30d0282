"""Turns drafts, once all are known, into declared types, and gives operations their final types."""
