import type { WebhookFilter } from '../../../shared/admin-inputs.ts'
import { hoursLeft } from '../../../shared/incident-clock.ts'
import type { Alarm } from '../../trpc.ts'
import { eventsUrl, sessionsUrl } from '../console-urls.ts'
import { counted, timeText } from '../times.tsx'

const longest = 90

interface AlarmText {
  readonly head: string
  readonly rest: string
  /** For a pill. */
  readonly short: string
}

/** What is wrong, in words that say what to do. */
export function alarmText({ cause, count, since, detail }: Alarm): AlarmText {
  const why = (detail ?? '').length > longest ? `${detail?.slice(0, longest)}…` : (detail ?? 'no reason given')
  const from = since === null ? '' : ` since ${timeText(since)}`
  switch (cause) {
    case 'failed-webhooks':
      return text(`${counted(count, 'webhook')} failed: ${why}.`, '', `${count} failed: ${why.slice(0, 30)}`)
    case 'wrong-credentials':
      return text(
        'No student can register: the platform refuses this server’s credentials',
        `(${why}${from}). Check CLIENT_ID, CLIENT_SECRET and CONFIRMD_AUTH_URL, then restart it.`,
        'platform refuses the credentials',
      )
    case 'silence':
      return text(
        `No webhook for ${count} min.`,
        `At this time of day it was never longer than ${why} min in the last week: ask the platform.`,
        `silent for ${count} min`,
      )
    case 'platform-away':
      return text(
        'No student can register: the platform does not answer.',
        count === 0
          ? `Nothing was answered${from}: ${why}. Check CONFIRMD_API_URL and the network; else its operators have to mend it.`
          : `${counted(count, 'request')} wait${count === 1 ? 's' : ''}${from}: ${why}.`,
        'platform does not answer',
      )
    case 'refused-commands':
      return text(
        `${counted(count, 'student')} wait${count === 1 ? 's' : ''} for what the platform would not do:`,
        `${why}. Mend the reason, then ask again.`,
        `${count} refused by the platform`,
      )
    case 'disk':
      return text(
        `Only ${count} % of the disk is free.`,
        'When it is full, webhooks are answered 503: make room.',
        `disk: ${count} % free`,
      )
    case 'refused-webhooks':
      return text(
        `${counted(count, 'webhook')} refused in the last hour:`,
        `${why}. The platform does not send them again.`,
        `${count} refused, ${why}`,
      )
    case 'stalled-sessions':
      return text(
        `${counted(count, 'session')} stand${count === 1 ? 's' : ''} still`,
        'longer than 95 % of all did.',
        `${count} stalled`,
      )
    case 'oldest-unmatched':
      return text(
        `${counted(count, 'webhook')} wait${count === 1 ? 's' : ''} for a session,`,
        `the oldest${from}: often another environment sends here.`,
        `${count} wait for a session`,
      )
    case 'rotation-unfinished':
      return text(
        'An older webhook secret is still accepted.',
        `Secret rotation unfinished${from}.`,
        'secret rotation unfinished',
      )
    case 'incident': {
      const hours = hoursLeft(since ?? '', Date.now())
      const left = hours < 0 ? `${-hours} h late` : `${hours} h left`
      return text(`${why}: ${left} to tell the NDPC.`, 'It is to know within 72 hours.', `${why}: ${left}`)
    }
    case 'privacy-notice':
      return text(
        'Students read a privacy notice that nobody here has written:',
        `set ${why}.`,
        'privacy notice not written',
      )
  }
}

function text(head: string, rest: string, short: string): AlarmText {
  return { head, rest, short }
}

/** Where there is more to see or to do about it; null where that is not in the console. */
export function alarmHref({ cause, detail }: Alarm): string | null {
  switch (cause) {
    case 'failed-webhooks':
      return eventsUrl([
        { name: 'outcome', value: 'failed', isNot: false },
        ...(detail === null ? [] : [{ name: 'error' as const, value: detail.slice(0, 200), isNot: false }]),
      ])
    case 'silence':
    case 'wrong-credentials':
    case 'platform-away':
    case 'rotation-unfinished':
      return '/admin/platform'
    case 'incident':
      return '/admin/privacy'
    case 'refused-commands':
      return sessionsUrl()
    case 'stalled-sessions':
      return sessionsUrl('is:stuck')
    case 'oldest-unmatched':
      return eventsUrl('outcome:unmatched')
    case 'disk':
    case 'privacy-notice':
    case 'refused-webhooks':
      return null
  }
}

/** What failed with this very error. */
export function failedFilter({ detail }: Alarm): WebhookFilter {
  return { outcome: 'failed', ...(detail !== null && { error: detail.slice(0, 200) }) }
}
