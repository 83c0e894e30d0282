"""The first stage: files, references, overlays and the configuration become trees with places."""
