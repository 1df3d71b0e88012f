import { describe, expect, test } from 'vitest'
import type { LiveSession } from '../../client/live/use-live-session.ts'
import { endOf, isFinished, readStep, type Step, stepFor, stepOf } from '../../client/register/step.ts'
import type { SessionView } from '../../shared/session-view.ts'
import { sessionOf } from './session-of.ts'

describe('the page a session belongs to', () => {
  test.each<[Partial<SessionView>, Step]>([
    [{ status: 'invitation' }, 'connect'],
    [{ status: 'request' }, 'connect'],
    [{ status: 'response' }, 'connect'],
    [{ status: 'active' }, 'credentials'],
    [{ status: 'completed' }, 'credentials'],
    [{ status: 'completed', proof: 'presentation' }, 'credentials'],
    [{ status: 'completed', proof: 'verified' }, 'credentials'],
    [{ status: 'completed', proof: 'verified', credential: 'declined' }, 'credentials'],
    [{ status: 'completed', proof: 'verified', credential: 'issued' }, 'complete'],
    [{ status: 'completed', proof: 'verified', requestType: 'authentication' }, 'complete'],
    [{ status: 'error' }, 'connect'],
    [{ status: 'abandoned' }, 'connect'],
    [{ status: 'abandoned', proof: 'verified' }, 'connect'],
    [{ status: 'abandoned', proof: 'verified', credential: 'issued' }, 'complete'],
  ])('%o is at %s', (changes, step) => {
    expect(stepOf(sessionOf(changes))).toBe(step)
  })
})

describe('the page shown', () => {
  const waiting: LiveSession = { state: 'known', view: sessionOf() }
  const expired: LiveSession = { state: 'known', view: sessionOf({ status: 'abandoned' }) }

  test.each<[string, Step, LiveSession, Step]>([
    ['a student without a session starts at the beginning', 'intro', { state: 'none' }, 'intro'],
    ['a student without a session can go straight to the code', 'connect', { state: 'none' }, 'connect'],
    ['there are no credentials to share without a session', 'credentials', { state: 'none' }, 'connect'],
    ['nothing is complete without a session', 'complete', { state: 'none' }, 'intro'],
    ['a session brings the student back from the beginning', 'intro', waiting, 'connect'],
    ['nobody skips a step', 'complete', waiting, 'connect'],
    ['an ended session holds nobody off the beginning', 'intro', expired, 'intro'],
    ['an ended session is told about where a new code is', 'credentials', expired, 'connect'],
    ['nothing moves before the session is known', 'complete', { state: 'loading' }, 'complete'],
    ['nothing moves where the session is unknown', 'credentials', { state: 'unknown' }, 'credentials'],
  ])('%s', (_what, asked, session, shown) => {
    expect(stepFor(asked, session)).toBe(shown)
  })
})

test('a proof ends an authentication, and only the credential ends a registration', () => {
  expect(isFinished(sessionOf({ requestType: 'authentication', proof: 'verified' }))).toBe(true)
  expect(isFinished(sessionOf({ requestType: 'registration', proof: 'verified' }))).toBe(false)
  expect(isFinished(sessionOf({ requestType: 'registration', credential: 'issued' }))).toBe(true)
})

describe('why a session ended', () => {
  test('expired: its time ran out', () => {
    expect(endOf(sessionOf({ status: 'abandoned', endedBy: 'expiry' }))).toBe('expired')
  })

  test('declined: somebody ended it', () => {
    expect(endOf(sessionOf({ status: 'abandoned', endedBy: 'webhook' }))).toBe('declined')
    expect(endOf(sessionOf({ status: 'abandoned', endedBy: 'cancel' }))).toBe('declined')
  })

  test('failed: the platform said so', () => {
    expect(endOf(sessionOf({ status: 'error', endedBy: 'webhook' }))).toBe('failed')
  })
})

test('an address names one of the steps or none', () => {
  expect(readStep('credentials')).toBe('credentials')
  expect(readStep('')).toBeNull()
  expect(readStep('admin')).toBeNull()
})
