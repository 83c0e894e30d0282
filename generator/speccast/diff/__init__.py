"""Compares two versions of a document, or of a package, and reports the changes for callers.

    sources.load    document, package, git:REV:path  -> Source     what is read
    sources.sides   Source, Source                   -> Side       the results of all stages
    survey.survey   ir.Api, Names                    -> Surface    the API of the client, plain data
    compare.compare Surface, Surface                 -> [Change]   the differences
    report          [Change], places                 -> text, JSON, Markdown, annotations

`verdicts.py` has the table of the kinds of changes, with their verdicts.
"""
