import { useQuery } from '@tanstack/react-query'
import type { InvitationView, WalletView } from '../../server/simulator/wallet-view.ts'
import { StatusCard, type StatusMessage } from '../ui/status-card.tsx'
import { connectionQuery, invitationQuery } from './wallet-api.ts'
import type { WalletRoute } from './wallet-route.ts'

/** How things stand in the wallet, in the page's one live region. */
export function WalletStatus({ route }: { route: WalletRoute }) {
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

const silent: StatusMessage = {
  tone: 'problem',
  title: 'The wallet has gone silent',
  text: 'It sends nothing until you act again.',
}

const ready: StatusMessage = { tone: 'waiting', title: 'Ready for an invitation', text: 'Paste one to open it.' }

const opening: StatusMessage = { tone: 'working', title: 'Opening', text: 'This takes a moment.' }

/** What the wallet says where it could not do what it was asked. */
function errorMessage({ message }: Error): StatusMessage {
  return { tone: 'problem', title: 'That did not work', text: `${message}.` }
}

/** What the wallet says of an invitation. */
function invitationMessage({ label, state }: InvitationView): StatusMessage {
  if (state === 'abandoned')
    return { tone: 'problem', title: 'Invitation declined', text: `${label} has been notified. You are not connected.` }
  return {
    tone: 'waiting',
    title: `${label} wants to connect`,
    text: 'Once you accept, it can ask for details and offer credentials. You decide each time.',
  }
}

/** What the wallet says of a connection: what waits for an answer, else how things stand. */
function connectionMessage({ label, state, silent: isSilent, ...view }: WalletView): StatusMessage {
  if (state === 'abandoned')
    return { tone: 'problem', title: 'The connection has ended', text: `${label} has been notified.` }
  if (isSilent) return silent
  if (view.proofRequest)
    return { tone: 'waiting', title: `${label} asks for your details`, text: 'Nothing is shared before you agree.' }
  if (view.credentialOffer)
    return { tone: 'waiting', title: `${label} offers you a credential`, text: 'It is kept in this wallet.' }
  return { tone: 'done', title: `Connected to ${label}`, text: 'Nothing is waiting for you here.' }
}
