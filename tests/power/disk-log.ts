/** What `disk-log.c` writes down, record by record; see there. */
export type DiskEvent =
  | { readonly kind: 'opened'; readonly file: number; readonly name: string }
  | { readonly kind: 'written'; readonly file: number; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'syncing'; readonly file: number; readonly sync: number }
  | { readonly kind: 'synced'; readonly file: number; readonly sync: number }
  | { readonly kind: 'truncated'; readonly file: number; readonly length: number }
  | { readonly kind: 'unlinked'; readonly file: number }
  | { readonly kind: 'directory-synced' }
  | { readonly kind: 'answered'; readonly webhookId: string }

const headLength = 17
const kinds = [
  ...(['opened', 'written', 'syncing', 'synced', 'truncated', 'unlinked', 'answered', 'directory-synced'] as const),
]

/** As far as it is whole: the program may have been killed within a record. */
export function* readDiskLog(log: Buffer): Generator<DiskEvent> {
  for (let at = 0; at + headLength <= log.length; ) {
    const kind = kinds[log.readUInt8(at) - 1]
    const file = log.readUInt32LE(at + 1)
    const offset = Number(log.readBigUInt64LE(at + 5))
    const end = at + headLength + log.readUInt32LE(at + 13)
    if (kind === undefined) throw new Error(`There is no record at byte ${at} of the log`)
    if (end > log.length) return
    const bytes = log.subarray(at + headLength, end)
    at = end
    if (kind === 'opened') yield { kind, file, name: bytes.toString() }
    else if (kind === 'written') yield { kind, file, offset, bytes }
    else if (kind === 'syncing') yield { kind, file, sync: offset }
    else if (kind === 'synced') yield { kind, file, sync: offset }
    else if (kind === 'truncated') yield { kind, file, length: offset }
    else if (kind === 'unlinked') yield { kind, file }
    else if (kind === 'directory-synced') yield { kind }
    else for (const [, webhookId = ''] of bytes.toString().matchAll(/"webhookId":"([^"]+)"/g)) yield { kind, webhookId }
  }
}
