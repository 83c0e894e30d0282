"""Compares generated files with the disk, writes them, and formats reports."""
