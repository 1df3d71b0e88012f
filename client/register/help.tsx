import { referenceOf } from './step.ts'

/** What to try when nothing has happened for a while. */
export function Tips() {
  return (
    <section className="tips" aria-labelledby="tips">
      <h2 id="tips">What to try</h2>
      <ul>
        <li>Make sure that the phone with your wallet app is online.</li>
        <li>Close the wallet app, open it again, and look for a message from NELFUND.</li>
        <li>If you scan a code, make this screen brighter and hold the phone a hand’s width away.</li>
        <li>If nothing helps, choose “Start again” below for a fresh code.</li>
      </ul>
    </section>
  )
}

/** What to quote when asking for help. */
export function Reference({ sessionId }: { sessionId: string }) {
  return (
    <p className="quiet">
      Reference: <strong className="code">{referenceOf(sessionId)}</strong>
    </p>
  )
}
