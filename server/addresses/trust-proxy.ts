import { BlockList, isIP } from 'node:net'
import { readIp } from './network-of.ts'

/** Whose `X-Forwarded-For` is believed: nobody's, that many proxies' in front, or that of these addresses and networks. */
export type TrustProxy = false | number | readonly string[]

const mostProxies = 32
const mappedBits = 96

/** What `TRUST_PROXY` says, or null where it makes no sense. */
export function readTrustProxy(text: string): TrustProxy | null {
  if (text === 'false' || text === '0') return false
  if (text === 'true') return 1
  if (/^\d+$/.test(text)) return Number(text) <= mostProxies ? Number(text) : null
  const networks = text.split(',').map((network) => network.trim())
  return networks.every((network) => readNetwork(network) !== null) ? networks : null
}

/** The client's address among those that a request came through, the peer's first. */
export type FindClient = (addresses: readonly string[]) => string

/** Passes over the proxies that are trusted; what the first other address says of those before it is only its own word. */
export function createFindClient(trusted: TrustProxy): FindClient {
  if (trusted === false) return ([peer = '']) => peer
  const isProxy = typeof trusted === 'number' ? (_: string, index: number) => index < trusted : among(trusted)
  return (addresses) => addresses.find((address, index) => !isProxy(address, index)) ?? addresses.at(-1) ?? ''
}

function among(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks) {
    const read = readNetwork(network)
    if (read) list.addSubnet(read.address, read.bits, familyOf(read.address))
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address))
}

/** An address, or one with the length of its network's prefix (RFC 4632, RFC 4291); IPv4 within IPv6 is IPv4. */
function readNetwork(text: string) {
  const [given = '', length, ...more] = text.split('/')
  const address = readIp(given)
  if (address === null || more.length > 0) return null
  const width = isIP(address) === 4 ? 32 : 128
  if (length === undefined) return { address, bits: width }
  const isMapped = width === 32 && given.includes(':')
  const bits = /^\d{1,3}$/.test(length) ? Number(length) - (isMapped ? mappedBits : 0) : Number.NaN
  return bits >= 0 && bits <= width ? { address, bits } : null
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6'
}
