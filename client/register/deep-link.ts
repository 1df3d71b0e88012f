/**
 * The address that opens an invitation in a wallet app on this device. An out-of-band invitation rides in
 * the wallets' own scheme (Aries RFC 0434); one shortened by the platform stays as it is.
 */
export function deepLinkFor(invitationUrl: string): string {
  const oob = /[?&]oob=([^&#]+)/.exec(invitationUrl)?.[1]
  return oob ? `didcomm://invite?oob=${oob}` : invitationUrl
}

/** The simulated wallet's address, with the invitation already in it. */
export function simulatedWalletFor(invitationUrl: string): string {
  return `/wallet?invitation=${encodeURIComponent(invitationUrl)}`
}
