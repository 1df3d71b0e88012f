import { Suspense, use } from 'react'
import { say, useWords } from '../ui/messages.ts'

let loading: Promise<typeof import('../ui/qr-code.tsx')> | undefined

/** What draws codes: half of the students' phones never need it. What did not come is asked for again. */
export function loadCode() {
  loading ??= import('../ui/qr-code.tsx').catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

/** The code of that link; its place is kept while what draws it is on its way. */
export function Code(props: { text: string }) {
  return (
    <Suspense fallback={<div className="qr-room qr-place" />}>
      <Drawn {...props} />
    </Suspense>
  )
}

function Drawn({ text }: { text: string }) {
  const { invitation } = useWords()
  const { QrCode } = use(loadCode())
  return <QrCode text={text} label={invitation.code} tooLong={say(invitation.tooLong)} />
}
