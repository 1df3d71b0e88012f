import { describe, expect, test } from 'vitest'
import { initialState, isConnected, isEnded } from '../../shared/advance.ts'
import { type OutcomeFacts, outcomeOf, type SessionOutcome } from '../../shared/session-outcome.ts'
import { CredentialStatus, ProofStatus, RequestType, SessionStatus } from '../../shared/session-status.ts'

const registration: OutcomeFacts = { ...initialState, requestType: 'registration', endedBy: null }
const authentication: OutcomeFacts = { ...registration, requestType: 'authentication' }
const over = (endedBy: string) => ({ status: 'abandoned', endedBy }) as const

describe('what a session has come to', () => {
  test.each<[string, OutcomeFacts, SessionOutcome]>([
    ['just begun', registration, 'open'],
    ['shared, nothing issued yet', { ...registration, status: 'completed', proof: 'verified' }, 'open'],
    ['issued', { ...registration, status: 'completed', proof: 'verified', credential: 'issued' }, 'registered'],
    ['shared to sign in', { ...authentication, status: 'active', proof: 'verified' }, 'signed-in'],
    ['refused to share', { ...authentication, status: 'completed', proof: 'declined' }, 'declined'],
    [
      'refused the credential',
      { ...registration, status: 'active', proof: 'verified', credential: 'declined' },
      'declined',
    ],
    ['shared what does not pass', { ...registration, status: 'completed', proof: 'failed' }, 'failed'],
    ['the connection failed', { ...registration, status: 'error', endedBy: 'webhook' }, 'failed'],
    ['let the time run out', { ...registration, ...over('expiry') }, 'expired'],
    ['refused, then let the time run out', { ...registration, ...over('expiry'), proof: 'declined' }, 'declined'],
    ['cancelled', { ...registration, ...over('cancel') }, 'cancelled'],
    ['refused, then cancelled', { ...registration, ...over('cancel'), proof: 'declined' }, 'cancelled'],
    ['the wallet did not want the connection', { ...registration, ...over('webhook') }, 'declined'],
    ['the same, heard of later', { ...registration, ...over('reconciler') }, 'declined'],
    ['issued, then cancelled', { ...registration, ...over('cancel'), credential: 'issued' }, 'registered'],
    ['signed in, then ended', { ...authentication, ...over('webhook'), proof: 'verified' }, 'signed-in'],
  ])('%s', (_, facts, outcome) => {
    expect(outcomeOf(facts)).toBe(outcome)
  })

  test('none that can still go on is over, and none that has ended is open', () => {
    for (const status of SessionStatus.options) {
      for (const proof of ProofStatus.options) {
        for (const credential of CredentialStatus.options) {
          for (const requestType of RequestType.options) {
            const outcome = outcomeOf({ status, proof, credential, requestType, endedBy: 'expiry' })
            if (isEnded(status)) expect(outcome).not.toBe('open')
            else expect(['expired', 'cancelled']).not.toContain(outcome)
            if (!isEnded(status) && !isConnected(status) && proof === 'idle' && credential === 'idle')
              expect(outcome).toBe('open')
          }
        }
      }
    }
  })
})
