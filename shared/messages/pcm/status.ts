import type { Wizard } from '../en/wizard.ts'

/** Nigerian Pidgin, translated without a native speaker. */
export const status: Wizard['status'] = {
  creating: { title: 'We dey prepare your code', text: 'E go take small seconds.' },
  leaving: { title: 'You dey start again', text: 'We dey cancel the old code.' },
  loading: { title: 'We dey find your registration', text: 'E go take small seconds.' },
  unknown: {
    title: 'We no sabi this registration',
    text: 'Maybe the link no complete, or the registration don too old. Abeg start again.',
  },
  unreachable: {
    title: 'We no fit load your registration',
    text: 'NELFUND no answer. Check your internet, then try again.',
  },
  broken: {
    title: 'We no fit load your registration',
    text: 'Something spoil for our side. Wait one minute, then try again.',
  },

  waiting: {
    title: 'We dey wait for your wallet',
    text: 'Open the invitation inside your wallet app, or use am scan the code, then accept. This page go move by itself.',
  },
  scanned: {
    title: 'Code don scan',
    text: 'Now look your wallet: e dey ask whether to connect with NELFUND. Accept am for there.',
  },
  connecting: { title: 'We dey connect', text: 'Your wallet and NELFUND dey set up safe connection.' },
  waitingLong: {
    title: 'We still dey wait for your wallet',
    text: 'The code still dey work. If your wallet app no do anything, try wetin dey below.',
  },
  scannedLong: {
    title: 'E dey take longer than before',
    text: 'Your wallet don scan the code. Open am, look whether e get question to accept, and check say your phone get internet.',
  },
  connectingLong: {
    title: 'E dey take longer than before',
    text: 'We still dey connect. Leave your wallet app open, and check say your phone get internet.',
  },
  connected: { title: 'Your wallet don connect', text: 'Next one: you go share your credentials.' },
  failed: {
    title: 'The connection fail',
    text: 'Your wallet or the wallet service get problem. Try again with new code; if e fail again, contact NELFUND and tell them the reference wey dey below.',
  },
  declined: {
    title: 'The connection dey declined or cancelled',
    text: 'Nothing don share. To continue for here, get new code, and accept the connection inside your wallet app.',
  },
  expired: {
    title: 'Time don finish',
    text: 'The invitation no dey work again. Get new code to continue for here; nothing else don lost.',
  },

  asking: { title: 'We dey ask your wallet', text: 'The request to share your details dey go meet am.' },
  asked: {
    title: 'We dey wait make you approve',
    text: 'Open your wallet app. E go show wetin NELFUND dey ask for; approve am to continue.',
  },
  checking: { title: 'We dey check am', text: 'We don receive your details and we dey check them.' },
  verified: { title: 'E don verify', text: 'We don verify your details.' },
  notAccepted: {
    title: 'Your card no pass the check',
    text: 'Maybe e don expire, or your school don take am back. You no do anything wrong, and nothing don lost.',
  },
  notShared: {
    title: 'You say you no go share',
    text: 'Nothing don share. NELFUND no fit continue without these details. If you change your mind, ask again, then approve the request inside your wallet app.',
  },
  preparing: { title: 'E don verify', text: 'We don verify your details. We dey prepare your credential.' },
  offered: {
    title: 'Your registration credential don ready',
    text: 'Open your wallet app and accept the credential wey come from NELFUND.',
  },
  receiving: { title: 'E dey come', text: 'Your registration credential dey come enter your wallet.' },
  received: { title: 'You don receive am', text: 'Your registration credential dey inside your wallet.' },
  notReceived: {
    title: 'You say you no want the credential',
    text: 'Your registration never complete without am. If you change your mind, ask again, then accept am inside your wallet app.',
  },
  askedLong: {
    title: 'We still dey wait for your wallet app',
    text: 'Open your wallet app and look for message from NELFUND. If you no see any, ask again.',
  },
  heldUp: {
    title: 'E dey take longer than before',
    text: 'The wallet service never answer. We go dey try by ourselves: you fit close this page and come back later.',
  },
  askingAgain: { title: 'We dey ask again', text: 'New request dey go meet your wallet.' },
  registered: { title: 'Registration don complete', text: 'Your registration credential dey inside your wallet.' },
  confirmed: { title: 'We don confirm say na you', text: 'We don verify your details.' },

  requestProof: {
    title: 'We no fit ask your wallet',
    text: 'The wallet service no take our request. Nothing don lost. Try again; if e no help, contact NELFUND and tell them the reference wey dey below.',
  },
  verifyPresentation: {
    title: 'We no fit check your details',
    text: 'The wallet service no check wetin you share. You no do anything wrong. Try again, and approve the new request inside your wallet app; if e no help, contact NELFUND and tell them the reference wey dey below.',
  },
  readIdentity: {
    title: 'E don verify, but we never get your details',
    text: 'The wallet service never give us. You no do anything wrong, and nothing don lost. Try again; if e no help, contact NELFUND and tell them the reference wey dey below.',
  },
  offerCredential: {
    title: 'We no fit send your credential',
    text: 'The wallet service no take our offer. Your details dey correct, and nothing don lost. Try again; if e no help, contact NELFUND and tell them the reference wey dey below.',
  },

  noAnswer: {
    title: 'No answer',
    text: 'NELFUND no answer. Check your internet, then try again. To ask two times no dey spoil anything.',
  },
  notSetUp: {
    title: 'Dem never set up this address',
    text: 'Your internet dey fine, but this page no dey work for the address wey dey your browser. The person wey dey run am must set PUBLIC_URL to that address.',
  },
  closed: {
    title: 'Registration no dey work for now',
    text: 'The wallet service no dey accept our requests. Na NELFUND go repair am; to try again now now no go help. Tell us through the help link for this page, or come back another day.',
  },
  platformAway: {
    title: 'The wallet service no answer',
    text: 'Wait one minute, then try again. To ask two times no dey spoil anything.',
  },
  notReady: {
    title: 'Your wallet never ready',
    text: 'Open your wallet app, wait until e show the connection, then try again.',
  },
  trouble: {
    title: 'E no work',
    text: 'Something spoil for our side. Wait one minute, then try again.',
  },
}
