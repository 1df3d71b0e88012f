/** What a session's view is made of. */
export const viewColumns = [
  ...(['sessionId', 'version', 'status', 'credential', 'proof', 'requestType', 'invitationId'] as const),
  ...(['invitationUrl', 'connectionId', 'theirLabel', 'createdAt', 'updatedAt', 'expiresAt'] as const),
] as const
/** What transactions read of a session: all but what only the platform calls and support need. */
export const sessionColumns = ['id', 'theirDid', ...viewColumns] as const
export const insertedSession = [...viewColumns, 'theirDid', 'userAgent', 'ipAddress'] as const
export const updatedSession = [
  ...(['version', 'status', 'credential', 'proof', 'connectionId', 'theirDid', 'theirLabel'] as const),
  ...(['updatedAt', 'expiresAt'] as const),
] as const

/** All of a history row. */
export const historyColumns = [
  ...(['session', 'version', 'cause', 'webhookId', 'statusBefore', 'credentialBefore', 'proofBefore'] as const),
  ...(['status', 'credential', 'proof', 'connectionId', 'theirLabel', 'expiresAt', 'at'] as const),
] as const

export const insertedWebhook = [
  ...(['webhookId', 'dialect', 'topic', 'organizationId', 'agentId', 'connectionId', 'invitationId'] as const),
  ...(['session', 'payload', 'events', 'theirDid', 'theirLabel', 'outcome', 'error', 'processed'] as const),
  ...(['processedAt', 'createdAt', 'nextAttemptAt'] as const),
] as const
/** What is read of an event that waits for its session. */
export const unmatchedColumns = [
  ...(['id', 'webhookId', 'dialect', 'connectionId', 'invitationId', 'theirDid', 'theirLabel'] as const),
  ...(['events', 'attempts'] as const),
] as const
/** What is written when an event's outcome changes. */
export const updatedOutcome = [
  ...(['session', 'outcome', 'error', 'processed', 'processedAt', 'attempts', 'nextAttemptAt'] as const),
] as const

export const counterColumns = ['kind', 'name', 'at', 'shard', 'count'] as const
