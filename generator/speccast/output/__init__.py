"""From source text to the disk or a report: compare, write, record."""
