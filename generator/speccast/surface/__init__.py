"""The API of a generated client as plain data, which is recorded and compared.

survey.survey     ir.Api, Names    -> Surface    the methods, classes and arguments of the client
lines.dumped      Surface          -> text       a line for each of them, recorded in the package
lines.differing   text, text       -> Surfaces   those whose lines are in only one of two texts
"""
