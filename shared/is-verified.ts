import { z } from 'zod'

/**
 * What the platform says of a proof, and null where it says nothing, or something else than yes or no. A no that was made a
 * text of is still a no: a student whose proof failed must not pass for one of whom nothing is said.
 */
export const IsVerified = z
  .preprocess((value) => (value === 'false' ? false : value), z.boolean().nullish().default(null))
  .catch(null)
