#!/bin/sh
# express-openapi-validator 5.6.2 refuses each request to an operation with a header that is an array and has no `style`.
#
# The style of a header is `simple` if none is given (OpenAPI 3.0 and 3.1, Parameter Object). The validator answers 400,
# "Parameter 'style' has incorrect value 'undefined'", also if the header is optional and was not sent. With
# `style: simple` in the document it reads `1,2`.
#
# A client generator has to care: it may leave out a default of the specification in a document that it writes or
# corrects, and then such a server answers nothing any more.
#
# Needs node and npm. Ends with 0 as long as it does so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund express@5.3.0 express-openapi-validator@5.6.2 > /dev/null
npm ls --depth=0 | tail -n +2
cat > check.cjs <<'JAVASCRIPT'
const assert = require('node:assert')
const express = require('express')
const { middleware } = require('express-openapi-validator')

const status = async (style, headers) => {
  const header = { name: 'X-Ids', in: 'header', ...style, schema: { type: 'array', items: { type: 'integer' } } }
  const get = { parameters: [header], responses: { 200: { description: 'Fine.' } } }
  const apiSpec = { openapi: '3.0.3', info: { title: 'x', version: '1' }, paths: { '/x': { get } } }
  const app = express()
  app.use(middleware({ apiSpec }))
  app.get('/x', (_request, response) => response.json(null))
  app.use((error, _request, response, _next) => response.status(error.status ?? 500).json({ message: error.message }))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/x`, { headers })
  server.close()
  return answer.status
}
const main = async () => {
  const found = [await status({}, {}), await status({}, { 'x-ids': '1,2' }), await status({ style: 'simple' }, { 'x-ids': '1,2' })]
  console.log('without the header, with it, with a documented style:', found)
  assert.deepStrictEqual(found, [400, 400, 200], 'the behaviour has changed')
  process.exit(0)
}
main()
JAVASCRIPT
node check.cjs
