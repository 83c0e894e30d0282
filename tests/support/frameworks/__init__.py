"""Applications in each framework, as developers write them: programs of their own.

    python tests/support/frameworks/fastapi_app.py

Each serves on a free port of the loopback interface and prints the URL of its document. They
answer alike, in the spelling of their frameworks:

    GET /records, /records/{id}     with a date-time without an offset, a date, a time
    POST /records, PUT …/{id}       409 for a name that is taken
    GET /records/{id}               404
    GET /animals                    with one of an undocumented kind
    GET /broken                     503, in an encoding that was not accepted
    GET /lie                        a value that is not a record
    GET /export                     CSV, undocumented
    POST /touch                     JSON, undocumented
    GET /silent                     200 and no body, where a record is documented
    HEAD /records                   headers alone
    DELETE /records/{id}            204
"""
