/** An invitation as a wallet takes it: the message itself, in base64, and the parameter that wallets look for it in. */
interface Carried {
  readonly name: 'oob' | 'c_i'
  /** As it stands in the address. */
  readonly value: string
}

/** The invitation that an address carries (Aries RFC 0434, RFC 0160); null where it is a short one, or another address. */
export function invitationIn(address: string): Carried | null {
  const [, name, value = ''] = /[?&](oob|c_i)=([^&#]+)/.exec(address) ?? []
  return name === 'oob' || name === 'c_i' ? { name, value } : null
}

export interface Invited {
  /** Complete: the whole out-of-band invitation is in it. */
  readonly invitationUrl: string
  /** Where a browser finds out what to do without a wallet app. */
  readonly shortUrl: string
}

/**
 * The link that opens an invitation in a wallet app on the device of that `userAgent`. Wallets register a scheme: the one
 * they share takes `invite`, their own ones `connect`. Android is told by an intent where to go when no app has the scheme
 * (https://developer.chrome.com/docs/android/intents). An invitation that is not in its address is left to the browser.
 */
export function walletLinkFor({ invitationUrl, shortUrl }: Invited, scheme: string, userAgent: string): string {
  const carried = invitationIn(invitationUrl)
  if (!carried) return invitationUrl
  const place = `${scheme === 'didcomm' ? 'invite' : 'connect'}?${carried.name}=${carried.value}`
  if (!isAndroid(userAgent)) return `${scheme}://${place}`
  const fallback = /^https?:/.test(shortUrl) ? `S.browser_fallback_url=${encodeURIComponent(shortUrl)};` : ''
  return `intent://${place}#Intent;scheme=${scheme};${fallback}end`
}

/** The link that opens a wallet app as it is, with nothing new to accept, on the device of that `userAgent`. */
export function walletAppLinkFor(scheme: string, userAgent: string): string {
  return isAndroid(userAgent) ? `intent://#Intent;scheme=${scheme};end` : `${scheme}://`
}

function isAndroid(userAgent: string): boolean {
  return /\bAndroid\b/i.test(userAgent)
}
