"""The modules in `models/`: one for each declared thing."""
