import { checkParts, type Divergence } from '../../shared/check-history.ts'
import { type HistoryFile, readHistoryFile } from '../../shared/history-file.ts'
import type { TimelineEntry } from '../../shared/session-timeline.ts'

/** The first of many, and how many there are. */
export interface Listed<Item> {
  readonly first: readonly Item[]
  readonly count: number
}

/** A file that was read, and where the machine does otherwise today. */
export interface OpenedHistory {
  /** With as many entries as are shown. */
  readonly file: HistoryFile
  /** Which of the file's entries each of those is, from 1. */
  readonly numbers: readonly number[]
  readonly faults: Listed<string>
  /** Each with its entry's number; of all entries, shown or not. */
  readonly divergences: Listed<Divergence & { readonly number: number }>
}

/** What this worker answers to a file: its entries, in parts that the page takes in without a pause, then all else; or what is wrong with it. */
export type HistoryMessage =
  | { readonly part: readonly TimelineEntry[] }
  | { readonly opened: OpenedHistory }
  | { readonly problem: string }

/** Twice as many as any session is expected to have. A page with more of them is slow. */
const mostShown = 20_000
const partSize = 2_000
const mostListed = 200

addEventListener('message', ({ data }: MessageEvent<File>) => {
  void read(data)
})

async function read(given: File): Promise<void> {
  const text = await given.text().catch(() => null)
  if (text === null) return answer({ problem: 'The file could not be read.' })
  const history = readHistoryFile(text)
  if ('problem' in history) return answer(history)
  const { file, numbers, faults } = history
  const { entries } = file.timeline
  const shown = entries.slice(0, mostShown)
  for (let from = 0; from < shown.length; from += partSize) answer({ part: shown.slice(from, from + partSize) })
  const numberOf = new Map(entries.map(({ id }, index) => [id, numbers[index] ?? 0]))
  const divergences = checkParts(entries, numbers).map((one) => ({ ...one, number: numberOf.get(one.entryId) ?? 0 }))
  answer({
    opened: {
      file: { ...file, timeline: { ...file.timeline, entries: [] } },
      numbers: numbers.slice(0, mostShown),
      faults: listed(shown.length < entries.length ? [tooLong(entries.length), ...faults] : faults),
      divergences: listed(divergences),
    },
  })
}

function tooLong(count: number): string {
  const say = (number: number) => number.toLocaleString('en')
  return `It is too long to be shown whole: of ${say(count)} entries these are the first ${say(mostShown)}. All were checked.`
}

function listed<Item>(items: readonly Item[]): Listed<Item> {
  return { first: items.slice(0, mostListed), count: items.length }
}

function answer(message: HistoryMessage): void {
  postMessage(message)
}
