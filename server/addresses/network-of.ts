import { isIPv4, isIPv6 } from 'node:net'

const mappedPrefix = '::ffff:'
const groupsOfNetwork = 4

/**
 * An IP address in its one spelling: IPv6 as RFC 5952 writes it, without a zone, and IPv4 where it is IPv4 within IPv6. Null
 * for what is none.
 */
export function readIp(text: string): string | null {
  if (isIPv4(text)) return text
  const [address = ''] = text.split('%')
  if (!isIPv6(address)) return null
  const spelt = new URL(`http://[${address}]`).hostname.slice(1, -1)
  if (!spelt.startsWith(mappedPrefix)) return spelt
  const [high = Number.NaN, low = Number.NaN] = spelt
    .slice(mappedPrefix.length)
    .split(':')
    .map((group) => Number.parseInt(group, 16))
  return Number.isNaN(low) ? spelt : [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/**
 * Whom limits count as one: an IPv4 address, or the /64 of an IPv6 address, which a single subscriber has all of (RFC 6177).
 * What is no address stands for itself.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const ip = readIp(address)
  if (!ip?.includes(':')) return ip ?? address
  const [head = '', tail] = ip.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = tail === undefined ? 0 : 8 - head.length - tail.length
  const groups = [...head, ...Array<string>(zeros).fill('0'), ...(tail ?? [])]
  return `${groups.slice(0, groupsOfNetwork).join(':')}::/64`
}
