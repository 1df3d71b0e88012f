import './sign-in.css'
import { hashKey, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { codeOf } from '../live/failure.ts'
import { queryClient } from '../query-client.ts'
import { client } from '../server.ts'
import { trpc } from '../trpc.ts'
import { PageLoading, Shell, usePageTitle } from '../ui/shell.tsx'
import { SignIn } from './sign-in.tsx'

/**
 * Shows `children` to who is signed in, and to anyone else the form alone under `heading`. Any answer
 * that says the browser is signed out brings the form back.
 */
export function SignedIn({ heading, children }: { heading: string; children: ReactNode }) {
  const access = useQuery(trpc.admin.stats.queryOptions())
  const isSignedOut = codeOf(access.error) === 'UNAUTHORIZED'

  useEffect(() => askAgainWhenRefused(), [])
  usePageTitle(isSignedOut ? `Sign in – ${heading}` : null)

  if (isSignedOut) return <SignIn heading={heading} />
  if (access.data) return children
  if (!access.isError) return <PageLoading />
  return (
    <Shell>
      <h1>{heading}</h1>
      <p role="alert">The server cannot be reached.</p>
      <button type="button" className="button" onClick={() => void access.refetch()}>
        Try again
      </button>
    </Shell>
  )
}

/** A refused call tells that the browser was signed out elsewhere; asking again here brings the form. */
function askAgainWhenRefused(): () => void {
  const key = trpc.admin.stats.queryKey()
  const ask = (error: unknown) => {
    if (codeOf(error) === 'UNAUTHORIZED') void queryClient.invalidateQueries({ queryKey: key })
  }
  const forgetQueries = queryClient.getQueryCache().subscribe((event) => {
    const isOther = event.query.queryHash !== hashKey(key)
    if (isOther && event.type === 'updated' && event.action.type === 'error') ask(event.action.error)
  })
  const forgetMutations = queryClient.getMutationCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error') ask(event.action.error)
  })
  return () => {
    forgetQueries()
    forgetMutations()
  }
}

/** Ends this browser's access and forgets what was read with it. Where the server cannot be reached nothing changes. */
export async function signOut(): Promise<void> {
  await client.admin.logout.mutate()
  await queryClient.resetQueries({ queryKey: trpc.admin.stats.queryKey() })
  queryClient.removeQueries({ type: 'inactive' })
}
