"""What callers see of a package, as plain data that can be kept and compared.

survey.survey   ir.Api, Names    -> Surface    every method, class and argument of the client
lines.dumped    Surface          -> text       a line for each, kept in the package
lines.apart     text, text       -> Surfaces   what only one of two texts has
"""
