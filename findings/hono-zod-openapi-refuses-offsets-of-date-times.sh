#!/bin/sh
# @hono/zod-openapi 1.6.3 with Zod 4.6.7 documents `z.string().datetime()` as a date-time, and takes only UTC.
#
# The document says {type: string, format: date-time}, which is RFC 3339: `2024-01-01T02:00:00+02:00` fits. The server
# answers 400 to it, and takes `2024-01-01T00:00:00Z`, the same instant: Zod allows other offsets only with
# `{offset: true}`. Zod's own `toJSONSchema` adds a pattern that says so; the OpenAPI document has none.
#
# A client generator has to care: an aware date-time of a caller may be refused that fits the document. Callers give
# such servers date-times in UTC.
#
# Needs node and npm. Ends with 0 as long as the packages do so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund hono@4.13.19 @hono/zod-openapi@1.6.3 zod@4.6.7
cat >check.mjs <<'JAVASCRIPT'
import assert from 'node:assert'
import { readFileSync } from 'node:fs'
import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi'

const app = new OpenAPIHono()
const schema = z.object({ when: z.string().datetime() })
const content = { 'application/json': { schema } }
const route = createRoute({
  method: 'post',
  path: '/x',
  request: { body: { required: true, content } },
  responses: { 200: { description: 'what came', content } },
})
app.openapi(route, (c) => c.json(c.req.valid('json')))
app.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'x', version: '1' } })

const document = await (await app.request('/openapi.json')).json()
const body = document.paths['/x'].post.requestBody.content['application/json'].schema
const said = body.properties.when
const status = async (when) => {
  const headers = { 'content-type': 'application/json' }
  return (await app.request('/x', { method: 'POST', headers, body: JSON.stringify({ when }) })).status
}
const answers = [await status('2024-01-01T00:00:00Z'), await status('2024-01-01T02:00:00+02:00')]
for (const name of ['@hono/zod-openapi', 'zod'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version)
console.log('documented as', said)
console.log('UTC and another offset are answered with', answers)
assert.deepStrictEqual(said, { type: 'string', format: 'date-time' }, 'the behaviour has changed')
assert.deepStrictEqual(answers, [200, 400], 'the behaviour has changed')
JAVASCRIPT
node check.mjs
