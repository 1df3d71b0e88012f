import { usePageTitle } from '../ui/shell.tsx'
import './wallet.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'wouter'
import type { InvitationView, WalletView } from '../../server/simulator/wallet-view.ts'
import { done, problem, StatusCard, type StatusMessage, waiting, working } from '../ui/status-card.tsx'
import { ConnectionStep } from './connection-step.tsx'
import { InvitationStep, ScanStep } from './invitation-step.tsx'
import { connectionQuery, invitationQuery } from './wallet-api.ts'

/** The simulated wallet, which plays the student's phone where the simulator plays the platform. */
export function WalletPage() {
  const [route, go] = useWalletRoute()
  usePageTitle('Simulated wallet')

  return (
    <div className="wallet">
      <div className="wallet-phone">
        <header className="wallet-head">
          <p className="wallet-name">Simulated wallet</p>
          <p>For trying things out. It holds a made-up student’s details.</p>
        </header>
        <main className="wallet-main">
          <WalletStatus route={route} />
          {route.step === 'scan' && (
            <ScanStep onOpen={(invitation) => go({ step: 'invitation', invitation, silent: false })} />
          )}
          {route.step === 'invitation' && (
            <InvitationStep
              invitation={route.invitation}
              isSilent={route.silent}
              onConnected={(walletConnectionId) => go({ step: 'connection', walletConnectionId })}
              onSilent={() => go({ ...route, silent: true })}
            />
          )}
          {route.step === 'connection' && <ConnectionStep walletConnectionId={route.walletConnectionId} />}
        </main>
        {route.step !== 'scan' && (
          <footer className="wallet-foot">
            <Link className="wallet-link" href="/wallet">
              Scan another invitation
            </Link>
          </footer>
        )}
      </div>
    </div>
  )
}

/** How things stand in the wallet, in the page's one live region. */
function WalletStatus({ route }: { route: WalletRoute }) {
  const invitation = useQuery(invitationQuery(route.step === 'invitation' ? route.invitation : null))
  const connection = useQuery(connectionQuery(route.step === 'connection' ? route.walletConnectionId : null))

  const message = (): StatusMessage => {
    switch (route.step) {
      case 'scan':
        return ready
      case 'invitation':
        if (invitation.error) return errorMessage(invitation.error)
        if (route.silent) return silent
        return invitation.data ? invitationMessage(invitation.data) : opening
      case 'connection':
        if (connection.error) return errorMessage(connection.error)
        return connection.data ? connectionMessage(connection.data) : opening
    }
  }

  return <StatusCard message={message()} />
}

const silent = problem('The wallet has gone silent', 'It sends nothing until you act again.')

const ready = waiting('Ready for an invitation', 'Paste one to open it.')

const opening = working('Opening', 'This takes a moment.')

/** What the wallet says where it could not do what it was asked. */
function errorMessage({ message }: Error): StatusMessage {
  return problem('That did not work', `${message}.`)
}

/** What the wallet says of an invitation. */
function invitationMessage({ label, state }: InvitationView): StatusMessage {
  if (state === 'abandoned') return problem('Invitation declined', `${label} has been notified. You are not connected.`)
  return waiting(
    `${label} wants to connect`,
    'Once you accept, it can ask for details and offer credentials. You decide each time.',
  )
}

/** What the wallet says of a connection: what waits for an answer, else how things stand. */
function connectionMessage({ label, state, silent: isSilent, ...view }: WalletView): StatusMessage {
  if (state === 'abandoned') return problem('The connection has ended', `${label} has been notified.`)
  if (isSilent) return silent
  if (view.proofRequest) return waiting(`${label} asks for your details`, 'Nothing is shared before you agree.')
  if (view.credentialOffer) return waiting(`${label} offers you a credential`, 'It is kept in this wallet.')
  return done(`Connected to ${label}`, 'Nothing is waiting for you here.')
}

/** Where in the wallet someone is. It is all in the URL, so that a reload stays there. */
type WalletRoute =
  | { readonly step: 'scan' }
  /** `silent`: asked and not answering. */
  | { readonly step: 'invitation'; readonly invitation: string; readonly silent: boolean }
  | { readonly step: 'connection'; readonly walletConnectionId: string }

/** The route that the URL names, and the way to another. */
function useWalletRoute(): [WalletRoute, (route: WalletRoute) => void] {
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
  if (route.step === 'scan') return {}
  if (route.step === 'connection') return { connection: route.walletConnectionId }
  return { invitation: route.invitation, ...(route.silent && { silent: '1' }) }
}
