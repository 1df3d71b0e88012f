import { expect, test } from 'vitest'
import { deepLinkFor, simulatedWalletFor } from '../../client/register/invitation.tsx'

test.each([
  ['https://platform.example/invite?oob=eyJAaWQ', 'didcomm://invite?oob=eyJAaWQ'],
  ['https://platform.example/invite?lang=en&oob=eyJAaWQ&x=1#end', 'didcomm://invite?oob=eyJAaWQ'],
  ['https://short.example/abc', 'https://short.example/abc'],
  ['https://short.example/oob=abc', 'https://short.example/oob=abc'],
])('%s opens a wallet app as %s', (invitationUrl, link) => {
  expect(deepLinkFor(invitationUrl)).toBe(link)
})

test('the simulated wallet gets the whole invitation', () => {
  const invitationUrl = 'https://platform.example/invite?oob=eyJ9&x=1'
  const address = new URL(simulatedWalletFor(invitationUrl), 'http://localhost')
  expect(address.pathname).toBe('/wallet')
  expect(address.searchParams.get('invitation')).toBe(invitationUrl)
})
