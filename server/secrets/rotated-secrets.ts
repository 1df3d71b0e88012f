import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { digestOf } from './secret-check.ts'

export interface RotatedSecrets {
  /** SHA-256 digests of the secrets that are accepted beside the configured ones. */
  digests(): readonly Buffer[]
  /** Accepts `secret` from now on, also after a restart. @throws where the file cannot be written; nothing changes then. */
  add(secret: string): void
}

/**
 * Secrets that were made here by rotation and that the environment does not list yet. `file` keeps their digests, never
 * the secrets; once the environment lists one, it is forgotten here, so that taking it out there ends it.
 */
export function openRotatedSecrets(file: string, configured: readonly string[]): RotatedSecrets {
  const known = new Set(configured.map((secret) => digestOf(secret).toString('hex')))
  const kept = readLines(file)
  let digests = kept.filter((digest) => !known.has(digest))
  if (digests.length < kept.length) write(file, digests)
  let accepted = digests.map(toBuffer)
  return {
    digests: () => accepted,
    add(secret) {
      const more = [...digests, digestOf(secret).toString('hex')]
      write(file, more)
      digests = more
      accepted = more.map(toBuffer)
    },
  }
}

function write(file: string, digests: readonly string[]): void {
  const temporary = `${file}.tmp`
  writeFileSync(temporary, digests.map((digest) => `${digest}\n`).join(''), { mode: 0o600 })
  renameSync(temporary, file)
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^[0-9a-f]{64}$/.test(line))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function toBuffer(digest: string): Buffer {
  return Buffer.from(digest, 'hex')
}
