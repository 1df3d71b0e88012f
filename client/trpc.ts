import type { inferRouterOutputs } from '@trpc/server'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { AppRouter } from '../server/trpc/router.ts'
import { queryClient } from './query-client.ts'
import { client } from './server.ts'

/** Query and mutation options for every procedure, for the consoles. The student's pages write theirs by hand: two kilobytes less. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient })

/** What the operators' procedures answer. */
type Outputs = inferRouterOutputs<AppRouter>
export type AdminStats = Outputs['admin']['stats']
/** A page of stored webhooks, newest first. */
export type WebhookPage = Outputs['admin']['webhooks']
export type StoredWebhook = WebhookPage['items'][number]
export type WebhookDetail = Outputs['admin']['webhook']
export type ReplayPreview = Outputs['admin']['replays']['preview']
export type ReplayJob = Outputs['admin']['replays']['list'][number]
export type Alarm = Outputs['admin']['alarms'][number]
export type Stuck = Outputs['qa']['coverage']['stuck'][number]
export type Found = Outputs['admin']['find']
export type Replayed = Outputs['admin']['replay']
export type AdminSession = Outputs['admin']['sessions']['items'][number]
export type WebhookApp = Outputs['admin']['platform']['app']
export type Rotation = Outputs['admin']['platform']['rotation']
export type TestResult = Outputs['admin']['platform']['test']
export type SessionCoverage = Outputs['qa']['coverage']
