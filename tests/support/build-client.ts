import { build } from 'vite'

/** Playwright's global setup: builds the client once, as `npm start` does. */
export default async function buildClient(): Promise<void> {
  await build({ logLevel: 'warn' })
}
