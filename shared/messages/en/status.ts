/** What the student reads of how things stand: a title and a sentence or two for each. */
export const status = {
  creating: { title: 'Preparing your code', text: 'This takes a few seconds.' },
  leaving: { title: 'Starting again', text: 'The old code is being cancelled.' },
  loading: { title: 'Finding your registration', text: 'This takes a few seconds.' },
  unknown: {
    title: 'We do not know this registration',
    text: 'The link may be incomplete, or the registration too old to be kept. Please start again.',
  },
  unreachable: {
    title: 'We could not load your registration',
    text: 'No answer came from NELFUND. Check your internet connection, then try again.',
  },
  broken: {
    title: 'We could not load your registration',
    text: 'Something went wrong on our side. Wait a minute, then try again.',
  },

  waiting: {
    title: 'Waiting for your wallet',
    text: 'Open the invitation in your wallet app, or scan the code with it, and accept. This page moves on by itself.',
  },
  scanned: {
    title: 'Code scanned',
    text: 'Now look at your wallet: it asks whether to connect with NELFUND. Accept it there.',
  },
  connecting: { title: 'Connecting', text: 'Your wallet and NELFUND are setting up a safe connection.' },
  waitingLong: {
    title: 'Still waiting for your wallet',
    text: 'The code still works. If your wallet app does not react, try what stands below.',
  },
  scannedLong: {
    title: 'This is taking longer than usual',
    text: 'Your wallet has scanned the code. Open it and look for a question to accept, and check that your phone is online.',
  },
  connectingLong: {
    title: 'This is taking longer than usual',
    text: 'Still connecting. Keep your wallet app open and check that your phone is online.',
  },
  connected: { title: 'Your wallet is connected', text: 'Next, you share your credentials.' },
  failed: {
    title: 'The connection failed',
    text: 'Your wallet or the wallet service reported a problem. Try again with a new code; if it fails again, contact NELFUND and quote the reference below.',
  },
  declined: {
    title: 'The connection was declined or cancelled',
    text: 'Nothing was shared. To go on here, get a new code, and accept the connection in your wallet app.',
  },
  expired: {
    title: 'Time ran out',
    text: 'The invitation no longer works. Get a new code to go on here; nothing else is lost.',
  },

  asking: { title: 'Asking your wallet', text: 'A request to share your details is on its way to it.' },
  asked: {
    title: 'Waiting for your approval',
    text: 'Open your wallet app. It shows what NELFUND asks for; approve it to go on.',
  },
  checking: { title: 'Checking', text: 'We have received your details and are checking them.' },
  verified: { title: 'Verified', text: 'Your details have been verified.' },
  notAccepted: {
    title: 'Your card did not pass the check',
    text: 'It may be out of date, or your school took it back. You did nothing wrong, and nothing is lost.',
  },
  notShared: {
    title: 'You declined to share',
    text: 'Nothing was shared. NELFUND cannot go on without these details. If you change your mind, ask again, then approve the request in your wallet app.',
  },
  preparing: { title: 'Verified', text: 'Your details are verified. Your credential is being prepared.' },
  offered: {
    title: 'Your registration credential is ready',
    text: 'Open your wallet app and accept the credential from NELFUND.',
  },
  receiving: { title: 'Receiving', text: 'Your registration credential is on its way to your wallet.' },
  received: { title: 'Received', text: 'Your registration credential is in your wallet.' },
  notReceived: {
    title: 'You declined the credential',
    text: 'Your registration is not complete without it. If you change your mind, ask again, then accept it in your wallet app.',
  },
  askedLong: {
    title: 'Still waiting for your wallet app',
    text: 'Open your wallet app and look for a message from NELFUND. If there is none, ask again.',
  },
  heldUp: {
    title: 'This is taking longer than usual',
    text: 'The wallet service has not answered yet. We keep trying by ourselves: you can close this page and come back later.',
  },
  askingAgain: { title: 'Asking again', text: 'A new request is on its way to your wallet.' },
  registered: { title: 'Registration complete', text: 'Your registration credential is in your wallet.' },
  confirmed: { title: 'Identity confirmed', text: 'Your details have been verified.' },

  requestProof: {
    title: 'Your wallet could not be asked',
    text: 'The wallet service did not take our request. Nothing is lost. Try again; if it does not help, contact NELFUND and quote the reference below.',
  },
  verifyPresentation: {
    title: 'Your details could not be checked',
    text: 'The wallet service did not check what you have shared. You did nothing wrong. Try again, and approve the new request in your wallet app; if it does not help, contact NELFUND and quote the reference below.',
  },
  readIdentity: {
    title: 'Verified, but your details could not be fetched',
    text: 'The wallet service did not hand them over yet. You did nothing wrong, and nothing is lost. Try again; if it does not help, contact NELFUND and quote the reference below.',
  },
  offerCredential: {
    title: 'Your credential could not be sent',
    text: 'The wallet service did not take our offer. Your details are in order, and nothing is lost. Try again; if it does not help, contact NELFUND and quote the reference below.',
  },

  noAnswer: {
    title: 'No answer',
    text: 'No answer came from NELFUND. Check your internet connection, then try again. Asking twice does no harm.',
  },
  notSetUp: {
    title: 'This address is not set up',
    text: 'Your internet connection is fine, but this page does not work under the address in your browser. Whoever runs it must set PUBLIC_URL to that address.',
  },
  closed: {
    title: 'Registration is not working at the moment',
    text: 'The wallet service does not accept our requests. NELFUND has to mend this; trying again at once will not help. Tell us with the help link on this page, or come back on another day.',
  },
  platformAway: {
    title: 'The wallet service did not answer',
    text: 'Wait a minute, then try again. Asking twice does no harm.',
  },
  notReady: {
    title: 'Your wallet is not ready yet',
    text: 'Open your wallet app, wait until it shows the connection, then try again.',
  },
  trouble: {
    title: 'That did not work',
    text: 'Something went wrong on our side. Wait a minute, then try again.',
  },
}
