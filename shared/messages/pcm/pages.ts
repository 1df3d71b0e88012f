import type { Pages } from '../en/pages.ts'

/** Nigerian Pidgin, translated without a native speaker. */
export const pages: Pages = {
  intro: {
    heading: { registration: 'Register with your student wallet', authentication: 'Sign in with your student wallet' },
    sentBy: ({ portal }) => [
      portal,
      ' send you come here, and dem go know who you be. You go go back there for the end.',
    ],
    lead: 'Show NELFUND, the Nigerian Education Loan Fund, say you be student.',
    facts: ['5 minutes', 'data wey no reach 1 MB', 'free'],
    need: 'Wetin you need',
    wallet: 'the ConfirmD wallet, free app wey dey keep your student card for your phone',
    card: 'your student card inside am, from your school',
    more: ({ count }) => `${count} other things`,
    asks: ({ details }) => `NELFUND go ask for ${details}. Nothing go share before you approve am.`,
    proceed: 'Proceed to Connect',
    get: 'Get the wallet app or student card',
    how: 'How e dey go',
    steps: {
      registration: [
        'You go connect your wallet: open invitation for this phone, or scan code.',
        'Your wallet go show wetin NELFUND dey ask for, and you go approve am.',
        'You go receive your registration inside your wallet, with your registration number.',
      ],
      authentication: [
        'You go connect your wallet: open invitation for this phone, or scan code.',
        'Your wallet go show wetin NELFUND dey ask for, and you go approve am.',
      ],
    },
    close:
      'You fit close the page anytime. E go continue inside your wallet app, and when you come back you go see where e reach.',
    asked: 'Wetin dem go ask you for',
    asksFor: 'NELFUND dey ask your wallet for:',
    detail: ({ label, reason }) => `${label}, ${reason}`,
    used: 'How we dey use your details',
  },

  help: {
    heading: 'Help',
    quote:
      'Talk or write your reference first, so that you no need explain again. Na six signs, like K7M-4XQ, and e dey for the page of your registration anywhere something spoil, and for the last page.',
    yours: 'Talk or write am first, so that you no need explain again.',
    say: 'Read am out one sign at a time. Letter O or I no dey inside, and number 0 or 1 no dey. E only dey find your registration: nobody fit open anything with am.',
    call: 'By telephone',
    message: 'For WhatsApp',
    mail: 'By e-mail',
    nobody:
      'Dem never set telephone number or address for this service. Ask NELFUND for where you dey apply for your loan.',
    matter: 'Wetin be the matter?',
    opens: 'The wallet app no dey open',
    opensText:
      'Get the ConfirmD wallet, then come back to the page of your registration: your place dey safe. Or copy the invitation link there, open the wallet, choose “Scan”, then “Paste”.',
    scans: 'The code no gree scan',
    scansText:
      'Make the screen bright well, clean the camera, and hold the phone small distance from am. The code dey work for 15 minutes: when the time finish, choose “Get new code”.',
    refused: 'Dem no accept my student card',
    refusedText:
      'Maybe e don expire, or your school don take am back. You no do anything wrong, and nothing don lost. Ask your school registry for new card. When e don enter your wallet, go back to the page of your registration and choose “Share another card”.',
    phone: 'I get new phone',
    phoneText:
      'Put the wallet and your student card for the new phone, then register again. Your registration number go remain the same.',
    sent: 'Somebody send me code make I scan',
    sentText:
      'No accept am. Invitation na for the person wey ask NELFUND for am. Anybody wey send you their own fit use your card with their name. Delete am, and begin by yourself:',
    begin: 'Begin my own registration',
    what: 'Wetin be wallet?',
    whatText:
      'Wallet na app for your phone wey dey keep cards for you, like purse: your student card, and later your registration.',
    pictures: [
      {
        name: 'keep',
        alt: 'Phone wey get card inside',
        text: 'Your school go put your student card inside. E go stay for your phone.',
      },
      {
        name: 'ask',
        alt: 'Phone wey dey show question with two buttons, yes and no',
        text: 'When somebody wan see am, the wallet go ask you first. You go see who dey ask and wetin dem want, then you go talk yes or no.',
      },
      {
        name: 'show',
        alt: 'Two lines of card dey go from phone to another screen, the others dey remain',
        text: 'Na only wetin you say yes to go show, and dem go know say e real. Nobody go get the card itself.',
      },
    ],
    get: 'Get the ConfirmD wallet app',
    getText:
      'The wallet na free. Your student card dey come from your school: ask the registry how you go take put am inside your wallet.',
  },

  invitation: {
    heading: 'Connect your wallet',
    lead: 'This na invitation of NELFUND, the Nigerian Education Loan Fund. NELFUND wan connect with the wallet app wey you keep your student card. Nothing go share before you approve am there.',
    open: 'Open for wallet app',
    sent: 'Somebody send you this?',
    sentText:
      'Then no accept am. Invitation na for the person wey ask NELFUND for am. Anybody wey send you their own fit use your card with their name.',
    nothing: 'Nothing happen?',
    get: 'Get the ConfirmD wallet app',
    thenBack: 'Then come back to this page.',
    copy: 'Copy this link',
    copyText: 'Press am and hold, choose “Copy”, then open the wallet app, choose “Scan”, then “Paste”.',
    other: 'The wallet dey another phone?',
    otherText: 'Go back to the page wey you come from, and use that phone scan the code.',
    once: 'You fit use this invitation one time, and e no dey last. You fit always get new one:',
    unknown: 'We no sabi this invitation',
    unknownText: 'Maybe the link no complete, or e don too old.',
    over: 'This invitation no dey work again',
    overText:
      'Dem don use am, or the time don finish. If your wallet app dey show NELFUND, you don connect, and you fit go back to the page wey you come from.',
    lost: 'Nothing don lost. You fit always get new invitation.',
    register: 'Register with NELFUND',
  },

  notice: {
    heading: 'How we dey use your details',
    since: ({ version, date }) => `Privacy notice ${version}, since ${date}.`,
    before: 'E no dey stand again:',
    present: 'read the one wey dey now',
    back: 'Go back to registration',
  },

  wizardPage: {
    needsScript:
      'This page need JavaScript: na so e take follow wetin your wallet dey do. On JavaScript for your browser settings, then load this page again.',
    notLoaded: 'This page no load',
    notLoadedText: 'To load am again no go spoil anything. Check your network, then try.',
    loadAgain: 'Load am again',
  },

  notSetUp: {
    heading: 'This address never set up',
    text: 'NELFUND Connect dey here, but no be for the address wey you open. Your network dey okay.',
    go: ({ host }) => `Go to ${host}`,
  },

  signIn: {
    stuck: 'This sign-in no fit go on',
    stuckText: 'The page wey send you come ask for wetin we no fit do, or e don tey. Go back to am, start again.',
    failed: 'E no work',
    failedText:
      'Something spoil for our side, and we no give anybody anything. Go back to the page wey you from come, try again after few minutes.',
    forOperators: 'Wetin the people wey dey run am fit wan know:',
    unfetched: 'We don confirm you, but we never fit collect your details',
    unfetchedText: ({ portal }) =>
      `Your wallet don show your details and dem correct. The wallet service never give us. We no give ${portal} anything.`,
    portal: 'the portal',
  },

  missing: {
    heading: 'Page no dey here',
    text: 'Maybe the address no correct or e don old. Nothing do your registration.',
    register: 'Go to registration',
  },
}
