import { TRPCClientError } from '@trpc/client'
import { describe, expect, test } from 'vitest'
import { failureText } from '../../client/live/failure-text.ts'
import { failureStatus } from '../../client/register/failure-status.ts'
import { wizard } from '../../shared/messages/en/wizard.ts'

const noAnswer = TRPCClientError.from(new TypeError('Failed to fetch'))
const failure = (code: string, data: object = {}) =>
  TRPCClientError.from({ error: { code: -32_000, message: 'The platform did not answer', data: { code, ...data } } })

describe('what a page claims of something that was asked for and failed', () => {
  test.each([
    ['no answer', noAnswer],
    ['a timeout', TRPCClientError.from(new DOMException('', 'AbortError'))],
    ['a failure of the server', failure('INTERNAL_SERVER_ERROR')],
    ['a database that went away', failure('SERVICE_UNAVAILABLE')],
    ['a platform that did not answer the server', failure('BAD_GATEWAY', { effect: 'unknown' })],
  ])('after %s nobody knows whether it was done', (_what, error) => {
    const text = failureText(error, 'The test was not sent', 'the test was sent')
    expect(text).toContain('It is not known whether the test was sent.')
    expect(text).not.toContain('not sent:')
  })

  test.each([
    failure('UNAUTHORIZED'),
    failure('PRECONDITION_FAILED'),
    failure('BAD_GATEWAY', { effect: 'refused' }),
    failure('BAD_GATEWAY', { effect: 'none' }),
  ])('a refusal was not done', (error) => {
    expect(failureText(error, 'The test was not sent', 'the test was sent')).toBe(
      'The test was not sent: The platform did not answer.',
    )
  })

  test.each([
    noAnswer,
    failure('BAD_GATEWAY'),
    failure('BAD_GATEWAY', { waitingHelps: false }),
    failure('INTERNAL_SERVER_ERROR'),
  ])('a student is not told that nothing was saved, or that all is safe', (error) => {
    const { title, text } = wizard.status[failureStatus(error)]
    expect(`${title} ${text}`).not.toMatch(/nothing (was|is|you)|safe|could not reach/i)
  })
})
