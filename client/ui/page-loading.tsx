import { Shell } from './shell.tsx'

/** Stands in while a page's code is on its way. */
export function PageLoading() {
  return (
    <Shell>
      <p className="quiet">Loading…</p>
    </Shell>
  )
}
