import { SessionsAndWebhooks } from './0001-sessions-and-webhooks.ts'

/** In the order they are applied. A name, once released, never changes. */
export const postgresMigrations = [{ name: '0001-sessions-and-webhooks', class: SessionsAndWebhooks }]
