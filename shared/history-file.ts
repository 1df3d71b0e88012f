import { z } from 'zod'
import { parseJson } from './parse-json.ts'
import { SessionTimeline } from './session-timeline.ts'

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

export type ReadHistoryFile = { readonly file: HistoryFile } | { readonly problem: string }

export function toHistoryFile(timeline: SessionTimeline, exportedAt: Date): HistoryFile {
  return { format, version, exportedAt: exportedAt.toISOString(), timeline }
}

/** Reads an exported history; where it is none, says what is wrong with it. Never throws. */
export function readHistoryFile(text: string): ReadHistoryFile {
  const json = parseJson(text)
  if (json === undefined) return { problem: 'The file is not JSON.' }
  const envelope = AnyVersion.safeParse(json)
  if (!envelope.success) return { problem: `The file is not a session history: its "format" is not "${format}".` }
  if (envelope.data.version !== version) {
    return { problem: `The file is of version ${envelope.data.version}; this page reads version ${version}.` }
  }
  const { data, error } = HistoryFile.safeParse(json)
  if (data) return { file: data }
  const [issue] = error.issues
  return { problem: `The file is damaged: ${issue?.path.join('.')} – ${issue?.message}.` }
}
