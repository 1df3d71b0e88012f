import { z } from 'zod'

/** Who is to learn what the wallet shows: this server alone, a portal, or a portal that is allowed what is sensitive. */
export const Audience = z.enum(['own', 'portal', 'portal-sensitive'])
export type Audience = z.infer<typeof Audience>
