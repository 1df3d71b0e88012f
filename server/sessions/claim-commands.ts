import type { Job } from '../db/job.ts'
import { type Claim, type Claimed, claimCommands } from '../db/outbox.ts'
import { isCalledFor } from './command-draft.ts'

/** Takes what is to be asked of the platform now. */
export const claimDue: Job<Claim, Claimed> = {
  name: 'claim commands',
  run: (tx, claim) => claimCommands(tx, claim, isCalledFor),
}
