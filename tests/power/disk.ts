import type { Random } from '../simulation/random.ts'
import type { DiskEvent } from './disk-log.ts'

type Change = Extract<DiskEvent, { kind: 'written' | 'truncated' | 'unlinked' }>

interface File {
  readonly name: string
  /** What is sure to be there: null where there is no such file. */
  kept: Buffer | null
  keptLength: number
  /** What was done since, which the disk may have done in any order, or not at all. */
  pending: Change[]
  /** How much of that a sync that is on its way covers. */
  readonly syncing: Map<number, number>
}

const sectorBytes = 512

/** A disk that keeps what was synced, and of all else what chance leaves of it: whole writes, single sectors of one, or nothing. */
export function createDisk() {
  const files = new Map<number, File>()
  const fileOf = (number: number): File => {
    const file = files.get(number)
    if (!file) throw new Error(`File ${number} was never opened`)
    return file
  }
  return {
    take(event: DiskEvent): void {
      if (event.kind === 'answered') return
      if (event.kind === 'directory-synced') {
        for (const file of new Set(files.values())) keepUnlinked(file)
        return
      }
      if (event.kind === 'opened') {
        const known = [...files.values()].find(({ name }) => name === event.name) // by a process before, perhaps
        files.set(event.file, known ?? emptyFile(event.name))
        return
      }
      const file = fileOf(event.file)
      if (event.kind === 'syncing') file.syncing.set(event.sync, file.pending.length)
      else if (event.kind === 'synced') keep(file, event.sync)
      else file.pending.push(event)
    },
    /** What is found when the power is back, by the files' names. */
    afterPowerCut(random: Random): Map<string, Buffer> {
      const found = new Map<string, Buffer>()
      for (const file of new Set(files.values())) {
        const left = { ...file, kept: file.kept && Buffer.from(file.kept), syncing: new Map<number, number>() }
        const share = random.pick([0, 0.1, 0.5, 0.9, 1])
        for (const change of file.pending) if (random.chance(share)) apply(left, torn(change, random))
        if (left.kept) found.set(file.name, left.kept.subarray(0, left.keptLength))
      }
      return found
    },
  }
}

function emptyFile(name: string): File {
  return { name, kept: null, keptLength: 0, pending: [], syncing: new Map() }
}

function keep(file: File, sync: number): void {
  const covered = file.syncing.get(sync) ?? 0
  file.syncing.delete(sync)
  for (const change of file.pending.slice(0, covered)) apply(file, change)
  file.pending = file.pending.slice(covered)
  file.kept ??= Buffer.alloc(0)
  for (const [other, count] of file.syncing) file.syncing.set(other, Math.max(0, count - covered))
}

/** That a file is gone is sure once its directory is synced. */
function keepUnlinked(file: File): void {
  const count = file.pending.findLastIndex(({ kind }) => kind === 'unlinked') + 1
  for (const change of file.pending.slice(0, count)) apply(file, change)
  file.pending = file.pending.slice(count)
  for (const [sync, covered] of file.syncing) file.syncing.set(sync, Math.max(0, covered - count))
}

function apply(file: File, change: Change): void {
  if (change.kind === 'unlinked') {
    file.kept = null
    file.keptLength = 0
    return
  }
  const end = change.kind === 'truncated' ? change.length : change.offset + change.bytes.length
  const before = file.kept ?? Buffer.alloc(0)
  if (before.length < end) {
    file.kept = Buffer.alloc(Math.max(end, 2 * before.length))
    before.copy(file.kept, 0, 0, file.keptLength)
  } else file.kept = before
  if (change.kind === 'truncated') {
    file.kept.fill(0, change.length, Math.max(change.length, file.keptLength))
    file.keptLength = change.length
    return
  }
  change.bytes.copy(file.kept, change.offset)
  file.keptLength = Math.max(file.keptLength, end)
}

/** Now and then only some sectors of a write have reached the disk. */
function torn(change: Change, random: Random): Change {
  if (change.kind !== 'written' || change.bytes.length <= sectorBytes || random.chance(0.7)) return change
  const sectors = Math.ceil(change.bytes.length / sectorBytes)
  const first = random.below(sectors)
  const last = first + 1 + random.below(sectors - first)
  const bytes = change.bytes.subarray(first * sectorBytes, last * sectorBytes)
  return { ...change, offset: change.offset + first * sectorBytes, bytes }
}
