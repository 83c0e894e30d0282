"""From drafts, once all are known, to declared types; from operations to their final types."""
