import type { Actor } from '../actor.ts'

/** Whoever sent a request: perhaps an operator, perhaps about to become one. */
export interface Visitor {
  /** The operator that it is, or null. Asked once per request. @throws AppError `TOO_MANY_ATTEMPTS`, `DATABASE_UNAVAILABLE`. */
  operator(): Promise<Actor | null>
  /** Signs the browser in. @throws AppError `UNAUTHORIZED`, `TOO_MANY_ATTEMPTS`, `DATABASE_UNAVAILABLE`. */
  signIn(token: string): Promise<void>
  /** Signs the browser out, wherever it is signed in; harmless where it is not. */
  signOut(): Promise<void>
}
