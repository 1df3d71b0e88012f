import { z } from 'zod'
import { readInstant } from '../../shared/instant.ts'
import type { ListedRecord } from './platform.ts'
import { Id, readAnswer } from './platform-answers.ts'
import { readPlatformMessage } from './platform-error.ts'
import type { Answer } from './send.ts'

const Time = z.unknown().optional().transform(readInstant)

/** `id` is a row of the platform's own where the agent's record has a name beside it. */
const Listed = z
  .object({
    connectionId: Id,
    ...{ presentationId: Id, proofId: Id, credentialExchangeId: Id, credentialRecordId: Id, recordId: Id, id: Id },
    ...{ createDateTime: Time, createdAt: Time },
  })
  .transform(({ connectionId, createDateTime, createdAt, ...ids }) => ({
    connectionId,
    recordId:
      ids.presentationId ?? ids.proofId ?? ids.credentialExchangeId ?? ids.credentialRecordId ?? ids.recordId ?? ids.id,
    createdAt: createDateTime ?? createdAt,
  }))

const Page = z.object({ data: z.array(Listed), hasNextPage: z.boolean().nullish().catch(null) })
const ListAnswer = z
  .object({ data: z.union([z.array(Listed).transform((data) => ({ data, hasNextPage: null })), Page]) })
  .transform(({ data: page }) => page)

const noSuchList = [403, 404, 405]
/** CREDEBL's words for an empty list, which it answers with a 404. */
const emptyList = /^(proof presentations|credentials?) not found/i

/**
 * The connection's records, newest first; null where the platform has no such list, or one that does not go by connection
 * and is too long to be looked through.
 *
 * @throws PlatformError
 */
export function readRecordList(
  answer: Answer,
  connectionId: string,
  secrets: readonly string[],
): readonly ListedRecord[] | null {
  if (answer.status === 404 && emptyList.test(readPlatformMessage(answer.text, secrets) ?? '')) return []
  if (noSuchList.includes(answer.status)) return null
  const { data, hasNextPage } = readAnswer(answer, ListAnswer, secrets)
  const records = data.flatMap(({ connectionId: of, recordId, createdAt }) =>
    of === connectionId && recordId !== null ? [{ recordId, createdAt }] : [],
  )
  if (records.length === 0 && hasNextPage) return null
  return records.sort((one, other) => (other.createdAt?.getTime() ?? 0) - (one.createdAt?.getTime() ?? 0))
}
