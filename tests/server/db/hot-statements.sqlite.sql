-- storedWebhook: key
select "id" from "WebhookEvent" where "webhookId" = ?;

-- sessionById: key
select "id", "theirDid", "portal", "audience", "proofId", "proofRequestedAt", "proofAttempt", "credentialId", "credentialOfferedAt", "credentialAttempt", "pastRecords", "problem", "organization", "waitingAfter", "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl", "shortUrl", "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt", "reference", "endedBy", "registrationNumber", "numberedVersion" from "ConnectionSession" where "sessionId" = ?;

-- sessionsByConnection: key
select "id", "theirDid", "portal", "audience", "proofId", "proofRequestedAt", "proofAttempt", "credentialId", "credentialOfferedAt", "credentialAttempt", "pastRecords", "problem", "organization", "waitingAfter", "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl", "shortUrl", "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt", "reference", "endedBy", "registrationNumber", "numberedVersion" from "ConnectionSession" where "connectionId" = ?;

-- sessionsByInvitation: key
select "id", "theirDid", "portal", "audience", "proofId", "proofRequestedAt", "proofAttempt", "credentialId", "credentialOfferedAt", "credentialAttempt", "pastRecords", "problem", "organization", "waitingAfter", "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl", "shortUrl", "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt", "reference", "endedBy", "registrationNumber", "numberedVersion" from "ConnectionSession" where "invitationId" = ?;

-- expiredSessions: at, limit
select "id", "theirDid", "portal", "audience", "proofId", "proofRequestedAt", "proofAttempt", "credentialId", "credentialOfferedAt", "credentialAttempt", "pastRecords", "problem", "organization", "waitingAfter", "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl", "shortUrl", "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt", "reference", "endedBy", "registrationNumber", "numberedVersion" from "ConnectionSession" where "status" in ('invitation', 'request', 'response', 'active') and "expiresAt" <= ? order by "expiresAt" limit cast(? as integer);

-- unmatchedByConnection: key, after, limit
select "id", "webhookId", "dialect", "organizationId", "connectionId", "invitationId", "events", "attempts", "recordId", "reuse", "createdAt", 'connectionId' as "foundBy" from "WebhookEvent" where "processed" = false and "outcome" = 'unmatched' and "connectionId" = ? and "id" > ? order by "id" limit cast(? as integer);

-- unmatchedByInvitation: key, after, limit
select "id", "webhookId", "dialect", "organizationId", "connectionId", "invitationId", "events", "attempts", "recordId", "reuse", "createdAt", 'invitationId' as "foundBy" from "WebhookEvent" where "processed" = false and "outcome" = 'unmatched' and "invitationId" = ? and "id" > ? order by "id" limit cast(? as integer);

-- surplusByConnection: key, key, keep, limit
select "id", "webhookId", "attempts", "createdAt" from "WebhookEvent" where "processed" = false and "outcome" = 'unmatched' and "connectionId" = ? and "id" <= (select "id" from "WebhookEvent" where "processed" = false and "outcome" = 'unmatched' and "connectionId" = ? order by "id" desc limit 1 offset cast(? as integer)) order by "id" limit cast(? as integer);

-- surplusByInvitation: key, key, keep, limit
select "id", "webhookId", "attempts", "createdAt" from "WebhookEvent" where "processed" = false and "outcome" = 'unmatched' and "invitationId" = ? and "id" <= (select "id" from "WebhookEvent" where "processed" = false and "outcome" = 'unmatched' and "invitationId" = ? order by "id" desc limit 1 offset cast(? as integer)) order by "id" limit cast(? as integer);

-- peer: id
select "theirDid", "theirLabel" from "WebhookEvent" where "id" = ?;

-- insertSession: sessionId, version, status, credential, proof, requestType, invitationId, invitationUrl, shortUrl, connectionId, theirLabel, createdAt, updatedAt, expiresAt, reference, portal, audience, theirDid, userAgent, ipAddress, organization, notice
insert into "ConnectionSession" ("sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl", "shortUrl", "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt", "reference", "portal", "audience", "theirDid", "userAgent", "ipAddress", "organization", "notice") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- updateSession: version, status, credential, proof, connectionId, theirDid, theirLabel, updatedAt, expiresAt, endedBy, proofId, proofRequestedAt, proofAttempt, credentialId, credentialOfferedAt, credentialAttempt, pastRecords, problem, organization, waitingAfter, id, versionBefore
update "ConnectionSession" set "version" = ?, "status" = ?, "credential" = ?, "proof" = ?, "connectionId" = ?, "theirDid" = ?, "theirLabel" = ?, "updatedAt" = ?, "expiresAt" = ?, "endedBy" = ?, "proofId" = ?, "proofRequestedAt" = ?, "proofAttempt" = ?, "credentialId" = ?, "credentialOfferedAt" = ?, "credentialAttempt" = ?, "pastRecords" = ?, "problem" = ?, "organization" = ?, "waitingAfter" = ? where "id" = ? and "version" = ?;

-- insertHistory: session, version, cause, webhookId, statusBefore, credentialBefore, proofBefore, status, credential, proof, connectionId, theirLabel, expiresAt, at
insert into "SessionHistory" ("session", "version", "cause", "webhookId", "statusBefore", "credentialBefore", "proofBefore", "status", "credential", "proof", "connectionId", "theirLabel", "expiresAt", "at") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- insertWebhook: webhookId, dialect, topic, organizationId, agentId, connectionId, invitationId, session, payload, events, theirDid, theirLabel, outcome, error, processed, processedAt, createdAt, nextAttemptAt, recordId, reuse, lagMs
insert into "WebhookEvent" ("webhookId", "dialect", "topic", "organizationId", "agentId", "connectionId", "invitationId", "session", "payload", "events", "theirDid", "theirLabel", "outcome", "error", "processed", "processedAt", "createdAt", "nextAttemptAt", "recordId", "reuse", "lagMs") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- updateOutcome: session, outcome, error, processed, processedAt, attempts, nextAttemptAt, id
update "WebhookEvent" set "session" = ?, "outcome" = ?, "error" = ?, "processed" = ?, "processedAt" = ?, "attempts" = ?, "nextAttemptAt" = ? where "id" = ?;

-- insertCommand: session, kind, attempt, outcome, createdAt, dueAt
insert into "PlatformCommand" ("session", "kind", "attempt", "outcome", "createdAt", "dueAt") values (?, ?, ?, ?, ?, ?) on conflict ("session", "kind", "attempt") do nothing;

-- addCounter: kind, name, at, shard, count
insert into "WebhookCount" ("kind", "name", "at", "shard", "count") values (?, ?, ?, ?, ?) on conflict ("kind", "name", "at", "shard") do update set "count" = "WebhookCount"."count" + excluded."count";

-- settleCommand: outcome, dueAt, unread, recordId, error, settledAt, id
update "PlatformCommand" as "c" set "outcome" = ?, "dueAt" = ?, "unread" = ?, "recordId" = ?, "error" = ?, "settledAt" = ? where "c"."id" = ? and (
  select "s"."erasedAt" from "ConnectionSession" as "s" where "s"."id" = "c"."session"
) is null;

-- settleSession: proofId, proofRequestedAt, credentialId, credentialOfferedAt, problem, id, proofAttempt, credentialAttempt, proofId, credentialId, problem
update "ConnectionSession" as "s" set "proofId" = coalesce(?, "s"."proofId"), "proofRequestedAt" = coalesce(?, "s"."proofRequestedAt"), "credentialId" = coalesce(?, "s"."credentialId"), "credentialOfferedAt" = coalesce(?, "s"."credentialOfferedAt"), "problem" = ? where "s"."id" = ? and "s"."erasedAt" is null and coalesce(?, "s"."proofAttempt") = "s"."proofAttempt" and coalesce(?, "s"."credentialAttempt") = "s"."credentialAttempt"
    and (? is not null or ? is not null or "s"."problem" is distinct from ?);

-- view: sessionId
select "s"."sessionId", "s"."version", "s"."status", "s"."credential", "s"."proof", "s"."requestType", "s"."invitationId", "s"."invitationUrl", "s"."shortUrl", "s"."connectionId", "s"."theirLabel", "s"."createdAt", "s"."updatedAt", "s"."expiresAt", "s"."reference", "s"."endedBy", "s"."registrationNumber", "s"."numberedVersion" from "ConnectionSession" as "s" where "s"."sessionId" = ?;

-- versionsAfter: sessionId, version
select "s"."sessionId", "h"."version", "h"."status", "h"."credential", "h"."proof", "s"."requestType", "s"."invitationId", "s"."invitationUrl", "s"."shortUrl", "h"."connectionId", "h"."theirLabel", "s"."createdAt", "h"."at" as "updatedAt", "h"."expiresAt", "s"."reference", "h"."cause" as "endedBy", "s"."registrationNumber", "s"."numberedVersion" from "ConnectionSession" as "s" inner join "SessionHistory" as "h" on "h"."session" = "s"."id" where "s"."sessionId" = ? and "h"."version" > ? order by "h"."version";
