import './admin.css'
import { isTransient } from '../live/failure.ts'
import { queryClient } from '../query-client.ts'
import { SignedIn } from '../sign-in/signed-in.tsx'
import { trpc } from '../trpc.ts'
import { Console } from './console.tsx'

// An operator wants to know soon that something is wrong, and has a button to try again.
queryClient.setQueryDefaults(trpc.admin.pathKey(), {
  retry: (failures, error) => failures < 1 && isTransient(error),
})

/** The operator's page, at `/admin` and below. */
export function AdminPage() {
  return (
    <SignedIn heading="Actor’s console">
      <Console />
    </SignedIn>
  )
}
