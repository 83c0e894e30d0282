#!/bin/sh
# @orpc/openapi 1.16.1 documents an object in a multipart body, and does not read it as the document says.
#
# A property that is an object has the content type application/json where no Encoding Object says otherwise (OpenAPI
# 3.1, Encoding Object, `contentType`). The handler answers 400 to such a part ("expected object, received string"), and
# takes `extra[n]`, which no document has. The same document describes server-sent events with `event` and `data` under
# `schema`, not `itemSchema`.
#
# A client generator has to care: no client of the document can send such a form.
#
# Needs node and npm. Ends with 0 as long as it does so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @orpc/server@1.16.1 @orpc/openapi@1.16.1 @orpc/zod@1.16.1 \
  @orpc/json-schema@1.16.1 zod@4.6.7 > /dev/null
npm ls --depth=0 | tail -n +2
cat > check.mjs <<'JAVASCRIPT'
import assert from 'node:assert'
import { eventIterator, os } from '@orpc/server'
import { OpenAPIGenerator } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/fetch'
import { SmartCoercionPlugin } from '@orpc/json-schema'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { z } from 'zod'

const input = z.object({ file: z.file(), extra: z.object({ n: z.number() }) })
const router = {
  upload: os.route({ path: '/upload' }).input(input).output(z.number()).handler(({ input }) => input.extra.n),
  words: os.route({ path: '/words' }).output(eventIterator(z.object({ word: z.string() }))).handler(async function* () {}),
}
const schemaConverters = [new ZodToJsonSchemaConverter()]
const document = await new OpenAPIGenerator({ schemaConverters }).generate(router, { info: { title: 'x', version: '1' } })
const handler = new OpenAPIHandler(router, { plugins: [new SmartCoercionPlugin({ schemaConverters })] })

const status = async (name, value) => {
  const body = new FormData()
  body.append('file', new Blob(['a']), 'a.txt')
  body.append(name, value)
  const request = new Request('http://127.0.0.1/upload', { method: 'POST', body })
  return (await handler.handle(request, { context: {} })).response.status
}
const { schema, encoding } = document.paths['/upload'].post.requestBody.content['multipart/form-data']
const events = document.paths['/words'].post.responses['200'].content['text/event-stream']
const json = await status('extra', new Blob(['{"n":1}'], { type: 'application/json' }))
const found = [schema.properties.extra.type, encoding, json, await status('extra[n]', '1'), Object.keys(events)]
console.log('documented as', found[0], '- encoding', found[1], '- a part of JSON', found[2], '- extra[n]', found[3], '- events under', found[4])
assert.deepStrictEqual(found, ['object', undefined, 400, 200, ['schema']], 'the behaviour has changed')
JAVASCRIPT
node check.mjs
