"""From Views to formatted, checked source text."""
