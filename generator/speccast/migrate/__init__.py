"""From the configuration of Stainless to ours.

    said.read        stainless.yml             -> Said      what it says, each part with its pointer
    api_md.read      api.md                    -> Listed    what callers of the published SDK know
    overlaid.actions Said, Document            -> Actions   corrections, which are an overlay
    plan.plan        Said, Listed, Document    -> Plan      names, credentials, pages, exclusions
    written          Plan                      -> two texts: speccast.toml, stainless.overlay.yaml
    judged.judge     Plan, Surface             -> changes for callers, in the words of `diff`

What the files say is data: names become names, URLs and environment variables are written down
again, and nothing is evaluated. What cannot be taken over is a `Problem` with its place.
"""
