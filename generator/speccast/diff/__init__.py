"""What a change of the document does to the callers of the package.

    sources.load    document, package, git:REV:path  -> Side       its stages, gone through
    survey.survey   ir.Api, Names                    -> Surface    what a caller can see, plain data
    compare.compare Surface, Surface                 -> [Change]   what is different, and how bad
    report          [Change], places                 -> text       for people, GitHub, machines

`verdicts.py` is the one table that says which kind of change breaks whom.
"""
