"""Converts a configuration of Stainless into a configuration of speccast.

    stainless.read      stainless.yml                     -> StainlessConfig
    api_md.read         api.md, the list of SDK methods   -> Listing
    Corrections         StainlessConfig, Document         -> Actions of an overlay
    plan.plan           StainlessConfig, Listing, Target  -> Plan: names, credentials, pages, ...
    texts               Plan, Actions                     -> speccast.toml, stainless.overlay.yaml
    comparison.compare  Plan, Surface                     -> changes for callers, as `diff` has them

The contents of the files are copied as data and never evaluated. A setting that cannot be converted
is reported as a `Problem` with its place.
"""
