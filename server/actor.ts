/** Someone who may use the console, as the audit trail names them. */
export interface Actor {
  /** Which sign-in it is, or how else the token was shown. */
  readonly by: string
  readonly address: string | null
  /** Of the browser's sign-in; null where the token itself was sent. */
  readonly signInId: string | null
}

/** The server acting on stored data by itself. */
export const systemActor: Actor = { by: 'server', address: null, signInId: null }

/** Someone at the machine's own command line. */
export const cliActor: Actor = { by: 'command line', address: null, signInId: null }
