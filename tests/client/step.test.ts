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
  const expiresAt = '2026-03-02T09:15:00.000Z'

  test('expired: it was abandoned past its deadline', () => {
    const updatedAt = '2026-03-02T09:15:02.000Z'
    expect(endOf(sessionOf({ status: 'abandoned', expiresAt, updatedAt }))).toBe('expired')
  })

  test('declined: it was abandoned before', () => {
    const updatedAt = '2026-03-02T09:14:59.000Z'
    expect(endOf(sessionOf({ status: 'abandoned', expiresAt, updatedAt }))).toBe('declined')
  })

  test('failed: the platform said so', () => {
    expect(endOf(sessionOf({ status: 'error', expiresAt, updatedAt: expiresAt }))).toBe('failed')
  })
})

test('an address names one of the steps or none', () => {
  expect(readStep('credentials')).toBe('credentials')
  expect(readStep('')).toBeNull()
  expect(readStep('admin')).toBeNull()
})
