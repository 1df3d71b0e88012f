import { useMutation } from '@tanstack/react-query'
import { failureText } from '../../live/failure-text.ts'
import { queryClient } from '../../query-client.ts'
import { client } from '../../server.ts'
import { type AdminSession, trpc } from '../../trpc.ts'
import { SmallButton } from '../console-parts.tsx'
import { counted } from '../times.tsx'

type State = Pick<AdminSession, 'status' | 'proof' | 'credential' | 'requestType'>

/** What the wallet can be asked for once more, where nothing has come or it was declined or failed; null where nothing. */
export function askableOf({ status, proof, credential, requestType }: State): 'proof' | 'offer' | null {
  if (status !== 'active' && status !== 'completed') return null
  if (proof !== 'verified') return 'proof'
  return requestType === 'registration' && credential !== 'issued' ? 'offer' : null
}

function ask(session: State & { readonly sessionId: string }): Promise<unknown> {
  const { sessionId } = session
  return askableOf(session) === 'offer'
    ? client.session.offerCredential.mutate({ sessionId })
    : client.session.requestProof.mutate({ sessionId })
}

function renew(): Promise<unknown> {
  const read = [trpc.qa.timeline.pathKey(), trpc.admin.sessions.pathKey(), trpc.qa.coverage.pathKey()]
  return Promise.all(read.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
}

/** Asks one wallet once more. */
export function AskAgain({ session }: { session: State & { readonly sessionId: string } }) {
  const asking = useMutation({ mutationFn: () => ask(session), onSettled: renew })
  const what = askableOf(session)
  if (what === null) return null
  return (
    <>
      <SmallButton disabled={asking.isPending} onClick={() => asking.mutate()}>
        {what === 'proof' ? 'Ask for the proof again' : 'Offer the credential again'}
      </SmallButton>
      <span role="status">
        {asking.isSuccess && 'Asked.'}
        {asking.isError && failureText(asking.error, 'The wallet was not asked', 'the wallet was asked')}
      </span>
    </>
  )
}

/** Asks the wallets of all these sessions once more, one after the other, and tells how many were asked. */
export function AskAllAgain({ sessions }: { sessions: readonly AdminSession[] }) {
  const askable = sessions.filter((session) => askableOf(session) !== null)
  const asking = useMutation({
    mutationFn: async () => {
      let asked = 0
      for (const session of askable) {
        const isAsked = await ask(session).then(
          () => true,
          () => false,
        )
        if (isAsked) asked++
      }
      return { asked, not: askable.length - asked }
    },
    onSettled: renew,
  })
  if (askable.length === 0 && !asking.data) return null
  return (
    <>
      {askable.length > 0 && (
        <SmallButton disabled={asking.isPending} onClick={() => asking.mutate()}>
          Ask {counted(askable.length, 'wallet')} again
        </SmallButton>
      )}{' '}
      <span role="status">
        {asking.isPending && 'Asking…'}
        {asking.data && resultText(asking.data)}
      </span>
    </>
  )
}

function resultText({ asked, not }: { readonly asked: number; readonly not: number }): string {
  const done = `${counted(asked, 'wallet was', 'wallets were')} asked.`
  return not === 0
    ? done
    : `${done} ${not} could not be: what they are asked for is on its way, or their session has ended.`
}
