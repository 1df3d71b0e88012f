import { useSearchParams } from 'wouter'

/** Where in the wallet someone is. It is all in the address, so that a reload stays there. */
export type WalletPlace =
  | { readonly step: 'scan' }
  /** `silent`: asked and not answering. */
  | { readonly step: 'invitation'; readonly invitation: string; readonly silent: boolean }
  | { readonly step: 'connection'; readonly walletConnectionId: string }

/** The place that the address names, and the way to another. */
export function useWalletPlace(): [WalletPlace, (place: WalletPlace) => void] {
  const [parameters, setParameters] = useSearchParams()
  const place = readPlace(parameters)
  const go = (next: WalletPlace) => setParameters(toParameters(next), { replace: place.step !== 'scan' })
  return [place, go]
}

function readPlace(parameters: URLSearchParams): WalletPlace {
  const walletConnectionId = parameters.get('connection')
  if (walletConnectionId) return { step: 'connection', walletConnectionId }
  const invitation = parameters.get('invitation')
  if (invitation) return { step: 'invitation', invitation, silent: parameters.has('silent') }
  return { step: 'scan' }
}

function toParameters(place: WalletPlace): Record<string, string> {
  switch (place.step) {
    case 'scan':
      return {}
    case 'invitation':
      return { invitation: place.invitation, ...(place.silent && { silent: '1' }) }
    case 'connection':
      return { connection: place.walletConnectionId }
  }
}
