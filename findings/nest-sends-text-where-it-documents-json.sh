#!/bin/sh
# @nestjs/swagger 12.0.2 documents a method that returns a string as application/json; NestJS 12.5.1 sends text/html.
#
# With `@ApiOkResponse({ type: String })` the document says `application/json: {schema: {type: string}}`, so that the
# body is a string of JSON, in quotes. The Express adapter sends a string as it is, with the Content-Type text/html; a
# boolean as `true`, with the same type.
#
# A client generator has to care: a client that reads what is documented fails at `Hello World!`, the first route of
# each new NestJS project.
#
# Needs node and npm. Ends with 0 as long as it does so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @nestjs/common@12.5.1 @nestjs/core@12.5.1 @nestjs/platform-express@12.5.1 \
  @nestjs/swagger@12.0.2 reflect-metadata rxjs > /dev/null
npm ls --depth=0 | grep @nestjs
cat > check.mjs <<'JAVASCRIPT'
import 'reflect-metadata'
import assert from 'node:assert'
import { Controller, Get, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ApiOkResponse, DocumentBuilder, SwaggerModule } from '@nestjs/swagger'

class Hello { hello() { return 'Hello World!' } }
const hello = Object.getOwnPropertyDescriptor(Hello.prototype, 'hello')
for (const decorate of [Get('hello'), ApiOkResponse({ type: String })]) decorate(Hello.prototype, 'hello', hello)
Controller()(Hello)
class App {}
Module({ controllers: [Hello] })(App)

const app = await NestFactory.create(App, { logger: ['error'] })
const document = SwaggerModule.createDocument(app, new DocumentBuilder().build())
await app.listen(0, '127.0.0.1')
const answer = await fetch(`${await app.getUrl()}/hello`)
const found = [document.paths['/hello'].get.responses['200'].content, answer.headers.get('content-type'), await answer.text()]
await app.close()
console.log(...found)
const said = { 'application/json': { schema: { type: 'string' } } }
assert.deepStrictEqual(found, [said, 'text/html; charset=utf-8', 'Hello World!'], 'the behaviour has changed')
JAVASCRIPT
node check.mjs
