import type { RequestType } from './session-status.ts'

/** One of the details that a wallet is asked to share. */
export interface AskedDetail {
  /** As the credential has it. */
  readonly name: string
  /** As a student calls it, in the middle of a sentence: "your surname". */
  readonly label: string
  /** Why it is needed, to follow the label: "so that the registration is in your name". */
  readonly reason: string
}

/** What the wallet is asked for, by what the student came for, and by who is to learn it: nobody else, a portal, or one that is allowed what is sensitive. */
export type AskedDetails = Readonly<
  Record<RequestType, Readonly<Record<'attributes' | 'portal' | 'sensitive', readonly AskedDetail[]>>>
>
