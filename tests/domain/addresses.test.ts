import { describe, expect, test } from 'vitest'
import { networkOf, readIp } from '../../server/addresses/network-of.ts'
import { createFindClient, readTrustProxy } from '../../server/addresses/trust-proxy.ts'

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:C000:201', '192.0.2.1'],
  ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::1', '::1'],
  ['::ffff:0', '::ffff:0'],
])('%s is %s, however it is spelt', (written, ip) => {
  expect(readIp(written)).toBe(ip)
})

test.each(['', 'unknown', '192.0.2', '192.0.2.1.2', '2001:db8', 'x'.repeat(10_000), '1.2.3.4:5', '[::1]'])(
  '%j is no address',
  (text) => {
    expect(readIp(text)).toBeNull()
  },
)

test.each([
  ['2001:db8:1:2::1', '2001:0DB8:1:2:ffff:ffff:ffff:ffff'],
  ['2001:db8::1', '2001:db8:0:0:5::'],
  ['::1', '::2'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
])('%s and %s are counted as one', (one, other) => {
  expect(networkOf(one)).toBe(networkOf(other))
})

test.each([
  ['2001:db8:1:2::1', '2001:db8:1:3::1'],
  ['192.0.2.1', '192.0.2.2'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.2'],
  ['::1', '127.0.0.1'],
])('%s and %s are not', (one, other) => {
  expect(networkOf(one)).not.toBe(networkOf(other))
})

describe('the client among those that a request came through, the nearest first', () => {
  const way = ['10.0.0.9', '10.1.2.3', '198.51.100.7', '6.6.6.6']
  test.each([
    ['false', '10.0.0.9'],
    ['0', '10.0.0.9'],
    ['true', '10.1.2.3'],
    ['2', '198.51.100.7'],
    ['9', '6.6.6.6'],
    ['10.0.0.0/8', '198.51.100.7'],
    ['10.0.0.9', '10.1.2.3'],
    ['::ffff:10.0.0.0/104', '198.51.100.7'],
    ['::ffff:a00:9, 10.1.0.0/16', '198.51.100.7'],
    ['192.0.2.0/24', '10.0.0.9'],
    ['0.0.0.0/0', '6.6.6.6'],
  ])('TRUST_PROXY=%s: %s', (text, client) => {
    expect(createFindClient(readTrustProxy(text) ?? false)(way)).toBe(client)
  })

  test('networks of IPv6', () => {
    const find = createFindClient(readTrustProxy('2001:db8::/32') ?? false)
    expect(find(['2001:db8:ffff::1', '2001:db9::1', '::1'])).toBe('2001:db9::1')
  })
})

test.each(['yes', '', '-1', '1.5', '33', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.0/8/8', 'fd00::/129', '10.0.0.1,', 'lo'])(
  'TRUST_PROXY=%j makes no sense',
  (text) => {
    expect(readTrustProxy(text)).toBeNull()
  },
)
