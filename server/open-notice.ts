import { readFileSync } from 'node:fs'
import type { AskedDetail } from '../shared/asked-details.ts'
import { type ConfirmdConfig, proofFor } from './confirmd/confirmd-config.ts'
import type { Database } from './db/database.ts'
import { keepNotice, type Notice } from './db/keep-notice.ts'
import { defaultContact, defaultController, defaultNotice } from './default-notice.ts'
import { type Env, EnvError } from './env.ts'

interface NoticeContext {
  readonly db: Pick<Database, 'transaction'>
  readonly config: ConfirmdConfig
  readonly now: () => Date
}

/**
 * The privacy notice as students read it from now on, with its version. Its text is the operator's, else the usual one, with
 * the facts of this server filled in: another fact makes another version too.
 *
 * @throws EnvError where the file cannot be read, or asks for a fact that there is not.
 */
export function openNotice(env: Env, { db, config, now }: NoticeContext): Promise<Notice> {
  const facts: Readonly<Record<string, string>> = {
    controller: controllerOf(env),
    contact: env.privacy.contact ?? defaultContact,
    retentionDays: String(env.retentionDays),
    registration: toItems(proofFor(config, 'registration', widestAudience(env)).attributes),
    authentication: toItems(proofFor(config, 'authentication', widestAudience(env)).attributes),
    recipients: env.oidcClients
      ? 'The portal that sent you here, if one did: its name stands on the first page. It is told once, and only what it needs. It is passed on to nobody else.'
      : 'It is passed on to nobody else.',
  }
  const unknown = new Set<string>()
  const text = readText(env.privacy.noticeFile).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = facts[name]
    if (fact === undefined) unknown.add(whole)
    return fact ?? whole
  })
  if (unknown.size > 0)
    throw new EnvError([`PRIVACY_NOTICE: there is nothing to fill in for ${[...unknown].join(', ')}`])
  return keepNotice(db, text.trim(), now())
}

/** What the first page says before anything is asked for: who asks, and how long it is kept. */
export function privacySummary(env: Env) {
  return {
    by: `${controllerOf(env)}, asks for it and answers for it. Nothing is shared before you approve it in your wallet.`,
    kept: `What you share is kept until your registration is done, for 30 minutes at most, and the messages about it for ${env.retentionDays} days. Your registration number stays, until you ask us to erase it.`,
  }
}

function controllerOf({ privacy }: Env): string {
  return privacy.controller ?? defaultController
}

/** Where portals may be told more, the notice says the most that can be asked for. */
function widestAudience({ oidcClients }: Env) {
  return oidcClients === undefined ? 'own' : 'portal-sensitive'
}

function toItems(attributes: readonly AskedDetail[]): string {
  return attributes.map(({ label, reason }) => `- ${label}, ${reason}`).join('\n')
}

function readText(file: string | undefined): string {
  if (file === undefined) return defaultNotice
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
  } catch {
    throw new EnvError([`PRIVACY_NOTICE: the file ${file} cannot be read`])
  }
}
