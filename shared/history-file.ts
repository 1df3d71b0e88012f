import { z } from 'zod'
import { parseJson } from './parse-json.ts'
import { SessionTimeline, TimelineCommand, TimelineEntry } from './session-timeline.ts'

const format = 'nelfund-connect/session-history'
const version = 1

/** A session's history as a file: what the visualiser exports, imports and replays, and what the tests replay. */
export const HistoryFile = z.object({
  format: z.literal(format),
  version: z.literal(version),
  exportedAt: z.iso.datetime(),
  timeline: SessionTimeline,
})
export type HistoryFile = z.infer<typeof HistoryFile>

const AnyVersion = z.object({ format: z.literal(format), version: z.int() })

/** The same with entries that may be of any kind: one that nobody can read must not hide all others. */
const LooseFile = HistoryFile.extend({
  timeline: SessionTimeline.extend({ entries: z.array(z.unknown()), commands: z.array(z.unknown()).default([]) }),
})

export interface ReadHistory {
  /** With the entries that can be read alone; no two of them have one id. */
  readonly file: HistoryFile
  /** Which of the file's entries each of those is, from 1. */
  readonly numbers: readonly number[]
  /** What is wrong with the others, or with the order of these, in sentences. */
  readonly faults: readonly string[]
}

export function toHistoryFile(timeline: SessionTimeline, exportedAt: Date): HistoryFile {
  return { format, version, exportedAt: exportedAt.toISOString(), timeline }
}

/** Reads an exported history as far as it can be read; where it is none, says what is wrong with it. Never throws. */
export function readHistoryFile(text: string): ReadHistory | { readonly problem: string } {
  const json = parseJson(text)
  if (json === undefined) return { problem: 'The file is not JSON.' }
  const envelope = AnyVersion.safeParse(json)
  if (!envelope.success) return { problem: `The file is not a session history: its "format" is not "${format}".` }
  if (envelope.data.version !== version) {
    return { problem: `The file is of version ${envelope.data.version}; this page reads version ${version}.` }
  }
  const { data, error } = LooseFile.safeParse(json)
  if (!data) return { problem: `The file is damaged: ${sayIssue(json, error.issues[0])}` }
  const { timeline, ...rest } = data
  const { entries, numbers, faults } = readEntries(timeline.entries)
  const commands = timeline.commands.flatMap((command, index) => {
    const read = TimelineCommand.safeParse(command)
    if (!read.data) faults.push(`Request ${index + 1} to the platform: ${sayIssue(command, read.error.issues[0])}`)
    return read.data ?? []
  })
  return { file: { ...rest, timeline: { ...timeline, entries, commands } }, numbers, faults }
}

function readEntries(given: readonly unknown[]) {
  const entries: TimelineEntry[] = []
  const numbers: number[] = []
  const faults: string[] = []
  const known = new Map<string, number>()
  for (const [index, one] of given.entries()) {
    const number = index + 1
    const { data: entry, error } = TimelineEntry.safeParse(one)
    const twin = entry && known.get(entry.id)
    const before = entries.at(-1)
    if (!entry) faults.push(`Entry ${number} is left out: ${sayIssue(one, error.issues[0])}`)
    else if (twin !== undefined) faults.push(`Entry ${number} is left out: it has the id of entry ${twin}.`)
    else {
      if (before && Date.parse(entry.at) < Date.parse(before.at))
        faults.push(`Entry ${number} is dated before entry ${numbers.at(-1)}, which it follows.`)
      known.set(entry.id, number)
      entries.push(entry)
      numbers.push(number)
    }
  }
  return { entries, numbers, faults }
}

const longestValue = 60

/** What is wrong where in a value, and what is there. */
function sayIssue(value: unknown, issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return 'nobody can read it.'
  const found = JSON.stringify(valueAt(value, issue.path)) ?? 'missing'
  const shown = found.length > longestValue ? `${found.slice(0, longestValue)}…` : found
  return `${issue.path.join('.') || 'it'} is ${shown}. ${issue.message}.`
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined),
    value,
  )
}
