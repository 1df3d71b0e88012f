import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { queryClient } from '../query-client.ts'
import { client } from '../server.ts'
import { trpc } from '../trpc.ts'
import { Shell } from '../ui/shell.tsx'
import { refusalWords } from './refusal-words.ts'

/** The form alone. The token goes to the server once and is kept nowhere: a cookie that no script reads stands for it. */
export function SignIn({ heading }: { heading: string }) {
  const field = useRef<HTMLInputElement>(null)
  const [isSending, setSending] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
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
      setRefusal(refusalWords(error))
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
