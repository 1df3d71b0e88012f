import { describe, expect, test } from 'vitest'
import { simulatedWalletFor } from '../../client/register/simulated-wallet.tsx'
import { walletLinkFor } from '../../shared/wallet-link.ts'

const shortUrl = 'https://nelfund.example/i/AAECAwQFBgcICQoLDA0ODw'
const encodedShortUrl = 'https%3A%2F%2Fnelfund.example%2Fi%2FAAECAwQFBgcICQoLDA0ODw'
const invitationUrl = 'https://platform.example/invite?oob=eyJAaWQ'
const android =
  'Mozilla/5.0 (Linux; Android 13; TECNO KI5q) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'

describe('the link that opens a wallet app', () => {
  test.each([
    ['https://platform.example/invite?oob=eyJAaWQ', 'didcomm://invite?oob=eyJAaWQ'],
    ['https://platform.example/invite?lang=en&oob=eyJAaWQ&x=1#end', 'didcomm://invite?oob=eyJAaWQ'],
    ['https://platform.example/invite?c_i=eyJAaWQ', 'didcomm://invite?c_i=eyJAaWQ'],
    ['https://short.example/abc', 'https://short.example/abc'],
    ['https://short.example/oob=abc', 'https://short.example/oob=abc'],
  ])('holds the whole invitation: %s', (address, link) => {
    expect(walletLinkFor({ invitationUrl: address, shortUrl }, 'didcomm', iphone)).toBe(link)
  })

  test('of a scheme of its own is the one that such wallets know', () => {
    const link = walletLinkFor({ invitationUrl, shortUrl }, 'confirmdwallet', iphone)
    expect(link).toBe('confirmdwallet://connect?oob=eyJAaWQ')
  })

  test.each([
    ['didcomm', 'invite'],
    ['confirmdwallet', 'connect'],
  ])('on Android leads to the page of the short link where no app has the scheme %s', (scheme, place) => {
    expect(walletLinkFor({ invitationUrl, shortUrl }, scheme, android)).toBe(
      `intent://${place}?oob=eyJAaWQ#Intent;scheme=${scheme};S.browser_fallback_url=${encodedShortUrl};end`,
    )
  })

  test('on Android works without a short link that a browser could open', () => {
    const link = walletLinkFor({ invitationUrl, shortUrl: '' }, 'didcomm', android)
    expect(link).toBe('intent://invite?oob=eyJAaWQ#Intent;scheme=didcomm;end')
  })
})

test('the simulated wallet gets the whole invitation', () => {
  const complete = 'https://platform.example/invite?oob=eyJ9&x=1'
  const address = new URL(simulatedWalletFor(complete), 'http://localhost')
  expect(address.pathname).toBe('/wallet')
  expect(address.searchParams.get('invitation')).toBe(complete)
})
