/** What came of one attack. */
export interface Finding {
  readonly point: string
  /** What was tried, in a few words. */
  readonly tried: string
  readonly seen: string
  readonly result: 'held' | 'BROKEN' | 'skipped'
  readonly tookMs: number
}

export interface Seen {
  readonly held: boolean
  readonly seen: string
}

/** One numbered point: tries everything that belongs to it and tells `check` what it saw. */
export interface Attack {
  readonly point: string
  run(check: Check, options: AttackOptions): Promise<void>
}

export interface AttackOptions {
  /** How long the server gets junk. */
  readonly junkSeconds: number
  /** How long students register. */
  readonly campusSeconds: number
}

/** Tries one thing; where that throws, or takes longer than it may, the attack counts as successful. */
export type Check = (tried: string, look: () => Promise<Seen | string>, limitSeconds?: number) => Promise<void>

/** What takes longer hangs; how fast it must be says each attack by itself. */
const patienceSeconds = 180

/** Tries everything of one point; `found` gets each finding as soon as there is one. */
export async function runAttack(
  { point, run }: Attack,
  options: AttackOptions,
  found: (finding: Finding) => void,
): Promise<void> {
  const check: Check = async (tried, look, limitSeconds = patienceSeconds) => {
    const startedMs = performance.now()
    const { held, seen, skipped } = await lookInTime(look, limitSeconds)
    const result = skipped ? 'skipped' : held ? 'held' : 'BROKEN'
    found({ point, tried, seen, result, tookMs: performance.now() - startedMs })
  }
  try {
    await run(check, options)
  } catch (error) {
    await check('to be tried at all', async () => ({ held: false, seen: toText(error) }))
  }
}

/** A text alone says why it could not be tried here. */
async function lookInTime(look: () => Promise<Seen | string>, limitSeconds: number) {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`not over after ${limitSeconds} s`)), limitSeconds * 1000)
  try {
    const seen = await Promise.race([look(), late])
    return typeof seen === 'string' ? { held: true, seen, skipped: true } : { ...seen, skipped: false }
  } catch (error) {
    return { held: false, seen: toText(error), skipped: false }
  } finally {
    clearTimeout(timer)
  }
}

function toText(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 3).join(' / ')
}

/** All findings as a table that fits a terminal. */
export function toTable(findings: readonly Finding[]): string {
  const rows = findings.map(({ point, tried, seen, result, tookMs }) => [
    point,
    tried,
    result,
    String(Math.round(tookMs)),
    seen.replaceAll('\n', ' ').slice(0, 160),
  ])
  const table = [['point', 'tried', 'result', 'ms', 'seen'], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')
  return `${table.map((row) => line(row).trimEnd()).join('\n')}\n`
}
