import { initialLink } from '../live/link-state.ts'
import { useWords } from '../ui/messages.ts'
import { Layout } from './layout.tsx'
import type { Step } from './step.ts'

/** What a page shows while it is found out whose it is, and how that stands. */
export function Finding({ step }: { step: Step }) {
  const { headings } = useWords()
  return (
    <Layout
      {...{ step, heading: headings[step], status: 'loading', link: initialLink }}
      sessionId={null}
      action={null}
      foot={null}
    >
      {null}
    </Layout>
  )
}
