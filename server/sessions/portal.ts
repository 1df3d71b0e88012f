import type { RequestType } from '../../shared/session-status.ts'

/** What a portal that signs students in has sent a browser here for. */
export interface PortalRequest {
  /** Of this request alone. */
  readonly interaction: string
  readonly client: string
  /** As the student reads it. */
  readonly clientName: string
  /** What it is to be told, separated by spaces. */
  readonly scope: string
  readonly requestType: RequestType
}

/** Whether the portal is to be told what is more than its business: the national id number and the birth date. */
export function isSensitive({ scope }: Pick<PortalRequest, 'scope'>): boolean {
  return scope.split(' ').includes('student:sensitive')
}
