import { renderToStaticMarkup } from 'react-dom/server'
import { type Language, tags } from '../../shared/messages/languages.ts'
import { initialLink } from '../live/link-state.ts'
import { Start } from '../register/connect-page.tsx'
import { Finding } from '../register/finding.tsx'
import { Layout } from '../register/layout.tsx'
import { StartAgain } from '../register/start-again.tsx'
import { stepCount, stepNumber } from '../register/step.ts'
import { learn, say, useWords } from '../ui/messages.ts'
import { MainButton } from '../ui/shell.tsx'

/** What a page of the wizard shows before its code has come: its title, and what stands in its `#root`. */
interface Frame {
  readonly title: string
  readonly html: string
}

/** By what the address asks for: `start` is for who is in no session, the others are a session's steps while it is looked for. */
type Frames = Readonly<Record<'start' | 'connect' | 'credentials' | 'complete', Frame>>

async function renderIn(language: Language): Promise<Frames> {
  const { frame, headings } = await learn(language)
  const render = (step: 'connect' | 'credentials' | 'complete', page = <Finding step={step} />) => ({
    title: frame.title({
      progress: frame.progress({ number: stepNumber(step), count: stepCount }),
      heading: headings[step],
    }),
    html: renderToStaticMarkup(page),
  })
  return {
    start: render('connect', <BeforeConnect />),
    connect: render('connect'),
    credentials: render('credentials'),
    complete: render('complete'),
  }
}

const nothing = () => {}

/** Step 2 of a student who is in no session. */
function BeforeConnect() {
  const { headings, start } = useWords()
  return (
    <Layout
      {...{ step: 'connect', sessionId: null, heading: headings.connect, status: null, link: initialLink }}
      action={<MainButton onClick={nothing}>{say(start.connect)}</MainButton>}
      foot={<StartAgain gives="over" isLeaving={false} onLeave={nothing} />}
    >
      <Start />
    </Layout>
  )
}

/** The first frames of the wizard in each language, as React makes them too once it has come. */
export const firstFrames: Partial<Record<Language, Frames>> = {}
for (const tag of tags) firstFrames[tag] = await renderIn(tag)
