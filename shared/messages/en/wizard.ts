import { type Parts, plural } from '../said.ts'
import { status } from './status.ts'

const minutes = (count: number) =>
  count < 1 ? 'less than a minute' : plural('en', count, { one: '1 minute', other: `${count} minutes` })

/** What stands in the student's steps, in English: all other languages are of its type. */
export const wizard = {
  status,

  frame: {
    language: 'Language',
    about: 'About',
    help: 'Help',
    privacy: 'Privacy',
    progress: ({ number, count }: { number: number; count: number }) => `Step ${number} of ${count}`,
    title: ({ progress, heading }: { progress: string; heading: string }) => `${progress} – ${heading}`,
    /** Of a language that nobody has checked who speaks it at home; none of English. */
    unchecked: '',
    reconnecting: 'Reconnecting…',
    offline: 'You are offline. Your place is kept. This page goes on by itself.',
    polling: 'Reconnecting… Until then, this page checks every few seconds.',
    partFailed: 'This part of the page could not be shown.',
    showAgain: 'Show it again',
  },

  headings: {
    intro: 'Register with your wallet',
    connect: 'Connect your wallet',
    credentials: 'Share your credentials',
    receive: 'Receive your registration',
    complete: 'Your registration',
    registration: 'You are registered',
    authentication: 'Your identity is confirmed',
  },

  actions: {
    tryAgain: 'Try again',
    askAgain: 'Ask again',
    shareAnother: 'Share another card',
    newCode: 'Get a new code',
    startAgain: 'Start again',
    openWallet: 'Open wallet app',
    continue: 'Continue',
    returnTo: ({ portal }: { portal: string }) => `Return to ${portal}`,
  },

  /** Before somebody's registration is gone on with that may be another student's. */
  whose: {
    foreign: 'Continue somebody’s registration?',
    foreignLead: 'This link leads to a registration that was begun in another browser.',
    foreignText: 'If somebody sent it to you, start your own: a wallet that connects here connects to theirs.',
    startOwn: 'Start my own',
    earlier: 'Continue your registration?',
    earlierLead: 'A registration was begun in this browser and is not finished.',
    earlierText: 'If it is yours, go on where you were. If somebody else used this device before you, start a new one.',
    startNew: 'Start new',
  },

  /** Before a registration is given up. */
  again: {
    heading: 'Start again?',
    open: 'This cancels the registration that you are in: its code and its requests stop working, and you begin at the first step. Only do it if this one leads nowhere.',
    over: 'You go back to the first step. What has ended here stays as it is.',
    finished: 'You go back to the first step. Starting again does not undo this.',
    stay: 'Stay here',
  },

  /** What page and wallet both show, so that somebody else's code betrays itself. */
  same: {
    both: 'Your wallet must show the same two:',
    one: 'Your wallet must show:',
  },

  start: {
    lead: 'We make an invitation that only you can use. Your wallet app opens it or scans it.',
    text: 'Have your phone at hand, with your wallet app on it.',
    connect: 'Connect Wallet',
  },

  invitation: {
    open: 'Open in wallet app',
    code: 'QR code: invitation to connect your wallet with NELFUND',
    tooLong: 'This link is too long for a QR code. Copy it to your phone instead.',
    howTo: [
      'Open the wallet app on your phone.',
      'Choose “Scan”, and point the camera at this code.',
      'Accept the connection with NELFUND in the app.',
    ],
    getWallet: 'Get the ConfirmD wallet app',
    copy: 'Copy invitation link',
    showCode: 'Use another device: show a code',
    scanIt: 'Scan it with the phone that has the wallet app.',
    scanThis: 'Scan the code on this page with the phone that has the wallet app.',
    nothing: 'Nothing happened?',
    nothingText: 'The wallet app may not be on this device, or this browser cannot open it. Try in this order:',
    thenBack: 'Then come back here: your place is kept.',
    thenPaste: 'Open the wallet app, choose “Scan”, then “Paste”.',
    simulated: 'Open the simulated wallet',
  },

  copying: {
    copied: 'Copied',
    refused: 'Your browser does not allow copying. Select the text and copy it:',
    byHand: ({ what }: { what: string }) => `${what}, by hand`,
  },

  connecting: {
    goOn: 'You need not keep this page open: it is up to date whenever you come back to it.',
    usually: 'Usually done in 5 seconds. If nothing moves for a minute, this page says what to try.',
    nothing: 'Nothing happened? Open the wallet app from the list of apps of the phone that has it.',
  },

  time: {
    invitation: <Place>({ clock, count }: { clock: Place; count: number }): Parts<Place> => [
      'This invitation works until ',
      clock,
      `. You have ${minutes(count)}.`,
    ],
    step: <Place>({ clock, count }: { clock: Place; count: number }): Parts<Place> => [
      'There is time until ',
      clock,
      `. You have ${minutes(count)}.`,
    ],
    since: <Place>({ clock }: { clock: Place }): Parts<Place> => ['Nothing has come since ', clock, '.'],
    minutesLeft: ({ count }: { count: number }) => `${minutes(count)} left`,
    secondsLeft: ({ count }: { count: number }) => `${count} seconds left`,
  },

  tips: {
    heading: 'What to try',
    list: [
      'Make sure that the phone with your wallet app is online.',
      'Close the wallet app, open it again, and look for a message from NELFUND.',
      'If you scan a code, make this screen brighter and hold the phone a hand’s width away.',
      'If nothing helps, choose “Start again” below for a fresh code.',
    ],
  },

  before: {
    heading: 'Before you go on',
    list: [
      'Have the wallet app open and unlocked.',
      'Check that the phone has internet.',
      'Your student card must be in the wallet.',
    ],
  },

  noCard: {
    heading: 'No other card?',
    text: 'Ask your school’s registry for a new student card. When it is in your wallet, come back to this page.',
  },

  reference: 'Reference:',

  credentials: {
    share: 'Share your details',
    receive: 'Receive your registration',
    receiveText: 'It holds your registration number, and you can show it when you apply for a loan.',
    asksFor: 'NELFUND asks for',
    howUsed: 'How your details are used',
    /** What is asked for, or why, by its English words; null where there are none for it. */
    known: (english: string): string | null => english,
    shareState: {
      idle: 'Next',
      request: 'Waiting for you',
      presentation: 'Being checked',
      verified: 'Verified',
      failed: 'Not accepted',
      declined: 'Declined',
    },
    receiveState: {
      idle: 'Later',
      offer: 'Waiting for you',
      request: 'On its way',
      issued: 'Received',
      declined: 'Declined',
    },
  },

  complete: {
    number: 'Registration number',
    reference: 'Your reference',
    spoken: ({ said }: { said: string }) => `Say: ${said}`,
    wallet: 'Wallet',
    finished: 'Finished',
    closed: 'Connection closed',
    givenTo: 'Given to',
    next: 'What comes next',
    keep: 'Keep the registration credential in your wallet: you show it when you apply for a student loan. On a new phone, register again; the number stays the same.',
    goOnAt: ({ portal }: { portal: string }) => `Go on at ${portal}.`,
    closePage: 'You can close this page and go back to where you came from.',
    print: 'Print or save this page',
  },
}
/** What every language says in the student's steps. */
export type Wizard = typeof wizard
