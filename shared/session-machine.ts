import { or, setup, stateIn } from 'xstate'
import type { SessionEvent } from './session-status.ts'

const connected = { guard: 'isConnected' } as const

/**
 * The one statechart of a connection session: the server advances with it, the visualiser draws it.
 *
 * Three parallel regions, each forward-only: webhooks can be lost and can overtake each other, so a
 * later state is reached from any earlier one in one step and never left for an earlier one.
 * `credential` and `proof` move only while the connection is `active` or `completed`.
 * There are no timers: `session.expired` is sent by the sweeper, which reads `expiresAt` from the row.
 */
export const sessionMachine = setup({
  types: { events: {} as { type: SessionEvent } },
  guards: {
    isConnected: or([stateIn({ connection: 'active' }), stateIn({ connection: 'completed' })]),
  },
}).createMachine({
  id: 'session',
  type: 'parallel',
  states: {
    connection: {
      initial: 'invitation',
      states: {
        invitation: {
          on: {
            'connection.request': 'request',
            'connection.response': 'response',
            'connection.active': 'active',
            'connection.completed': 'completed',
            'connection.error': 'error',
            'connection.abandoned': 'abandoned',
            'session.expired': 'abandoned',
            'session.cancelled': 'abandoned',
          },
        },
        request: {
          on: {
            'connection.response': 'response',
            'connection.active': 'active',
            'connection.completed': 'completed',
            'connection.error': 'error',
            'connection.abandoned': 'abandoned',
            'session.expired': 'abandoned',
            'session.cancelled': 'abandoned',
          },
        },
        response: {
          on: {
            'connection.active': 'active',
            'connection.completed': 'completed',
            'connection.error': 'error',
            'connection.abandoned': 'abandoned',
            'session.expired': 'abandoned',
            'session.cancelled': 'abandoned',
          },
        },
        active: {
          on: {
            'connection.completed': 'completed',
            'connection.error': 'error',
            'connection.abandoned': 'abandoned',
            'session.expired': 'abandoned',
            'session.cancelled': 'abandoned',
          },
        },
        completed: {
          on: {
            'connection.abandoned': 'abandoned',
            'session.cancelled': 'abandoned',
          },
        },
        error: { type: 'final' },
        abandoned: { type: 'final' },
      },
    },
    credential: {
      initial: 'idle',
      states: {
        idle: {
          on: {
            'credential.offer': { target: 'offer', ...connected },
            'credential.request': { target: 'request', ...connected },
            'credential.issued': { target: 'issued', ...connected },
            'credential.declined': { target: 'declined', ...connected },
          },
        },
        offer: {
          on: {
            'credential.request': { target: 'request', ...connected },
            'credential.issued': { target: 'issued', ...connected },
            'credential.declined': { target: 'declined', ...connected },
          },
        },
        request: {
          on: {
            'credential.issued': { target: 'issued', ...connected },
            'credential.declined': { target: 'declined', ...connected },
          },
        },
        issued: { type: 'final' },
        declined: { type: 'final' },
      },
    },
    proof: {
      initial: 'idle',
      states: {
        idle: {
          on: {
            'proof.request': { target: 'request', ...connected },
            'proof.presentation': { target: 'presentation', ...connected },
            'proof.verified': { target: 'verified', ...connected },
            'proof.failed': { target: 'failed', ...connected },
            'proof.declined': { target: 'declined', ...connected },
          },
        },
        request: {
          on: {
            'proof.presentation': { target: 'presentation', ...connected },
            'proof.verified': { target: 'verified', ...connected },
            'proof.failed': { target: 'failed', ...connected },
            'proof.declined': { target: 'declined', ...connected },
          },
        },
        presentation: {
          on: {
            'proof.verified': { target: 'verified', ...connected },
            'proof.failed': { target: 'failed', ...connected },
            'proof.declined': { target: 'declined', ...connected },
          },
        },
        verified: { type: 'final' },
        failed: { type: 'final' },
        declined: { type: 'final' },
      },
    },
  },
})
