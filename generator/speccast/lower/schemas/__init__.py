"""From schemas to types; what needs a name is kept as a draft."""
