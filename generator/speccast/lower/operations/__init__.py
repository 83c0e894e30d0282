"""From the OpenAPI objects around schemas to operations, responses, servers and security."""
