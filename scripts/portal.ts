import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import * as client from 'openid-client'
import { z } from 'zod'

/**
 * A portal to try sign-ins with, for development only: `npm run portal -- --connect URL --port PORT --clients FILE`. It keeps
 * everything in memory. What it does at each step is what a real portal does, in whatever language.
 */
const options = {
  connect: { type: 'string', default: 'http://localhost:3300' },
  port: { type: 'string', default: '3400' },
  clients: { type: 'string', default: 'data/portals.json' },
} as const
const { connect, port, clients: file } = parseArgs({ options }).values
const connectUrl = new URL(connect)
const redirectUri = `http://localhost:${port}/callback`
const write = (line: string) => process.stdout.write(`${line}\n`)

const Entry = z.looseObject({ client_id: z.string(), client_secret: z.string() })

/** The portal's own entry in the server's file, made where there is no file. */
function readEntry(): z.output<typeof Entry> {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    const entry = {
      ...{ client_id: 'example-portal', client_name: 'Example portal', redirect_uris: [redirectUri] },
      client_secret: randomBytes(32).toString('hex'),
      scope: 'openid student registration student:sensitive',
    }
    writeFileSync(file, `${JSON.stringify([entry], null, 2)}\n`, { mode: 0o600 })
    write(`Wrote ${file}. Now start the server with it: OIDC_CLIENTS=${file} npm start`)
  }
  const [first] = z
    .array(Entry)
    .min(1)
    .parse(JSON.parse(readFileSync(file, 'utf8')))
  return Entry.parse(first)
}

const entry = readEntry()
let found: client.Configuration | undefined

/** The server's addresses and keys, as it publishes them. */
async function configuration(): Promise<client.Configuration> {
  found ??= await client.discovery(
    connectUrl,
    entry.client_id,
    undefined,
    client.ClientSecretBasic(entry.client_secret),
    { execute: [client.allowInsecureRequests] }, // http, on this machine
  )
  return found
}

/** What is remembered of each sign-in that has begun, by its state. */
const begun = new Map<string, { readonly pkceCodeVerifier: string; readonly expectedNonce: string }>()

/** 1. To the server, with a challenge that only this portal can meet. */
async function begin(scope: string): Promise<URL> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const [state, expectedNonce] = [client.randomState(), client.randomNonce()]
  begun.set(state, { pkceCodeVerifier, expectedNonce })
  return client.buildAuthorizationUrl(await configuration(), {
    ...{ redirect_uri: redirectUri, scope, state, nonce: expectedNonce, code_challenge_method: 'S256' },
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
  })
}

/** 2. Back from it: the code is exchanged once, and the student's details are asked for. */
async function finish(callback: URL): Promise<string> {
  const denied = callback.searchParams.get('error_description') ?? callback.searchParams.get('error')
  if (denied !== null) return page(`<p>Nobody is signed in: ${toHtml(denied)}</p>`)
  const expectedState = callback.searchParams.get('state') ?? ''
  const checks = begun.get(expectedState)
  begun.delete(expectedState)
  if (!checks) return page('<p>This sign-in was not begun here.</p>')
  const config = await configuration()
  const tokens = await client.authorizationCodeGrant(config, callback, { ...checks, expectedState })
  const student = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '')
  const rows = Object.entries(student).map(
    ([name, value]) => `<dt>${toHtml(name)}</dt><dd>${toHtml(String(value))}</dd>`,
  )
  return page(`<h2>Signed in</h2><dl>${rows.join('')}</dl>`)
}

function page(content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Example portal</title><style>body{font:1rem/1.5 system-ui;max-width:36rem;margin:2rem auto;padding:0 1rem}
dt{font-weight:700}dd{margin:0;overflow-wrap:anywhere}a{display:block;margin:.5rem 0}</style><h1>Example portal</h1>${content}
<a href="/sign-in">Sign in with your student wallet</a><a href="/register">Register with your student wallet</a>`
}

function toHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const scopes = new Map([
  ['/sign-in', 'openid student'],
  ['/register', 'openid student registration'],
])

createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', `http://localhost:${port}`)
  const scope = scopes.get(url.pathname)
  try {
    if (scope) return response.writeHead(303, { location: (await begin(scope)).href }).end()
    const content = url.pathname === '/callback' ? await finish(url) : page('')
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(content)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    response.writeHead(502, { 'content-type': 'text/html; charset=utf-8' }).end(page(`<p>${toHtml(text)}</p>`))
  }
}).listen(Number(port), '127.0.0.1', () => write(`Example portal: http://localhost:${port}`))
