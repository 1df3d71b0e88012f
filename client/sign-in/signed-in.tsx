import { MainButton, PageLoading, Shell, usePageTitle } from '../ui/shell.tsx'
import './sign-in.css'
import { hashKey, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { codeOf } from '../live/failure.ts'
import { queryClient } from '../query-client.ts'
import { client } from '../server.ts'
import { trpc } from '../trpc.ts'
import { SignIn } from './sign-in.tsx'
import { wasSignedIn } from './was-signed-in.ts'

const accessKey = trpc.admin.stats.queryKey()

// A refused call tells that the browser was signed out elsewhere; asking again here brings the form.
const askAgain = (error: Error) => {
  if (codeOf(error) === 'UNAUTHORIZED') void queryClient.invalidateQueries({ queryKey: accessKey })
}
queryClient.getMutationCache().config.onError = askAgain
queryClient.getQueryCache().config.onError = (error, { queryHash }) => {
  if (queryHash !== hashKey(accessKey)) askAgain(error)
}

/**
 * Shows `children` to who is signed in, and to anyone else the form alone under `heading`. Any answer
 * that says the browser is signed out brings the form back.
 */
export function SignedIn({ heading, children }: { heading: string; children: ReactNode }) {
  const access = useQuery(trpc.admin.stats.queryOptions())
  const isSignedOut = codeOf(access.error) === 'UNAUTHORIZED'
  const isSignedIn = !isSignedOut && access.data !== undefined
  usePageTitle(isSignedOut ? `Sign in – ${heading}` : null)

  useEffect(() => {
    if (isSignedIn) wasSignedIn.keep('yes')
    else if (isSignedOut) wasSignedIn.forget()
  }, [isSignedIn, isSignedOut])

  if (isSignedOut) return <SignIn heading={heading} />
  if (access.data) return children
  if (!access.isError) return <PageLoading />
  return (
    <Shell>
      <h1>{heading}</h1>
      <p role="alert">{codeOf(access.error) === null ? 'The server did not answer.' : access.error.message}</p>
      <MainButton onClick={() => void access.refetch()}>Try again</MainButton>
    </Shell>
  )
}

/** Ends this browser's access and forgets what was read with it. @throws where the server gave no answer, or refused. */
export async function signOut(): Promise<void> {
  await client.admin.logout.mutate()
  await queryClient.resetQueries({ queryKey: accessKey })
  queryClient.removeQueries({ type: 'inactive' })
}
