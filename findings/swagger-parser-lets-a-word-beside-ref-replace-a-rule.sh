#!/bin/sh
# swagger-parser 13.0.0 makes {minLength: 2} of {$ref: Name, minLength: 2}, where Name has minLength 5, in 3.0 and in
# 3.1.
#
# In OpenAPI 3.1 both rules count (JSON Schema 2020-12, section 8.2.3.1: $ref is an assertion like others). In 3.0
# what is beside a $ref is ignored (Reference Object: additional properties shall be ignored). The dereferenced schema
# has the one rule in place of the other, which neither version says.
#
# A client generator has to care: many read documents through this parser, and have another schema than the document then.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit @apidevtools/swagger-parser@13.0.0 > /dev/null
npm ls --depth=0 | tail -n +2
cat > read.mjs <<'TEXT'
import parser from "@apidevtools/swagger-parser";
for (const openapi of ["3.0.4", "3.1.1"]) {
  const schemas = {
    Name: { type: "string", minLength: 5 },
    Short: { type: "object", properties: { name: { $ref: "#/components/schemas/Name", minLength: 2 } } },
  };
  const document = { openapi, info: { title: "Names", version: "1" }, paths: {}, components: { schemas } };
  const found = (await parser.dereference(document)).components.schemas.Short.properties.name;
  console.log(openapi, "minLength is", found.minLength);
  if (found.minLength !== 2) throw new Error("the behaviour has changed");
}
TEXT
node read.mjs
