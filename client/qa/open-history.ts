import type { TimelineEntry } from '../../shared/session-timeline.ts'
import type { HistoryMessage, OpenedHistory } from './read-history.worker.ts'

const megabyte = 1024 * 1024
const mostBytes = 50 * megabyte
const unreadable = { problem: 'The file could not be read.' }

/** Reads and checks a file beside the page, which goes on meanwhile however large it is. Never settles where `signal` aborts. */
export function openHistory(file: File, signal: AbortSignal): Promise<OpenedHistory | { readonly problem: string }> {
  if (file.size > mostBytes) {
    const size = Math.ceil(file.size / megabyte)
    return Promise.resolve({ problem: `The file is too large for a history: ${size} MB, of at most 50.` })
  }
  const worker = new Worker(new URL('./read-history.worker.ts', import.meta.url), { type: 'module' })
  signal.addEventListener('abort', () => worker.terminate())
  const entries: TimelineEntry[] = []
  return new Promise<OpenedHistory | { readonly problem: string }>((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<HistoryMessage>) => {
      if ('part' in data) entries.push(...data.part)
      else if ('problem' in data) resolve(data)
      else {
        const { file: read, ...rest } = data.opened
        resolve({ ...rest, file: { ...read, timeline: { ...read.timeline, entries } } })
      }
    })
    worker.addEventListener('error', () => resolve(unreadable))
    worker.addEventListener('messageerror', () => resolve(unreadable))
    worker.postMessage(file)
  }).finally(() => worker.terminate())
}
