"""The Views of the modules in `models/`, one for each declared thing."""
