"""The first stage: reads files, references, overlays and the configuration, with positions."""
