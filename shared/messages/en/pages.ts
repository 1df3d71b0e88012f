/** What stands in the student's pages that need no script, in English: all other languages are of its type. */
export const pages = {
  intro: {
    heading: { registration: 'Register with your student wallet', authentication: 'Sign in with your student wallet' },
    sentBy: <Place>({ portal }: { portal: Place }): readonly (string | Place)[] => [
      portal,
      ' sent you here, and will be told who you are. You go back there at the end.',
    ],
    lead: 'Show NELFUND, the Nigerian Education Loan Fund, that you are a student.',
    facts: ['5 minutes', 'under 1 MB of data', 'free'],
    need: 'You need',
    wallet: 'the ConfirmD wallet, a free app for your student card',
    card: 'your school’s student card in it',
    /** Of the details asked for, after the first few, where they are many. */
    more: ({ count }: { count: number }) => `${count} more details`,
    asks: ({ details }: { details: string }) =>
      `NELFUND will ask for ${details}. Nothing is shared before you approve it.`,
    proceed: 'Proceed to Connect',
    get: 'Get the wallet app or a student card',
    how: 'How it goes',
    steps: {
      registration: [
        'You connect your wallet: open an invitation on this phone, or scan a code.',
        'Your wallet shows what NELFUND asks for, and you approve it.',
        'You receive your registration in your wallet, with your registration number.',
      ],
      authentication: [
        'You connect your wallet: open an invitation on this phone, or scan a code.',
        'Your wallet shows what NELFUND asks for, and you approve it.',
      ],
    },
    close:
      'You can close the page at any time. It goes on in your wallet app, and when you come back you are where it stands then.',
    asked: 'What you will be asked for',
    asksFor: 'NELFUND asks your wallet for:',
    detail: ({ label, reason }: { label: string; reason: string }) => `${label}, ${reason}`,
    used: 'How your details are used',
  },

  help: {
    /** Also of the link that leads here. */
    heading: 'Help',
    quote:
      'Say or write your reference first, so that you need not explain again. It is six signs, such as K7M-4XQ, and stands on the page of your registration wherever something went wrong, and on the last page.',
    yours: 'Say or write it first, so that you need not explain again.',
    say: 'Read it aloud one sign at a time. There is no letter O or I and no number 0 or 1 in it. It only finds your registration: nobody can open anything with it.',
    call: 'By telephone',
    message: 'On WhatsApp',
    mail: 'By e-mail',
    nobody:
      'No telephone number or address has been set for this service yet. Ask NELFUND where you apply for your loan.',
    matter: 'What is the matter?',
    opens: 'The wallet app does not open',
    opensText:
      'Get the ConfirmD wallet, then come back to the page of your registration: your place is kept. Or copy the invitation link there, open the wallet, choose “Scan”, then “Paste”.',
    scans: 'The code cannot be scanned',
    scansText:
      'Make the screen brighter, clean the camera, and hold the phone a hand’s width away. The code works for 15 minutes: when its time is over, choose “Get a new code”.',
    refused: 'My student card was not accepted',
    refusedText:
      'It may be out of date, or your school took it back. You did nothing wrong, and nothing is lost. Ask your school’s registry for a new card. When it is in your wallet, go back to the page of your registration and choose “Share another card”.',
    phone: 'I have a new phone',
    phoneText:
      'Put the wallet and your student card on the new phone, then register again. Your registration number stays the same.',
    sent: 'Somebody sent me a code to scan',
    sentText:
      'Do not accept it. An invitation is for the person who asked NELFUND for it. Whoever sends you theirs can use your card under their name. Delete it, and begin by yourself:',
    begin: 'Begin my own registration',
    what: 'What is a wallet?',
    whatText:
      'A wallet is an app on your phone that keeps cards for you, as a purse does: your student card, and later your registration.',
    pictures: [
      {
        name: 'keep',
        alt: 'A phone with a card in it',
        text: 'Your school puts your student card into it. It stays on your phone.',
      },
      {
        name: 'ask',
        alt: 'A phone that shows a question with two buttons, yes and no',
        text: 'When somebody wants to see it, the wallet asks you first. You see who asks and for what, and say yes or no.',
      },
      {
        name: 'show',
        alt: 'Two lines of a card go from a phone to another screen, the others stay',
        text: 'Only what you said yes to is shown, and it is proved to be real. Nobody gets the card itself.',
      },
    ],
    get: 'Get the ConfirmD wallet app',
    getText:
      'The wallet is free. Your student card comes from your school: ask its registry how you get it into your wallet.',
  },

  invitation: {
    heading: 'Connect your wallet',
    lead: 'This is an invitation of NELFUND, the Nigerian Education Loan Fund. NELFUND asks to connect with the wallet app in which you keep your student card. Nothing is shared before you approve it there.',
    open: 'Open in wallet app',
    sent: 'Did somebody send you this?',
    sentText:
      'Then do not accept it. An invitation is for the person who asked NELFUND for it. Whoever sends you theirs can use your card under their name.',
    nothing: 'Nothing happened?',
    get: 'Get the ConfirmD wallet app',
    thenBack: 'Then come back to this page.',
    copy: 'Copy this link',
    copyText: 'Press and hold it, choose “Copy”, then open the wallet app, choose “Scan”, then “Paste”.',
    other: 'Is the wallet on another phone?',
    otherText: 'Go back to the page that you come from, and scan its code with that phone.',
    once: 'You can use this invitation once, and not for long. You can always get a new one:',
    unknown: 'We do not know this invitation',
    unknownText: 'The link may be incomplete, or too old to be kept.',
    over: 'This invitation is no longer valid',
    overText:
      'It was used already, or its time ran out. If your wallet app shows NELFUND, you are connected, and can go back to the page that you come from.',
    lost: 'Nothing is lost. You can always get a new invitation.',
    register: 'Register with NELFUND',
  },

  notice: {
    heading: 'How your details are used',
    since: ({ version, date }: { version: number; date: string }) => `Privacy notice ${version}, since ${date}.`,
    before: 'It holds no more:',
    present: 'read the present one',
    back: 'Back to registration',
  },

  /** Of the steps after the first, where a browser runs no script or has not got it. */
  wizardPage: {
    needsScript:
      'This page needs JavaScript: it follows what your wallet does. Turn JavaScript on in the settings of your browser, then load this page again.',
    notLoaded: 'This page did not load',
    notLoadedText: 'Loading it again undoes nothing. Check your connection, then try.',
    loadAgain: 'Load again',
  },

  /** Under a name that is not this server's. */
  notSetUp: {
    heading: 'This address is not set up',
    text: 'NELFUND Connect is here, but not under the address that you opened. Your internet connection is fine.',
    go: ({ host }: { host: string }) => `Go to ${host}`,
  },

  /** Where a portal's sign-in cannot go on. */
  signIn: {
    stuck: 'This sign-in cannot go on',
    stuckText:
      'The page that sent you here asked for something that we cannot do, or too long ago. Go back to it and begin again.',
    failed: 'That did not work',
    failedText:
      'Something went wrong on our side, and nothing was handed over. Go back to the page that you come from, and try again in a few minutes.',
    forOperators: 'What its operators may want to know:',
    unfetched: 'You are verified, but your details could not be fetched',
    unfetchedText: ({ portal }: { portal: string }) =>
      `Your wallet has shown your details and they are verified. The wallet service has not handed them over to us yet. Nothing was given to ${portal}.`,
    portal: 'the portal',
  },

  missing: {
    heading: 'There is no page here',
    text: 'The address may be mistyped or out of date. Your registration is not affected.',
    register: 'Go to registration',
  },
}

export type Pages = typeof pages
