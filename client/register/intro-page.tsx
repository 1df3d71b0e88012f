import type { RequestType } from '../../shared/session-status.ts'
import { pageSettings } from '../page-settings.ts'
import { MainButton } from '../ui/shell.tsx'
import { Asked } from './asked.tsx'
import type { PortalInvitation } from './portal.tsx'
import { WalletAppLink } from './wallet-app-link.tsx'

interface IntroPageProps {
  portal: PortalInvitation | null
  /** What the student comes for; a portal that has sent them decides that. */
  requestType: RequestType
  onProceed: () => void
}

/** Step 1: what will happen, before anything does. */
export function IntroPage({ portal, requestType, onProceed }: IntroPageProps) {
  const { by, kept } = pageSettings().privacy
  return (
    <>
      {portal && (
        <p className="notice">
          <strong>{portal.clientName}</strong> has sent you here, and will be told who you are.
        </p>
      )}
      <p className="lead">
        Register with the Nigerian Education Loan Fund using the wallet app on your phone. It takes about five minutes.
      </p>
      <ol className="tasks">
        <li>
          <strong>Connect your wallet.</strong> Open an invitation on this phone, or scan a code.
        </li>
        <li>
          <strong>Share your credentials.</strong> Your wallet shows what NELFUND asks for. Nothing is shared before you
          approve it.
        </li>
        <li>
          <strong>Receive your registration credential.</strong> It is kept in your wallet, as proof that you
          registered.
        </li>
      </ol>
      <MainButton onClick={onProceed}>Proceed to Connect</MainButton>
      <section className="part" aria-labelledby="asked">
        <h2 id="asked">What you will be asked for</h2>
        <Asked requestType={portal?.requestType ?? requestType} portal={portal} />
        <p>{by}</p>
        <p>{kept}</p>
        <a className="link" href="/privacy">
          How your details are used
        </a>
      </section>
      <p>
        You can close this page at any time. The registration goes on in your wallet app without it, and when you come
        back you are where it stands then.
      </p>
      <div className="quiet">
        <p>You need a wallet app with your student credentials in it.</p>
        <WalletAppLink />
      </div>
    </>
  )
}
