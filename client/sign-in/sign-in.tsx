import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { codeOf } from '../live/failure.ts'
import { queryClient } from '../query-client.ts'
import { client } from '../server.ts'
import { trpc } from '../trpc.ts'
import { Shell } from '../ui/shell.tsx'

/** The form alone. The token goes to the server once and is kept nowhere: a cookie that no script reads stands for it. */
export function SignIn({ heading }: { heading: string }) {
  const field = useRef<HTMLInputElement>(null)
  const [isSending, setSending] = useState(false)
  const [refusal, setRefusal] = useState(isLinkUsed() ? usedLink : null)
  const id = useId()

  useEffect(() => field.current?.focus(), [])

  const signIn = async (event: FormEvent) => {
    event.preventDefault()
    const token = field.current?.value.trim() ?? ''
    setSending(true)
    try {
      await client.admin.login.mutate({ token })
      await queryClient.refetchQueries({ queryKey: trpc.admin.stats.queryKey() })
    } catch (error) {
      setRefusal(refusalMessage(error))
      field.current?.select()
    }
    setSending(false)
  }

  return (
    <Shell>
      <h1>{heading}</h1>
      <form className="sign-in" onSubmit={(event) => void signIn(event)}>
        <label htmlFor={id}>Admin token</label>
        <input
          ref={field}
          id={id}
          type="password"
          required
          autoComplete="off"
          spellCheck={false}
          aria-invalid={refusal !== null}
          aria-describedby={`${id}-refusal`}
        />
        <p id={`${id}-refusal`} className="sign-in-refusal" role="alert">
          {refusal}
        </p>
        <button type="submit" className="button" disabled={isSending}>
          Sign in
        </button>
      </form>
    </Shell>
  )
}

const usedLink =
  'That link has been used, or is over: it signs in once, within an hour. Sign in with the token, or start the server again for a new link.'

/** Whether a sign-in link that the server printed has led here without signing in. */
function isLinkUsed(): boolean {
  return new URLSearchParams(location.search).get('link') === 'used'
}

/** Why signing in did not work, and what to do. */
function refusalMessage(error: unknown): string {
  switch (codeOf(error)) {
    case 'UNAUTHORIZED':
    case 'BAD_REQUEST':
      return 'That is not the admin token.'
    case 'TOO_MANY_REQUESTS':
      return 'Too many wrong tokens from this address. Wait a minute, then try again.'
    case 'FORBIDDEN':
    case 'NOT_FOUND':
    case 'PRECONDITION_FAILED':
      return 'Signing in is turned off on this server: it has no ADMIN_TOKEN.'
    case null:
      return 'The server did not answer. Check your connection, then try again.'
    default:
      return 'Something went wrong at the server. Try again.'
  }
}
