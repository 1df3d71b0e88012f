import type { IncomingMessage } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { readIp } from '../addresses/network-of.ts'
import { createFindClient, type TrustProxy } from '../addresses/trust-proxy.ts'

export type ClientIpOf = (c: Context) => string
export type ClientIpOfMessage = (request: IncomingMessage) => string

/** Longer ways than this nobody has come. */
const mostEntries = 40

/**
 * The address that a request came from, in its one spelling. Behind trusted proxies that is the entry of `X-Forwarded-For`
 * which the outermost of them added: all before it is the sender's own word.
 */
export function createClientIpOf(trustProxy: TrustProxy): ClientIpOf {
  const ofMessage = createClientIpOfMessage(trustProxy)
  return (c: Context<{ Bindings: HttpBindings }>) => ofMessage(c.env.incoming)
}

/** The same of a request that has not come to a route. */
export function createClientIpOfMessage(trustProxy: TrustProxy): ClientIpOfMessage {
  const findClient = createFindClient(trustProxy)
  return (request) => {
    const { remoteAddress: remote = 'unknown' } = request.socket
    const peer = readIp(remote) ?? remote
    if (trustProxy === false) return peer
    const header = request.headers['x-forwarded-for'] ?? ''
    return findClient([peer, ...forwardedFor(typeof header === 'string' ? header : header.join())])
  }
}

/** The addresses in the header, the last one first, up to what is none; empty entries are no entries (RFC 9110, 5.6.1). */
function forwardedFor(header: string): string[] {
  const addresses: string[] = []
  const entries = header.split(',').map((entry) => entry.trim())
  for (const entry of entries
    .filter((text) => text !== '')
    .slice(-mostEntries)
    .reverse()) {
    const address = readIp(withoutPort(nodeIn(entry)))
    if (address === null) break
    addresses.push(address)
  }
  return addresses
}

/** Some proxies write an entry as `Forwarded` has it (RFC 7239): `for="[2001:db8::1]:4711";proto=https`. */
function nodeIn(entry: string): string {
  const node = /(?:^|;)\s*for\s*=\s*([^;]+)/i.exec(entry)?.[1] ?? entry
  return /^"(.*)"$/.exec(node.trim())?.[1] ?? node.trim()
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(entry: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry
}
