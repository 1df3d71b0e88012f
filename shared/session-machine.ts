import { and, enqueueActions, or, setup, stateIn } from 'xstate'
import type { RequestType, SessionEvent } from './session-status.ts'

const isConnected = or([stateIn({ connection: 'active' }), stateIn({ connection: 'completed' })])
const connected = { guard: 'isConnected' } as const
const offerable = { guard: 'isOfferable' } as const

/**
 * The one statechart of a connection session: the server advances with it, the visualiser draws it.
 *
 * Three parallel regions, each forward-only: webhooks can be lost and can overtake each other, so a
 * later state is reached from any earlier one in one step and never left for an earlier one.
 * `credential` and `proof` move only while the connection is `active` or `completed`.
 * There are no timers: `session.expired` is sent by the sweeper, which reads `expiresAt` from the row.
 *
 * Its actions are what the platform is to be asked for; they do nothing here. `advance` answers them, and the pipeline
 * writes them down with the step that they belong to. Being asked again (`session.*-renewed`) begins a new attempt.
 */
export const sessionMachine = setup({
  types: { events: {} as { type: SessionEvent }, context: {} as { readonly requestType: RequestType } },
  guards: {
    isConnected,
    isOfferable: and([
      isConnected,
      stateIn({ proof: 'verified' }),
      ({ context }) => context.requestType === 'registration',
    ]),
  },
  actions: {
    requestProof() {},
    verifyPresentation() {},
    readIdentity() {},
    offerCredential() {},
    /** An authentication ends with the proof: nothing is issued, only who it is remains to be read. */
    offerToRegister: enqueueActions(({ context, enqueue }) => {
      const type = context.requestType === 'registration' ? 'offerCredential' : 'readIdentity'
      enqueue({ type, params: undefined })
    }),
  },
}).createMachine({
  id: 'session',
  type: 'parallel',
  context: { requestType: 'registration' },
  states: {
    connection: {
      description: 'the wallet and NELFUND meet',
      initial: 'invitation',
      states: {
        invitation: {
          on: {
            'connection.request': 'request',
            'connection.response': 'response',
            'connection.active': { target: 'active', actions: 'requestProof' },
            'connection.completed': { target: 'completed', actions: 'requestProof' },
            'connection.error': 'error',
            'connection.abandoned': 'abandoned',
            'session.expired': 'abandoned',
            'session.cancelled': 'abandoned',
          },
        },
        request: {
          on: {
            'connection.response': 'response',
            'connection.active': { target: 'active', actions: 'requestProof' },
            'connection.completed': { target: 'completed', actions: 'requestProof' },
            'connection.error': 'error',
            'connection.abandoned': 'abandoned',
            'session.expired': 'abandoned',
            'session.cancelled': 'abandoned',
          },
        },
        response: {
          on: {
            'connection.active': { target: 'active', actions: 'requestProof' },
            'connection.completed': { target: 'completed', actions: 'requestProof' },
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
      description: 'the student receives the registration',
      initial: 'idle',
      states: {
        idle: {
          on: {
            'credential.offer': { target: 'offer', ...connected },
            'credential.request': { target: 'request', ...connected },
            'credential.issued': { target: 'issued', ...connected },
            'credential.declined': { target: 'declined', ...connected },
            'session.offer-renewed': { actions: 'offerCredential', ...offerable },
          },
        },
        offer: {
          on: {
            'credential.request': { target: 'request', ...connected },
            'credential.issued': { target: 'issued', ...connected },
            'credential.declined': { target: 'declined', ...connected },
            'session.offer-renewed': { actions: 'offerCredential', ...offerable },
          },
        },
        request: {
          on: {
            'credential.issued': { target: 'issued', ...connected },
            'credential.declined': { target: 'declined', ...connected },
            'session.offer-renewed': { target: 'offer', actions: 'offerCredential', ...offerable },
          },
        },
        issued: { type: 'final' },
        declined: {
          on: { 'session.offer-renewed': { target: 'offer', actions: 'offerCredential', ...offerable } },
        },
      },
    },
    proof: {
      description: 'the student shares details',
      initial: 'idle',
      states: {
        idle: {
          on: {
            'proof.request': { target: 'request', ...connected },
            'proof.presentation': { target: 'presentation', actions: 'verifyPresentation', ...connected },
            'proof.verified': { target: 'verified', actions: 'offerToRegister', ...connected },
            'proof.failed': { target: 'failed', ...connected },
            'proof.declined': { target: 'declined', ...connected },
            'session.proof-renewed': { actions: 'requestProof', ...connected },
          },
        },
        request: {
          on: {
            'proof.presentation': { target: 'presentation', actions: 'verifyPresentation', ...connected },
            'proof.verified': { target: 'verified', actions: 'offerToRegister', ...connected },
            'proof.failed': { target: 'failed', ...connected },
            'proof.declined': { target: 'declined', ...connected },
            'session.proof-renewed': { actions: 'requestProof', ...connected },
          },
        },
        presentation: {
          on: {
            'proof.verified': { target: 'verified', actions: 'offerToRegister', ...connected },
            'proof.failed': { target: 'failed', ...connected },
            'proof.declined': { target: 'declined', ...connected },
            'session.proof-renewed': { target: 'request', actions: 'requestProof', ...connected },
          },
        },
        verified: { type: 'final' },
        failed: {
          on: { 'session.proof-renewed': { target: 'request', actions: 'requestProof', ...connected } },
        },
        declined: {
          on: { 'session.proof-renewed': { target: 'request', actions: 'requestProof', ...connected } },
        },
      },
    },
  },
})
