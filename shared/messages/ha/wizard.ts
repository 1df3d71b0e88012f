import type { Wizard } from '../en/wizard.ts'
import { plural } from '../said.ts'
import { details } from './details.ts'
import { status } from './status.ts'

const minutes = (count: number) =>
  count < 1 ? 'ƙasa da minti ɗaya' : plural('ha', count, { one: 'minti 1', other: `mintuna ${count}` })

/** Hausa, translated without a native speaker. */
export const wizard: Wizard = {
  status,

  frame: {
    language: 'Harshe',
    about: 'Game da shafin',
    help: 'Taimako (Help)',
    privacy: 'Sirri (Privacy)',
    progress: ({ number, count }) => `Mataki na ${number} cikin ${count}`,
    title: ({ progress, heading }) => `${progress} – ${heading}`,
    unchecked:
      'Ba wanda Hausa ce harshensa na gida da ya duba wannan fassara. Idan ba ta fita ba, ku karanta da Turanci.',
    reconnecting: 'Ana sake haɗawa…',
    offline: 'Babu intanet. An ajiye wurinku. Shafin zai ci gaba da kansa.',
    polling: 'Ana sake haɗawa… Shafin yana dubawa duk ’yan daƙiƙoƙi.',
    partFailed: 'Ba a iya nuna wannan sashen ba.',
    showAgain: 'A sake nunawa',
  },

  headings: {
    intro: 'Ku yi rajista da walet ɗinku',
    connect: 'Ku haɗa walet ɗinku',
    credentials: 'Ku ba da bayananku',
    receive: 'Ku karɓi rajistarku',
    complete: 'Rajistarku',
    registration: 'An yi muku rajista',
    authentication: 'An tabbatar da ku',
  },

  actions: {
    tryAgain: 'Ku sake gwadawa',
    askAgain: 'Ku sake tambaya',
    shareAnother: 'Ku ba da wani kati',
    newCode: 'Ku karɓi sabuwar lamba',
    startAgain: 'Ku sake farawa',
    openWallet: 'Ku buɗe manhajar walet',
    continue: 'Ku ci gaba',
    returnTo: ({ portal }) => `Ku koma ${portal}`,
  },

  whose: {
    foreign: 'Ku ci gaba da rajistar wani?',
    foreignLead: 'Wannan hanyar tana kaiwa ga rajistar da aka fara a wata burauza.',
    foreignText: 'Idan wani ne ya aiko muku, ku fara taku: walet da ya haɗa a nan, ga tasu yake haɗawa.',
    startOwn: 'Zan fara tawa',
    earlier: 'Ku ci gaba da rajistarku?',
    earlierLead: 'An fara rajista a wannan burauza, ba a gama ba.',
    earlierText:
      'Idan taku ce, ku ci gaba daga inda kuka tsaya. Idan wani ya yi amfani da wannan na’ura kafin ku, ku fara sabuwa.',
    startNew: 'A fara sabuwa',
  },

  again: {
    heading: 'Ku sake farawa?',
    open: 'Wannan zai soke rajistar da kuke ciki: lambarta da buƙatunta za su daina aiki, kuma za ku fara daga mataki na farko. Ku yi haka ne kawai idan wannan ba ta kaiwa ko’ina.',
    over: 'Za ku koma mataki na farko. Abin da ya ƙare a nan zai zauna yadda yake.',
    finished: 'Za ku koma mataki na farko. Sake farawa ba zai warware wannan ba.',
    stay: 'Ku zauna a nan',
  },

  same: {
    both: 'Dole walet ɗinku ya nuna waɗannan biyun:',
    one: 'Dole walet ɗinku ya nuna:',
  },

  start: {
    lead: 'Za mu yi gayyata wadda ku kaɗai za ku iya amfani da ita. Manhajar walet za ta buɗe ta ko ta duba ta.',
    text: 'Ku riƙe wayarku, da manhajar walet a cikinta.',
    connect: 'Ku haɗa walet',
  },

  invitation: {
    open: 'Ku buɗe a manhajar walet',
    code: 'QR code: gayyatar haɗa walet ɗinku da NELFUND',
    tooLong: 'Wannan hanyar ta yi tsawo ga lambar QR. Ku kwafe ta zuwa wayarku.',
    howTo: [
      'Ku buɗe manhajar walet a wayarku.',
      'Ku zaɓi “Scan”, ku nuna kyamara ga wannan lambar.',
      'Ku amince da haɗi da NELFUND a manhajar.',
    ],
    getWallet: 'Ku sauke manhajar walet ta ConfirmD',
    copy: 'Ku kwafi hanyar gayyata',
    showCode: 'Da wata na’ura: a nuna lamba',
    scanIt: 'Ku duba ta da wayar da ke da manhajar walet.',
    scanThis: 'Ku duba lambar da ke wannan shafi da wayar da ke da manhajar walet.',
    nothing: 'Babu abin da ya faru?',
    nothingText: 'Watakila manhajar walet ba ta cikin wannan na’ura, ko burauzar ba ta iya buɗe ta. Ku gwada bi da bi:',
    thenBack: 'Sannan ku dawo nan: an ajiye wurinku.',
    thenPaste: 'Ku buɗe manhajar walet, ku zaɓi “Scan”, sannan “Paste”.',
    simulated: 'Ku buɗe walet na gwaji',
  },

  copying: {
    copied: 'An kwafa',
    refused: 'Burauzarku ba ta yarda a kwafa ba. Ku zaɓi rubutun ku kwafa:',
    byHand: ({ what }) => `${what}, da hannu`,
  },

  connecting: {
    goOn: 'Ba sai kun bar wannan shafi a buɗe ba: duk lokacin da kuka dawo, zai nuna inda aka kai.',
    usually:
      'Yawanci yana ɗaukar daƙiƙoƙi 5. Idan babu abin da ya motsa cikin minti ɗaya, shafin zai faɗi abin da za ku gwada.',
    nothing: 'Babu abin da ya faru? Ku buɗe manhajar walet daga jerin manhajojin wayar da take ciki.',
  },

  time: {
    invitation: ({ clock, count }) => ['Gayyatar tana aiki har zuwa ', clock, `. Kuna da ${minutes(count)}.`],
    step: ({ clock, count }) => ['Akwai lokaci har zuwa ', clock, `. Kuna da ${minutes(count)}.`],
    since: ({ clock }) => ['Babu abin da ya zo tun ', clock, '.'],
    minutesLeft: ({ count }) => `Saura ${minutes(count)}`,
    secondsLeft: ({ count }) => `Saura daƙiƙoƙi ${count}`,
  },

  tips: {
    heading: 'Abin da za ku gwada',
    list: [
      'Ku tabbatar wayar da ke da manhajar walet tana da intanet.',
      'Ku rufe manhajar walet, ku sake buɗe ta, ku nemi saƙo daga NELFUND.',
      'Idan kuna duba lamba, ku ƙara hasken wannan allo, ku riƙe wayar nesa kaɗan.',
      'Idan babu abin da ya taimaka, ku zaɓi “Ku sake farawa” a ƙasa don sabuwar lamba.',
    ],
  },

  before: {
    heading: 'Kafin ku ci gaba',
    list: [
      'Ku buɗe manhajar walet.',
      'Ku tabbatar wayar tana da intanet.',
      'Dole katin ɗalibinku ya kasance a cikin walet.',
    ],
  },

  noCard: {
    heading: 'Ba ku da wani kati?',
    text: 'Ku nemi sabon katin ɗalibi a ofishin rajista na makarantarku. Idan ya shiga walet ɗinku, ku dawo wannan shafi.',
  },

  reference: 'Lambar shaida:',

  credentials: {
    share: 'Ku ba da bayananku',
    receive: 'Ku karɓi rajistarku',
    receiveText: 'Tana ɗauke da lambar rajistarku, kuma kuna iya nuna ta lokacin neman rance.',
    asksFor: 'NELFUND tana neman',
    howUsed: 'Yadda ake amfani da bayananku',
    known: (english) => details[english] ?? null,
    shareState: {
      idle: 'Na gaba',
      request: 'Ana jiran ku',
      presentation: 'Ana dubawa',
      verified: 'An tabbatar',
      failed: 'Ba a karɓa ba',
      declined: 'An ƙi',
    },
    receiveState: {
      idle: 'Daga baya',
      offer: 'Ana jiran ku',
      request: 'Tana kan hanya',
      issued: 'An karɓa',
      declined: 'An ƙi',
    },
  },

  complete: {
    number: 'Lambar rajista',
    reference: 'Lambar shaidarku',
    spoken: ({ said }) => `Ku ce: ${said}`,
    wallet: 'Walet',
    finished: 'An gama',
    closed: 'An rufe haɗin',
    givenTo: 'An bai wa',
    next: 'Abin da ke gaba',
    keep: 'Ku ajiye shaidar rajista a walet ɗinku: za ku nuna ta lokacin neman rancen ɗalibai. A sabuwar waya, ku sake yin rajista; lambar ba ta canjawa.',
    goOnAt: ({ portal }) => `Ku ci gaba a ${portal}.`,
    closePage: 'Kuna iya rufe wannan shafi ku koma inda kuka fito.',
    print: 'Ku buga ko ku ajiye shafin',
  },
}
