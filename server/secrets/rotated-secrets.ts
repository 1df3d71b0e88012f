import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { digestOf, type KnownSecret, keyOf, type MoreSecrets, toKnown } from './secret-check.ts'

export interface RotatedSecrets extends MoreSecrets {
  /**
   * Accepts `secret` from now on, also after a restart. Call what it answers once the platform sends it: those that were
   * made here before are then accepted until this process ends, for what is still on its way, and no longer.
   *
   * @throws where the file cannot be written; nothing changes then.
   */
  add(secret: string): () => void
}

interface Line {
  readonly digest: string
  /** Missing in lines of older versions, which kept digests only: those cannot check a signature. */
  readonly secret?: string
  /** Digest of the settings' own secret when it was made; missing likewise. */
  readonly madeUnder?: string
}

/**
 * Secrets that were made here by rotation and that the settings do not list yet, in the order they were made; `file` is
 * readable by its owner only. `configured` is what the settings list, the current one first. Where they list one that
 * was made here, it and all before it are forgotten; where their current one is of elsewhere and no older one is accepted
 * beside it, that rotation is over and all are forgotten. So taking a secret out of the settings ends it.
 */
export function openRotatedSecrets(file: string, configured: readonly string[]): RotatedSecrets {
  const known = configured.map(hexDigestOf)
  const kept = readLines(file)
  const listed = kept.findLastIndex(({ digest }) => known.includes(digest))
  let lines = kept.slice(listed + 1).filter(({ madeUnder }) => listed >= 0 || !isOver(madeUnder, known))
  if (lines.length < kept.length) write(file, lines)
  let accepted = lines
  let ready = toReady(accepted)
  return {
    known: () => ready,
    add(secret) {
      const line = { digest: hexDigestOf(secret), secret, madeUnder: known[0] ?? '' }
      write(file, [...lines, line])
      lines = [...lines, line]
      accepted = [...accepted, line]
      ready = toReady(accepted)
      return () => {
        lines = lines.slice(lines.indexOf(line))
        try {
          write(file, lines)
        } catch {
          // what is forgotten here is written with the next one
        }
      }
    },
  }
}

function isOver(madeUnder: string | undefined, known: readonly string[]): boolean {
  return madeUnder !== undefined && known.length === 1 && known[0] !== madeUnder
}

function toReady(lines: readonly Line[]): KnownSecret[] {
  return lines.map(({ digest, secret }) =>
    toKnown(Buffer.from(digest, 'hex'), secret === undefined ? null : keyOf(secret)),
  )
}

function write(file: string, lines: readonly Line[]): void {
  const temporary = `${file}.tmp`
  writeFileSync(temporary, lines.map((line) => `${toText(line)}\n`).join(''), { mode: 0o600 })
  renameSync(temporary, file)
}

function toText({ digest, secret, madeUnder }: Line): string {
  return secret === undefined ? digest : `secret ${madeUnder} ${secret}`
}

function readLines(file: string): Line[] {
  try {
    return readFileSync(file, 'utf8').split('\n').flatMap(toLine)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function toLine(text: string): Line[] {
  if (/^[0-9a-f]{64}$/.test(text)) return [{ digest: text }]
  const [, madeUnder, secret] = /^secret ([0-9a-f]{64}) (\S+)$/.exec(text) ?? []
  if (madeUnder === undefined || secret === undefined) return []
  return [{ digest: hexDigestOf(secret), secret, madeUnder }]
}

function hexDigestOf(secret: string): string {
  return digestOf(secret).toString('hex')
}
