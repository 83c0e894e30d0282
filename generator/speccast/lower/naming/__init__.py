"""From the place of a type, and the id and path of an operation, to candidates for names."""
