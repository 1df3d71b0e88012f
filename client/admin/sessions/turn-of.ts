import type { AdminSession } from '../../trpc.ts'

type State = Pick<AdminSession, 'status' | 'proof' | 'credential' | 'requestType'>

/** What is being waited for in this state, and whose turn it is; null where nothing is. */
export function turnOf({
  status,
  proof,
  credential,
  requestType,
}: State): { readonly who: string; readonly what: string } | null {
  if (status === 'abandoned' || status === 'error') return null
  if (status === 'invitation') return turn('The student’s turn.', 'The code has not been scanned.')
  if (status === 'request' || status === 'response')
    return turn('The wallet’s turn.', 'It has scanned the code, and the connection is being made.')
  switch (proof) {
    case 'idle':
      return turn('This server’s turn.', 'The wallet is to be asked for its proof.')
    case 'request':
      return turn('The student’s turn.', 'The wallet asks whether to share.')
    case 'presentation':
      return turn('The platform’s turn.', 'The student has shared; it is being verified.')
    case 'failed':
      return turn('Nobody’s turn.', 'What was shared could not be verified. Ask again once that is mended.')
    case 'declined':
      return turn('The student’s turn.', 'Sharing was declined. Ask again where the student wants to.')
    case 'verified':
      return requestType === 'registration' ? turnOfCredential(credential) : null
  }
}

function turnOfCredential(credential: State['credential']) {
  switch (credential) {
    case 'idle':
      return turn('This server’s turn.', 'The credential is to be offered.')
    case 'offer':
      return turn('The student’s turn.', 'The wallet asks whether to accept the credential.')
    case 'request':
      return turn('The platform’s turn.', 'The credential is being issued.')
    case 'declined':
      return turn('The student’s turn.', 'The credential was declined. Offer it again where the student wants it.')
    case 'issued':
      return null
  }
}

function turn(who: string, what: string) {
  return { who, what }
}

/** What a session came to in words; while it stands still, where. */
export function outcomeText({ outcome, stalledAt }: Pick<AdminSession, 'outcome' | 'stalledAt'>): string {
  return stalledAt === null ? outcome : `stalled at ${stalledAt}`
}

/** How far each of the three parts is: nothing, on its way, done, or ended in vain. */
export function progressOf({ status, proof, credential }: State): ('none' | 'half' | 'done' | 'ended')[] {
  const ended = status === 'abandoned' || status === 'error'
  const connection =
    status === 'active' || status === 'completed' ? 'done' : ended ? 'ended' : status === 'invitation' ? 'none' : 'half'
  const proofStep =
    proof === 'verified'
      ? 'done'
      : proof === 'failed' || proof === 'declined'
        ? 'ended'
        : proof === 'idle'
          ? 'none'
          : 'half'
  const credentialStep =
    credential === 'issued' ? 'done' : credential === 'declined' ? 'ended' : credential === 'idle' ? 'none' : 'half'
  return [connection, proofStep, credentialStep]
}
