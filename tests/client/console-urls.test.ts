import { describe, expect, it } from 'vitest'
import { logUrl, readLogSearch, readSessionsSearch, sessionsUrl } from '../../client/admin/console-urls.ts'

describe('the console’s addresses', () => {
  it('keep a filter and the open event', () => {
    const filter = {
      topic: 'a&b=c',
      outcome: 'failed',
      organizationId: 'ö',
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-01-02T00:00:00.000Z',
      text: '# ?',
      deadLetter: true,
    } as const
    const [path, search] = logUrl(filter, 'wh_1').split('?')
    expect(path).toBe('/admin')
    expect(readLogSearch(search ?? '')).toEqual({ filter, event: 'wh_1' })
  })

  it('say nothing where nothing is asked for', () => {
    expect(logUrl({})).toBe('/admin')
    expect(readLogSearch('')).toEqual({ filter: {}, event: null })
  })

  it('leave out what has no meaning', () => {
    expect(readLogSearch('outcome=lost&from=yesterday&deadLetter=no&topic=%20&x=1')).toEqual({
      filter: {},
      event: null,
    })
    expect(readSessionsSearch('status=lost')).toEqual({ status: null, text: null, session: null })
  })

  it('keep what the list of sessions shows', () => {
    const place = { status: 'active', text: '7c9e6679', session: 's' } as const
    expect(readSessionsSearch(sessionsUrl(place).split('?')[1] ?? '')).toEqual(place)
  })
})
