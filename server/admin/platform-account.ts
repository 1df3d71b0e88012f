import type { PlatformHealth, PlatformTrouble } from '../confirmd/platform-health.ts'

/** Whom this server talks to, and how that is. */
export interface PlatformAccount {
  readonly mode: 'simulator' | 'platform' | 'none'
  /** Of the API; its own name tells the operator which platform it is. */
  readonly host: string
  readonly organizationId: string
  readonly health: Pick<PlatformHealth, 'trouble'>
}

/** What an operator sees of it. `trouble` is null where nothing is wrong, and in simulator mode. */
export function readAccount({ mode, host, organizationId, health }: PlatformAccount): Omit<
  PlatformAccount,
  'health'
> & {
  readonly trouble: PlatformTrouble | null
} {
  return { mode, host, organizationId, trouble: mode === 'platform' ? health.trouble() : null }
}
