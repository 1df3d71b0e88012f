import { useQuery } from '@tanstack/react-query'
import { StatusCard, type Words } from '../ui/status-card.tsx'
import type { WalletPlace } from './wallet-place.ts'
import { connectionQuery, invitationQuery } from './wallet-queries.ts'
import { opening, ready, silent, wordsForConnection, wordsForError, wordsForInvitation } from './wallet-words.ts'

/** How things stand in the wallet, in the page's one live region. */
export function WalletStatus({ place }: { place: WalletPlace }) {
  const invitation = useQuery(invitationQuery(place.step === 'invitation' ? place.invitation : null))
  const connection = useQuery(connectionQuery(place.step === 'connection' ? place.walletConnectionId : null))

  const words = (): Words => {
    switch (place.step) {
      case 'scan':
        return ready
      case 'invitation':
        if (invitation.error) return wordsForError(invitation.error)
        if (place.silent) return silent
        return invitation.data ? wordsForInvitation(invitation.data) : opening
      case 'connection':
        if (connection.error) return wordsForError(connection.error)
        return connection.data ? wordsForConnection(connection.data) : opening
    }
  }

  return <StatusCard words={words()} />
}
