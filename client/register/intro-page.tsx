import { MainButton } from '../ui/shell.tsx'

/** Step 1: what will happen, before anything does. */
export function IntroPage({ portal, onProceed }: { portal: string | null; onProceed: () => void }) {
  return (
    <>
      {portal && (
        <p className="notice">
          <strong>{portal}</strong> has sent you here, and will be told who you are.
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

/** Where the wallet comes from: the search of the shop that nearly all phones here come with. */
export function WalletAppLink() {
  return (
    <a
      className="link"
      href="https://play.google.com/store/search?q=ConfirmD&c=apps"
      target="_blank"
      rel="noopener noreferrer"
    >
      Get the ConfirmD wallet app
    </a>
  )
}
