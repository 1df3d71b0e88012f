import { TRPCClientError } from '@trpc/client'
import { describe, expect, test } from 'vitest'
import type { LiveSession, WatchedView } from '../../client/live/use-live-session.ts'
import { type Situation, statusOf } from '../../client/register/status.ts'
import type { Step } from '../../client/register/step.ts'
import { wizard } from '../../shared/messages/en/wizard.ts'
import { CredentialStatus, ProofStatus, RequestType, SessionStatus } from '../../shared/session-status.ts'
import { sessionOf } from './session-of.ts'

function read(step: Step, session: LiveSession, situation: Partial<Situation> = {}) {
  const create = { isPending: false, error: null }
  const status = statusOf({
    step,
    session,
    isLong: false,
    isSlow: false,
    isLeaving: false,
    create,
    asking: { isPending: false, error: null },
    ...situation,
  })
  return status && wizard.status[status]
}

const known = (changes: Partial<WatchedView>): LiveSession => ({ state: 'known', view: sessionOf(changes) })
const failure = (code: string) => TRPCClientError.from({ error: { code: -32_000, message: '', data: { code } } })

describe('connecting', () => {
  test.each<[string, Partial<WatchedView>, boolean, string]>([
    ['waiting', { status: 'invitation' }, false, 'Waiting for your wallet'],
    ['waiting for long', { status: 'invitation' }, true, 'Still waiting for your wallet'],
    ['scanned', { status: 'request' }, false, 'Code scanned'],
    ['connecting', { status: 'response' }, false, 'Connecting'],
    ['connecting for long', { status: 'response' }, true, 'This is taking longer than usual'],
    ['connected', { status: 'active' }, true, 'Your wallet is connected'],
    ['failed', { status: 'error' }, true, 'The connection failed'],
    ['declined', { status: 'abandoned' }, true, 'The connection was declined or cancelled'],
    ['expired', { status: 'abandoned', outcome: 'expired' }, true, 'Time ran out'],
  ])('%s', (_what, changes, isSlow, title) => {
    expect(read('connect', known(changes), { isSlow })?.title).toBe(title)
  })

  test('a new code in the making is told instead of the old one that expired', () => {
    const create = { isPending: true, error: null }
    expect(read('connect', known({ status: 'abandoned' }), { create })?.title).toBe('Preparing your code')
  })

  test.each([
    ['BAD_GATEWAY', 'The wallet service did not answer'],
    ['SERVICE_UNAVAILABLE', 'That did not work'],
  ])('a code that could not be made for %s says whose side failed', (code, title) => {
    const create = { isPending: false, error: failure(code) }
    expect(read('connect', { state: 'none' }, { create })?.title).toBe(title)
  })

  test('an answer that never came is a matter of the connection', () => {
    const create = { isPending: false, error: TRPCClientError.from(new TypeError('Failed to fetch')) }
    expect(read('connect', { state: 'none' }, { create })?.title).toBe('No answer')
  })
})

describe('credentials', () => {
  test.each<[string, Partial<WatchedView>, string]>([
    ['asking', {}, 'Asking your wallet'],
    ['asked', { proof: 'request' }, 'Waiting for your approval'],
    ['shared', { proof: 'presentation' }, 'Checking'],
    ['verified', { proof: 'verified' }, 'Verified'],
    ['failed', { proof: 'failed' }, 'Your card did not pass the check'],
    ['declined', { proof: 'declined' }, 'You declined to share'],
    ['offered', { proof: 'verified', credential: 'offer' }, 'Your registration credential is ready'],
    ['receiving', { proof: 'verified', credential: 'request' }, 'Receiving'],
    ['received', { proof: 'verified', credential: 'issued' }, 'Received'],
    ['refused', { proof: 'verified', credential: 'declined' }, 'You declined the credential'],
  ])('%s', (_what, changes, title) => {
    expect(read('credentials', known({ status: 'active', ...changes }))?.title).toBe(title)
  })

  test.each<[string, Partial<WatchedView>, string]>([
    ['asking', {}, 'This is taking longer than usual'],
    ['checking', { proof: 'presentation' }, 'This is taking longer than usual'],
    ['offering', { proof: 'verified' }, 'This is taking longer than usual'],
    ['asked', { proof: 'request' }, 'Waiting for your approval'],
    ['offered', { proof: 'verified', credential: 'offer' }, 'Your registration credential is ready'],
  ])('%s for long: only what the platform holds up is said to be slow', (_what, changes, title) => {
    expect(read('credentials', known({ status: 'active', ...changes }), { isLong: true })?.title).toBe(title)
  })

  test('what the platform holds up goes on without the page, which says so', () => {
    const message = read('credentials', known({ status: 'completed' }), { isLong: true, isSlow: true })
    expect(message?.text).toContain('We keep trying by ourselves: you can close this page')
  })

  test.each<[string, Partial<WatchedView>, string]>([
    ['asked', { proof: 'request' }, 'Still waiting for your wallet app'],
    ['offered', { proof: 'verified', credential: 'offer' }, 'Still waiting for your wallet app'],
    ['receiving', { proof: 'verified', credential: 'request' }, 'Still waiting for your wallet app'],
  ])('%s for over a minute', (_what, changes, title) => {
    const situation = { isLong: true, isSlow: true }
    expect(read('credentials', known({ status: 'completed', ...changes }), situation)?.title).toBe(title)
  })

  test('a card that did not pass and a refusal to share are two different things', () => {
    const failed = read('credentials', known({ status: 'completed', proof: 'failed' }))
    const declined = read('credentials', known({ status: 'completed', proof: 'declined' }))
    expect(failed?.text).toContain('You did nothing wrong')
    expect(declined?.text).toContain('Nothing was shared')
    for (const message of [failed, declined]) expect(message?.text).not.toMatch(/start again/i)
  })

  test.each<[Partial<WatchedView>, string]>([
    [{ problem: 'requestProof' }, 'Your wallet could not be asked'],
    [{ proof: 'presentation', problem: 'verifyPresentation' }, 'Your details could not be checked'],
    [{ proof: 'verified', problem: 'readIdentity' }, 'Verified, but your details could not be fetched'],
    [{ proof: 'verified', problem: 'offerCredential' }, 'Your credential could not be sent'],
  ])('what the platform refused is told with what a person can do: %o', (changes, title) => {
    const message = read('credentials', known({ status: 'completed', ...changes }), { isLong: true, isSlow: true })
    expect(message?.title).toBe(title)
    expect(message?.text).toMatch(/Try again.* contact NELFUND/)
  })

  test('a request that goes out at the wish of the student is told before what it mends', () => {
    const asking = { isPending: true, error: null }
    const declined = known({ status: 'active', proof: 'declined' })
    expect(read('credentials', declined, { asking })?.title).toBe('Asking again')
  })

  test('a request that failed says so', () => {
    const asking = { isPending: false, error: failure('BAD_GATEWAY') }
    expect(read('credentials', known({ status: 'active' }), { asking })?.title).toBe(
      'The wallet service did not answer',
    )
  })

  test('nothing is called verified that the server has not called so', () => {
    const steps: Step[] = ['connect', 'credentials', 'complete']
    const unverified = ProofStatus.options.filter((proof) => proof !== 'verified')
    const texts = steps.flatMap((step) =>
      SessionStatus.options.flatMap((status) =>
        CredentialStatus.options.flatMap((credential) =>
          RequestType.options.flatMap((requestType) =>
            unverified.map((proof) => read(step, known({ status, credential, proof, requestType }))),
          ),
        ),
      ),
    )
    const claims = texts.filter((words) => /(?<!not be )verified/i.test(`${words?.title} ${words?.text}`))
    expect(claims).toEqual([])
  })
})

test('a finished session stays finished after its connection was closed', () => {
  const closed = known({ status: 'abandoned', proof: 'verified', credential: 'issued' })
  expect(read('complete', closed)?.title).toBe('Registration complete')
})

test.each<[LiveSession, string]>([
  [{ state: 'loading' }, 'Finding your registration'],
  [{ state: 'unknown' }, 'We do not know this registration'],
  [{ state: 'unreachable', retry: () => {} }, 'We could not load your registration'],
])('a session that is %o is told on any page', (session, title) => {
  expect(read('intro', session)?.title).toBe(title)
  expect(read('complete', session)?.title).toBe(title)
})
