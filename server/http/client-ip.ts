import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { readIp } from '../addresses/network-of.ts'
import { createFindClient, type TrustProxy } from '../addresses/trust-proxy.ts'

export type ClientIpOf = (c: Context) => string

/** Longer ways than this nobody has come. */
const mostEntries = 40

/**
 * The address that a request came from, in its one spelling. Behind trusted proxies that is the entry of `X-Forwarded-For`
 * which the outermost of them added: all before it is the sender's own word.
 */
export function createClientIpOf(trustProxy: TrustProxy): ClientIpOf {
  const findClient = createFindClient(trustProxy)
  return (c) => {
    const remote = getConnInfo(c).remote.address ?? 'unknown'
    const peer = readIp(remote) ?? remote
    if (trustProxy === false) return peer
    return findClient([peer, ...forwardedFor(c.req.header('x-forwarded-for') ?? '')])
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
