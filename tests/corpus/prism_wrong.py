"""Errors of Prism 5.14: the reason why a complaint about an operation does not count.

An entry that is not needed any more fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_ONE_OF: Final = (
    "the branches of its `oneOf` overlap; Prism does not ask the discriminator which one is meant, "
    "or nothing but values of no branch would fit one alone"
)
_FRAGMENT: Final = (
    "paths that differ in their fragment are one path to HTTP; Prism judges by another of them"
)
_PART: Final = "Prism does not read the JSON of a part, which is what an object travels as"
_PART_STYLE: Final = (
    "3.0 has styles for urlencoded bodies alone, and Prism asks for them in parts; of 3.1's the "
    "client says that it does not honour them there"
)
_CRASH: Final = "Prism crashes (`value.split is not a function`) where an array or object is read"
_INTERIM: Final = "Prism sends a status below 200 as the answer, which no HTTP client can take"
_UNDEFINED: Final = "an array of objects has no spelling in a query or header"
_MEMBERS: Final = "Prism drops the members of a form that are required and not described"
_FILES: Final = "Prism reads several parts of one name as one value"
_EMPTY: Final = 'Prism takes the text "" and null for no body'
_AUTHORIZATION: Final = "a header parameter `Authorization` is to be ignored, Prism asks for it"
_BOTH: Final = "its two schemes need the same header, so no request can have both"
_IMPOSSIBLE: Final = "no value fits: its `allOf` asks for two types at once"

_STYLES: Final = {
    "path.standard": _CRASH,
    "path.matrix_non_exploded": _CRASH,
    "path.label_non_exploded": _CRASH,
    "path.simple_non_exploded": _CRASH,
    "path.simple_exploded": _CRASH,
    "query.query_space_delimited_non_exploded": _CRASH,
    "query.query_pipe_delimited_non_exploded": _CRASH,
}
_PARTS: Final = {
    "multipart_form_data_encoding.standard": _PART,
    "multipart_form_data_encoding.form_non_exploded": _PART_STYLE,
    "multipart_form_data_encoding.form_exploded": _PART_STYLE,
    "multipart_form_data_encoding.space_delimited_non_exploded": _PART_STYLE,
    "multipart_form_data_encoding.pipe_delimited_non_exploded": _PART_STYLE,
    "multipart_form_data_encoding.deep_object_exploded": _PART_STYLE,
}

ALLOWED: Final[Mapping[str, Mapping[str, str]]] = {
    "box": {
        "authorization.revoke_oauth_2": _MEMBERS,
        "uploads.content_file": _PART,
        "uploads.create_file_content": _PART,
        "classifications.replace_schema_add": _FRAGMENT,
        "classifications.replace_schema_update": _FRAGMENT,
        "classifications.create": _FRAGMENT,
        "search.get": _UNDEFINED,
        "shared_links_folders.list_shared_item_folders": _FRAGMENT,
        "shared_links_web_links.list_shared_item_web_links": _FRAGMENT,
        "shared_links_app_items.list_shared_item_app_items": _FRAGMENT,
    },
    "3.0/circular-paths": {"anything.replace": _UNDEFINED},
    "3.0/discriminators": {
        "discriminator_with_mapping.one_of_with_top_level_and_mapping": _ONE_OF,
        "discriminator_with_no_mapping.one_of_with_top_level_discriminator_no_mapping": _ONE_OF,
        "embedded_discriminator.update": _ONE_OF,
        "oneof_allof_top_level_disc.update": _ONE_OF,
        "nested_one_of_object_with_nested_one_of.update": _ONE_OF,
        "mapping_with_duplicate_schemas.update": _ONE_OF,
        "mapping_of_schema_names.update": _ONE_OF,
        "quirks.one_of_with_improperly_placed_discriminator": _ONE_OF,
        "quirks.create_potentially_undefined_form_data": _ONE_OF,
    },
    "3.0/file-uploads": {"multipart_form_data.replace_anything_multipart_formdata": _FILES},
    "3.0/http-status-codes": {
        "information_responses.get_status_100": _INTERIM,
        "information_responses.get_status_101": _INTERIM,
        "information_responses.get_status_102": _INTERIM,
        "information_responses.get_status_103": _INTERIM,
    },
    "3.0/parameters-style": {
        **_STYLES,
        **_PARTS,
    },
    "3.0/polymorphism": {
        "pets.update": _ONE_OF,
        "anything.create_one_of_object": _ONE_OF,
        "anything.create_one_of_object_ref": _ONE_OF,
        "anything.create_nested_one_of_object_ref": _ONE_OF,
        "anything.create_nested_one_of_ref": _ONE_OF,
        "anything.create_nested_one_of_object_with_nested_one_of": _ONE_OF,
        "one_of_with_type.create": _ONE_OF,
        "one_of_complex.create": _ONE_OF,
    },
    "3.0/request-examples": {
        "single_example.request_body_primitive_example": _EMPTY,
        "multiple_media_types.request_body_multi_media_types": _EMPTY,
    },
    "3.0/schema-circular": {"circular.replace": _AUTHORIZATION},
    "3.0/schema-deprecated": {"anything.create": _ONE_OF},
    "3.0/schema-encoding-style": {"form.encoding": _PART_STYLE},
    "3.0/schema-types": {
        "quirks.quirks_entirely_incompatible_all_of": _IMPOSSIBLE,
        "quirks.quirks_partially_usable_incompatible_all_of": _IMPOSSIBLE,
    },
    "3.0/security-multiple": {"anything.create_and": _BOTH},
    "3.1/parameters-style": _STYLES | _PARTS,
    "3.1/schema-encoding-style": {"form.encoding": _PART_STYLE},
    "3.1/schema-types": {
        "quirks.quirks_entirely_incompatible_all_of": _IMPOSSIBLE,
        "quirks.quirks_partially_usable_incompatible_all_of": _IMPOSSIBLE,
    },
}
