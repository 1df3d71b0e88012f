import type { ConfirmdMode } from '../env.ts'

/** Tells the page who makes invitations, so that it shows the way to the simulated wallet. */
export function confirmdMode(html: string, mode: ConfirmdMode): string {
  return html.replace('content="platform"', `content="${mode}"`)
}
