import { useSearchParams } from 'wouter'

/** Where in the wallet someone is. It is all in the URL, so that a reload stays there. */
export type WalletRoute =
  | { readonly step: 'scan' }
  /** `silent`: asked and not answering. */
  | { readonly step: 'invitation'; readonly invitation: string; readonly silent: boolean }
  | { readonly step: 'connection'; readonly walletConnectionId: string }

/** The route that the URL names, and the way to another. */
export function useWalletRoute(): [WalletRoute, (route: WalletRoute) => void] {
  const [parameters, setParameters] = useSearchParams()
  const route = readRoute(parameters)
  const go = (next: WalletRoute) => setParameters(toParameters(next), { replace: route.step !== 'scan' })
  return [route, go]
}

function readRoute(parameters: URLSearchParams): WalletRoute {
  const walletConnectionId = parameters.get('connection')
  if (walletConnectionId) return { step: 'connection', walletConnectionId }
  const invitation = parameters.get('invitation')
  if (invitation) return { step: 'invitation', invitation, silent: parameters.has('silent') }
  return { step: 'scan' }
}

function toParameters(route: WalletRoute): Record<string, string> {
  switch (route.step) {
    case 'scan':
      return {}
    case 'invitation':
      return { invitation: route.invitation, ...(route.silent && { silent: '1' }) }
    case 'connection':
      return { connection: route.walletConnectionId }
  }
}
