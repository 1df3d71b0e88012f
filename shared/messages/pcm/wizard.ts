import type { Wizard } from '../en/wizard.ts'
import { plural } from '../said.ts'
import { details } from './details.ts'
import { status } from './status.ts'

const minutes = (count: number) =>
  count < 1 ? 'less than one minute' : plural('pcm', count, { one: '1 minute', other: `${count} minutes` })

/** Nigerian Pidgin, translated without a native speaker. */
export const wizard: Wizard = {
  status,

  frame: {
    language: 'Language',
    about: 'About',
    help: 'Help',
    privacy: 'Privacy',
    progress: ({ number, count }) => `Step ${number} for ${count}`,
    title: ({ progress, heading }) => `${progress} – ${heading}`,
    unchecked: 'Person wey grow with Naijá never check this translation. If e no clear, read am for English.',
    reconnecting: 'We dey connect again…',
    offline: 'You no get internet. Your place dey safe. This page go continue by itself.',
    polling: 'We dey connect again… This page dey check every few seconds.',
    partFailed: 'This part of the page no fit show.',
    showAgain: 'Show am again',
  },

  headings: {
    intro: 'Register with your wallet',
    connect: 'Connect your wallet',
    credentials: 'Share your credentials',
    receive: 'Receive your registration',
    complete: 'Your registration',
    registration: 'You don register',
    authentication: 'We don confirm say na you',
  },

  actions: {
    tryAgain: 'Try again',
    askAgain: 'Ask again',
    shareAnother: 'Share another card',
    newCode: 'Get new code',
    startAgain: 'Start again',
    openWallet: 'Open wallet app',
    continue: 'Continue',
    returnTo: ({ portal }) => `Go back to ${portal}`,
  },

  whose: {
    foreign: 'You wan continue another person registration?',
    foreignLead: 'This link dey go registration wey start for another browser.',
    foreignText:
      'If somebody send am give you, start your own: any wallet wey connect for here go connect to their own.',
    startOwn: 'Start my own',
    earlier: 'You wan continue your registration?',
    earlierLead: 'One registration start for this browser and e never finish.',
    earlierText:
      'If na your own, continue from where you stop. If another person use this device before you, start new one.',
    startNew: 'Start new one',
  },

  again: {
    heading: 'You wan start again?',
    open: 'This one go cancel the registration wey you dey: the code and the requests no go work again, and you go start from the first step. Do am only if this one no dey go anywhere.',
    over: 'You go go back to the first step. Wetin don end for here go remain like that.',
    finished: 'You go go back to the first step. To start again no go spoil this one.',
    stay: 'Stay here',
  },

  same: {
    both: 'Your wallet must show these same two:',
    one: 'Your wallet must show:',
  },

  start: {
    lead: 'We go make invitation wey only you fit use. Your wallet app go open am or scan am.',
    text: 'Hold your phone, with your wallet app inside.',
    connect: 'Connect Wallet',
  },

  invitation: {
    open: 'Open for wallet app',
    code: 'QR code: invitation to connect your wallet with NELFUND',
    tooLong: 'This link too long for QR code. Copy am to your phone.',
    howTo: [
      'Open the wallet app for your phone.',
      'Choose “Scan”, and point the camera for this code.',
      'Accept the connection with NELFUND inside the app.',
    ],
    getWallet: 'Get the ConfirmD wallet app',
    copy: 'Copy invitation link',
    showCode: 'Use another device: show code',
    scanIt: 'Scan am with the phone wey get the wallet app.',
    scanThis: 'Use the phone wey get the wallet app scan the code wey dey this page.',
    nothing: 'Nothing happen?',
    nothingText: 'Maybe the wallet app no dey this device, or this browser no fit open am. Try am like this:',
    thenBack: 'Then come back here: your place dey safe.',
    thenPaste: 'Open the wallet app, choose “Scan”, then “Paste”.',
    simulated: 'Open the simulated wallet',
  },

  copying: {
    copied: 'E don copy',
    refused: 'Your browser no gree copy. Select the text and copy am:',
    byHand: ({ what }) => `${what}, by hand`,
  },

  connecting: {
    goOn: 'You no need leave this page open: anytime you come back, e go show where you dey.',
    usually: 'E dey finish inside 5 seconds. If nothing move for one minute, this page go tell you wetin to try.',
    nothing: 'Nothing happen? Open the wallet app from the list of apps for the phone wey get am.',
  },

  time: {
    invitation: ({ clock, count }) => ['This invitation go work until ', clock, `. You get ${minutes(count)}.`],
    step: ({ clock, count }) => ['Time dey until ', clock, `. You get ${minutes(count)}.`],
    since: ({ clock }) => ['Nothing don come since ', clock, '.'],
    minutesLeft: ({ count }) => `E remain ${minutes(count)}`,
    secondsLeft: ({ count }) => `E remain ${count} seconds`,
  },

  tips: {
    heading: 'Wetin to try',
    list: [
      'Make sure say the phone wey get your wallet app get internet.',
      'Close the wallet app, open am again, and look for message from NELFUND.',
      'If you dey scan code, make this screen bright well, and hold the phone small distance from am.',
      'If nothing help, choose “Start again” below to get fresh code.',
    ],
  },

  before: {
    heading: 'Before you continue',
    list: [
      'Open and unlock the wallet app.',
      'Check say the phone get internet.',
      'Your student card must dey inside the wallet.',
    ],
  },

  noCard: {
    heading: 'You no get another card?',
    text: 'Ask your school registry for new student card. When e don enter your wallet, come back to this page.',
  },

  reference: 'Reference:',

  credentials: {
    share: 'Share your details',
    receive: 'Receive your registration',
    receiveText: 'Your registration number dey inside, and you fit show am when you dey apply for loan.',
    asksFor: 'NELFUND dey ask for',
    howUsed: 'How we dey use your details',
    known: (english) => details[english] ?? null,
    shareState: {
      idle: 'Next',
      request: 'E dey wait for you',
      presentation: 'We dey check am',
      verified: 'E don verify',
      failed: 'E no pass',
      declined: 'Declined',
    },
    receiveState: {
      idle: 'Later',
      offer: 'E dey wait for you',
      request: 'E dey come',
      issued: 'Received',
      declined: 'Declined',
    },
  },

  complete: {
    number: 'Registration number',
    reference: 'Your reference',
    spoken: ({ said }) => `Talk am like this: ${said}`,
    wallet: 'Wallet',
    finished: 'Finished',
    closed: 'Connection closed',
    givenTo: 'Who we give',
    next: 'Wetin come next',
    keep: 'Keep the registration credential inside your wallet: you go show am when you dey apply for student loan. If you get new phone, register again; the number go remain the same.',
    goOnAt: ({ portal }) => `Continue for ${portal}.`,
    closePage: 'You fit close this page and go back to where you come from.',
    print: 'Print or save this page',
  },
}
