#!/bin/sh
# The client of orval 7.13.2 sends a list as ids[]=1&ids[]=2, where the document has ids=1&ids=2.
#
# The client for axios, which is the default, passes the parameters to axios 1.21.1 as they are, and axios writes
# brackets for arrays. OpenAPI's default for a query parameter is `style: form` with `explode: true` (RFC 6570:
# {?ids*}). With `explode: false` the same brackets are sent for tags=a,b. (`paramsSerializer` of orval's configuration
# has to be written by hand.)
#
# A client generator has to care: a server by the document sees no parameter `ids`, and answers as if none had been
# asked for.
#
# Ends with 0 as long as this behaviour lasts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit orval@7.13.2 axios@1.21.1 typescript@5.9.3 > /dev/null
npm ls --depth=0 | tail -n +2
cat > openapi.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"},
 "paths": {"/pets": {"get": {"operationId": "listPets",
  "parameters": [{"name": "ids", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}}},
   {"name": "tags", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "string"}}}],
  "responses": {"204": {"description": "Nothing."}}}}}}
JSON
cat > call.mjs <<'TEXT'
import fs from "node:fs";
import axios from "axios";
import ts from "typescript";
const options = { compilerOptions: { module: "esnext", target: "es2022" } };
fs.writeFileSync("client.mjs", ts.transpileModule(fs.readFileSync("client.ts", "utf8"), options).outputText);
const client = await import("./client.mjs");
let sent = "";
axios.defaults.adapter = async (config) => {
  sent = decodeURIComponent(axios.getUri(config));
  return { data: "", status: 204, statusText: "", headers: {}, config };
};
const listPets = client.listPets ?? Object.values(client).find((each) => typeof each === "function")().listPets;
await listPets({ ids: [1, 2], tags: ["a", "b"] });
console.log("the client of orval sends", sent);
if (sent !== "/pets?ids[]=1&ids[]=2&tags[]=a&tags[]=b") throw new Error("the behaviour has changed");
TEXT
./node_modules/.bin/orval --input openapi.json --output client.ts > /dev/null
node call.mjs
