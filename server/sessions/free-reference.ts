import { randomInt } from 'node:crypto'
import { type Reference, referenceLength, referenceSigns } from '../../shared/reference.ts'
import type { Transaction } from '../db/transaction.ts'

/**
 * A reference that no session has. Where two processes draw the same at one moment, the database lets only one of them
 * have it, and the other's transaction runs again.
 */
export async function findFreeReference(
  { query }: Pick<Transaction, 'query'>,
  draw: () => Reference = drawReference,
): Promise<Reference> {
  for (;;) {
    const reference = draw()
    const taken = query.selectFrom('ConnectionSession').select('id').where('reference', '=', reference)
    if (!(await taken.executeTakeFirst())) return reference
  }
}

function drawReference(): Reference {
  return Array.from({ length: referenceLength }, () => referenceSigns[randomInt(referenceSigns.length)]).join('')
}
