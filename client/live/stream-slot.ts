import { holdLock, openChannel } from './locks.ts'

/** Over HTTP/1.1 a browser opens six connections to a host; two are left for calls and for loading pages. */
const slots = [1, 2, 3, 4] as const

/**
 * Runs `hold`, for as long as it takes or until the signal it is given ends it, in one of the few streams that all tabs of this
 * browser may have open together. Resolves with false where none is free, or where the tabs cannot agree on who has one.
 */
export async function inStreamSlot(hold: (lost: AbortSignal) => Promise<void>): Promise<boolean> {
  const keep = new AbortController() // a lock is lost to nobody
  for (const slot of slots) {
    const had = await holdLock(`nelfund.stream.${slot}`, () => hold(keep.signal))
    if (had === null) return inAgreedSlot(hold)
    if (had) return true
  }
  return false
}

/** What a tab that wants a stream, or has one, tells the others. `since` is in milliseconds since the epoch. */
type Claim = { readonly id: string; readonly since: number }
type Message = { kind: 'ask' | 'claim' | 'gone'; claim: Claim }

const answerMs = 300

/**
 * The same without locks: a tab tells the others that it wants a stream, and those that have one answer, however long they
 * have been in the background. The earliest claims have the slots; of two made at once, one gives way.
 */
async function inAgreedSlot(hold: (lost: AbortSignal) => Promise<void>): Promise<boolean> {
  const channel = openChannel('nelfund.streams.1')
  if (!channel) return false
  const mine: Claim = { id: `${Math.random()}`, since: Date.now() }
  const others = new Map<string, Claim>()
  const lost = new AbortController()
  const hasSlot = () => [...others.values()].filter((other) => isEarlier(other, mine)).length < slots.length
  const post = (kind: Message['kind']) => channel.postMessage({ kind, claim: mine } satisfies Message)
  channel.onmessage = ({ data }) => {
    const { kind, claim }: Message = data
    if (kind === 'gone') others.delete(claim.id)
    else others.set(claim.id, claim)
    if (kind === 'ask') post('claim')
    if (!hasSlot()) lost.abort()
  }
  const leave = () => post('gone')
  window.addEventListener('pagehide', leave)
  try {
    post('ask')
    await new Promise((resolve) => setTimeout(resolve, answerMs))
    if (lost.signal.aborted) return false
    await hold(lost.signal)
    return !lost.signal.aborted
  } finally {
    window.removeEventListener('pagehide', leave)
    leave()
    channel.close()
  }
}

function isEarlier(one: Claim, other: Claim): boolean {
  return one.since === other.since ? one.id < other.id : one.since < other.since
}
