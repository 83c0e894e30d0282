"""Converts operations, parameters, bodies, responses, servers and security schemes."""
