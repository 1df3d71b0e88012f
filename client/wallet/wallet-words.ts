import type { InvitationView, WalletView } from '../../server/simulator/records.ts'
import type { Words } from '../ui/status-card.tsx'

export const silent: Words = {
  tone: 'problem',
  title: 'The wallet has gone silent',
  text: 'It sends nothing until you act again.',
}

export const ready: Words = { tone: 'waiting', title: 'Ready for an invitation', text: 'Paste one to open it.' }

export const opening: Words = { tone: 'working', title: 'Opening', text: 'This takes a moment.' }

/** What the wallet says where it could not do what it was asked. */
export function wordsForError({ message }: Error): Words {
  return { tone: 'problem', title: 'That did not work', text: `${message}.` }
}

/** What the wallet says of an invitation. */
export function wordsForInvitation({ label, state }: InvitationView): Words {
  if (state === 'abandoned')
    return { tone: 'problem', title: 'Invitation declined', text: `${label} has been told. You are not connected.` }
  return {
    tone: 'waiting',
    title: `${label} wants to connect`,
    text: 'Once you accept, it can ask for details and offer credentials. You decide each time.',
  }
}

/** What the wallet says of a connection: what waits for an answer, else how things stand. */
export function wordsForConnection({ label, state, silent: isSilent, ...view }: WalletView): Words {
  if (state === 'abandoned') return { tone: 'problem', title: 'The connection has ended', text: `${label} was told.` }
  if (isSilent) return silent
  if (view.proofRequest)
    return { tone: 'waiting', title: `${label} asks for your details`, text: 'Nothing is shared before you agree.' }
  if (view.credentialOffer)
    return { tone: 'waiting', title: `${label} offers you a credential`, text: 'It is kept in this wallet.' }
  return { tone: 'done', title: `Connected to ${label}`, text: 'Nothing is waiting for you here.' }
}
