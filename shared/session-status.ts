import { z } from 'zod'

/** Where the connection is. `error` and `abandoned` are final (guide, "Connection Status State Machine"). */
export const SessionStatus = z.enum(['invitation', 'request', 'response', 'active', 'completed', 'error', 'abandoned'])
export type SessionStatus = z.infer<typeof SessionStatus>

/** How far the registration credential is. */
export const CredentialStatus = z.enum(['idle', 'offer', 'request', 'issued', 'declined'])
export type CredentialStatus = z.infer<typeof CredentialStatus>

/** How far the sharing of the student's credentials is. */
export const ProofStatus = z.enum(['idle', 'request', 'presentation', 'verified', 'failed', 'declined'])
export type ProofStatus = z.infer<typeof ProofStatus>

export const RequestType = z.enum(['registration', 'authentication'])
export type RequestType = z.infer<typeof RequestType>

/** What can happen to a session: the allow-list of the machine's events. Nothing else is ever sent to it. */
export const SessionEvent = z.enum([
  'connection.request',
  'connection.response',
  'connection.active',
  'connection.completed',
  'connection.error',
  'connection.abandoned',
  'credential.offer',
  'credential.request',
  'credential.issued',
  'credential.declined',
  'proof.request',
  'proof.presentation',
  'proof.verified',
  'proof.failed',
  'proof.declined',
  'session.expired',
  'session.cancelled',
  'session.proof-renewed',
  'session.offer-renewed',
])
export type SessionEvent = z.infer<typeof SessionEvent>

/** What this server asks of the platform while a session runs: the machine's actions. */
export const CommandKind = z.enum(['requestProof', 'verifyPresentation', 'readIdentity', 'offerCredential'])
export type CommandKind = z.infer<typeof CommandKind>
