import type { SessionView } from './session-view.ts'

/** Where a stream got to. `atMs` is when that version came about; null where a client of an older version did not keep it. */
export interface EventId {
  readonly version: number
  readonly atMs: number | null
}

/**
 * Where to resume: the version, and when it came about. A stream's events have their plain version as id, which is taken too;
 * but after a restore versions begin again at an older one and get other content, and what is kept of the time that was undone
 * must not be taken for this.
 */
export function toEventId({ version, updatedAt }: Pick<SessionView, 'version' | 'updatedAt'>): string {
  return `${version}-${Date.parse(updatedAt).toString(36)}`
}

/** What an id says, or null where it is none of ours. */
export function readEventId(id: string | null | undefined): EventId | null {
  const [, version, at] = /^([1-9]\d{0,14})(?:-([0-9a-z]{1,10}))?$/.exec(id ?? '') ?? []
  return version === undefined
    ? null
    : { version: Number(version), atMs: at === undefined ? null : Number.parseInt(at, 36) }
}
