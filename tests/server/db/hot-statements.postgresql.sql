-- storedWebhooks: webhookIds
select "webhookId" from "WebhookEvent" where "webhookId" = any($1::text[]);

-- sessionsByKeys: connectionIds, invitationIds
select "id", "theirDid", "proofId", "proofRequestedAt", "proofAttempt", "credentialId", "credentialOfferedAt", "credentialAttempt", "pastRecords", "problem", "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl", "shortUrl", "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt" from "ConnectionSession" where ("connectionId" = any($1::text[]) or "invitationId" = any($2::text[])) order by "id" for no key update;

-- moreSessionsByKeys: connectionIds, invitationIds
select "id", "theirDid", "proofId", "proofRequestedAt", "proofAttempt", "credentialId", "credentialOfferedAt", "credentialAttempt", "pastRecords", "problem", "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl", "shortUrl", "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt" from "ConnectionSession" where ("connectionId" = any($1::text[]) or "invitationId" = any($2::text[])) order by "id" for no key update nowait;

-- sessionsById: sessionIds
select "id", "theirDid", "proofId", "proofRequestedAt", "proofAttempt", "credentialId", "credentialOfferedAt", "credentialAttempt", "pastRecords", "problem", "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl", "shortUrl", "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt" from "ConnectionSession" where "sessionId" = any($1::text[]) order by "id" for no key update;

-- expiredSessions: at, limit
select "id", "theirDid", "proofId", "proofRequestedAt", "proofAttempt", "credentialId", "credentialOfferedAt", "credentialAttempt", "pastRecords", "problem", "sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl", "shortUrl", "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt" from "ConnectionSession" where "status" in ('invitation', 'request', 'response', 'active') and "expiresAt" <= $1 order by "expiresAt" limit $2 for no key update skip locked;

-- unmatchedEvents: connectionIds, invitationIds
select "id", "webhookId", "dialect", "connectionId", "invitationId", "theirDid", "theirLabel", "events", "attempts", "recordId", "reuse" from "WebhookEvent" where "processed" = false and "outcome" = 'unmatched' and ("connectionId" = any($1::text[]) or "invitationId" = any($2::text[]));

-- insertSession: rows
insert into "ConnectionSession" ("sessionId", "version", "status", "credential", "proof", "requestType", "invitationId", "invitationUrl", "shortUrl", "connectionId", "theirLabel", "createdAt", "updatedAt", "expiresAt", "theirDid", "userAgent", "ipAddress") select "r"."sessionId" as "sessionId", "r"."version" as "version", "r"."status" as "status", "r"."credential" as "credential", "r"."proof" as "proof", "r"."requestType" as "requestType", "r"."invitationId" as "invitationId", "r"."invitationUrl" as "invitationUrl", "r"."shortUrl" as "shortUrl", "r"."connectionId" as "connectionId", "r"."theirLabel" as "theirLabel", "r"."createdAt" as "createdAt", "r"."updatedAt" as "updatedAt", "r"."expiresAt" as "expiresAt", "r"."theirDid" as "theirDid", "r"."userAgent" as "userAgent", "r"."ipAddress" as "ipAddress" from json_to_recordset($1::json) as r ("sessionId" text, "version" text, "status" text, "credential" text, "proof" text, "requestType" text, "invitationId" text, "invitationUrl" text, "shortUrl" text, "connectionId" text, "theirLabel" text, "createdAt" text, "updatedAt" text, "expiresAt" text, "theirDid" text, "userAgent" text, "ipAddress" text) returning "id";

-- updateSessions: rows
update "ConnectionSession" as "s" set "version" = "r"."version", "status" = "r"."status", "credential" = "r"."credential", "proof" = "r"."proof", "connectionId" = "r"."connectionId", "theirDid" = "r"."theirDid", "theirLabel" = "r"."theirLabel", "updatedAt" = "r"."updatedAt", "expiresAt" = "r"."expiresAt", "proofId" = "r"."proofId", "proofRequestedAt" = "r"."proofRequestedAt", "proofAttempt" = "r"."proofAttempt", "credentialId" = "r"."credentialId", "credentialOfferedAt" = "r"."credentialOfferedAt", "credentialAttempt" = "r"."credentialAttempt", "pastRecords" = "r"."pastRecords", "problem" = "r"."problem" from json_to_recordset($1::json) as r ("version" text, "status" text, "credential" text, "proof" text, "connectionId" text, "theirDid" text, "theirLabel" text, "updatedAt" text, "expiresAt" text, "proofId" text, "proofRequestedAt" text, "proofAttempt" text, "credentialId" text, "credentialOfferedAt" text, "credentialAttempt" text, "pastRecords" text, "problem" text, "id" int, "versionBefore" int) where s."id" = r."id" and s."version" = r."versionBefore";

-- insertHistory: rows
insert into "SessionHistory" ("session", "version", "cause", "webhookId", "statusBefore", "credentialBefore", "proofBefore", "status", "credential", "proof", "connectionId", "theirLabel", "expiresAt", "at") select "r"."session" as "session", "r"."version" as "version", "r"."cause" as "cause", "r"."webhookId" as "webhookId", "r"."statusBefore" as "statusBefore", "r"."credentialBefore" as "credentialBefore", "r"."proofBefore" as "proofBefore", "r"."status" as "status", "r"."credential" as "credential", "r"."proof" as "proof", "r"."connectionId" as "connectionId", "r"."theirLabel" as "theirLabel", "r"."expiresAt" as "expiresAt", "r"."at" as "at" from json_to_recordset($1::json) as r ("session" text, "version" text, "cause" text, "webhookId" text, "statusBefore" text, "credentialBefore" text, "proofBefore" text, "status" text, "credential" text, "proof" text, "connectionId" text, "theirLabel" text, "expiresAt" text, "at" text);

-- insertWebhooks: rows
insert into "WebhookEvent" ("id", "webhookId", "dialect", "topic", "organizationId", "agentId", "connectionId", "invitationId", "session", "payload", "events", "theirDid", "theirLabel", "outcome", "error", "processed", "processedAt", "createdAt", "nextAttemptAt", "recordId", "reuse") select "numbered"."id" as "id", "numbered"."webhookId" as "webhookId", "numbered"."dialect" as "dialect", "numbered"."topic" as "topic", "numbered"."organizationId" as "organizationId", "numbered"."agentId" as "agentId", "numbered"."connectionId" as "connectionId", "numbered"."invitationId" as "invitationId", "numbered"."session" as "session", "numbered"."payload" as "payload", "numbered"."events" as "events", "numbered"."theirDid" as "theirDid", "numbered"."theirLabel" as "theirLabel", "numbered"."outcome" as "outcome", "numbered"."error" as "error", "numbered"."processed" as "processed", "numbered"."processedAt" as "processedAt", "numbered"."createdAt" as "createdAt", "numbered"."nextAttemptAt" as "nextAttemptAt", "numbered"."recordId" as "recordId", "numbered"."reuse" as "reuse" from (
      select nextval(pg_get_serial_sequence('"WebhookEvent"', 'id')) as "id", r.* from json_to_recordset($1::json) as r ("webhookId" text, "dialect" text, "topic" text, "organizationId" text, "agentId" text, "connectionId" text, "invitationId" text, "session" text, "payload" text, "events" text, "theirDid" text, "theirLabel" text, "outcome" text, "error" text, "processed" text, "processedAt" text, "createdAt" text, "nextAttemptAt" text, "recordId" text, "reuse" text) offset 0
    ) as numbered order by "numbered"."webhookId" on conflict ("webhookId") do nothing;

-- updateOutcomes: rows
update "WebhookEvent" as "w" set "session" = "r"."session", "outcome" = "r"."outcome", "error" = "r"."error", "processed" = "r"."processed", "processedAt" = "r"."processedAt", "attempts" = "r"."attempts", "nextAttemptAt" = "r"."nextAttemptAt" from json_to_recordset($1::json) as r ("session" text, "outcome" text, "error" text, "processed" text, "processedAt" text, "attempts" text, "nextAttemptAt" text, "id" int, "wasUnmatched" boolean) where w."id" = r."id" and (w."processed" = false or not r."wasUnmatched") returning "w"."webhookId", "w"."outcome", "w"."connectionId", "w"."invitationId";

-- insertCommands: rows
insert into "PlatformCommand" ("session", "kind", "attempt", "outcome", "createdAt", "dueAt") select "r"."session" as "session", "r"."kind" as "kind", "r"."attempt" as "attempt", "r"."outcome" as "outcome", "r"."createdAt" as "createdAt", "r"."dueAt" as "dueAt" from json_to_recordset($1::json) as r ("session" text, "kind" text, "attempt" text, "outcome" text, "createdAt" text, "dueAt" text) on conflict ("session", "kind", "attempt") do nothing;

-- addCounters: rows
insert into "WebhookCount" ("kind", "name", "at", "shard", "count") select "r"."kind" as "kind", "r"."name" as "name", "r"."at" as "at", "r"."shard" as "shard", "r"."count" as "count" from json_to_recordset($1::json) as r ("kind" text, "name" text, "at" text, "shard" text, "count" text) on conflict ("kind", "name", "at", "shard") do update set "count" = "WebhookCount"."count" + excluded."count";

-- lockKeys: lock, keys
select pg_advisory_xact_lock($1::int, "bucket") as "locked" from (
            select distinct hashtext(k) & 1023 as "bucket" from unnest($2::text[]) as k order by "bucket"
          ) as "buckets";

-- missed: connectionIds, invitationIds, sessions, boundTo, madeFor, unmatched
select "id" from "ConnectionSession" where ("connectionId" = any($1::text[]) or "invitationId" = any($2::text[])) and not "id" = any($3::int[]) union all select "id" from "WebhookEvent" where "processed" = false and "outcome" = 'unmatched' and ("connectionId" = any($4::text[]) or "invitationId" = any($5::text[])) and not "webhookId" = any($6::text[]) limit 1;

-- view: sessionId
select "s"."sessionId", "s"."version", "s"."status", "s"."credential", "s"."proof", "s"."requestType", "s"."invitationId", "s"."invitationUrl", "s"."shortUrl", "s"."connectionId", "s"."theirLabel", "s"."createdAt", "s"."updatedAt", "s"."expiresAt" from "ConnectionSession" as "s" where "s"."sessionId" = $1;

-- versionsAfter: sessionId, version
select "s"."sessionId", "h"."version", "h"."status", "h"."credential", "h"."proof", "s"."requestType", "s"."invitationId", "s"."invitationUrl", "s"."shortUrl", "h"."connectionId", "h"."theirLabel", "s"."createdAt", "h"."at" as "updatedAt", "h"."expiresAt" from "ConnectionSession" as "s" inner join "SessionHistory" as "h" on "h"."session" = "s"."id" where "s"."sessionId" = $1 and "h"."version" > $2 order by "h"."version";
