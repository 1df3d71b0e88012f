import type { Wizard } from '../en/wizard.ts'
import type { Unfinished } from '../said.ts'

/**
 * Igbo, translated without a native speaker, and not complete: whoever speaks it at home adds what is missing by its name in the
 * English file, and takes `unchecked` and this sentence away.
 */
export const wizard: Unfinished<Wizard> = {
  status: {
    creating: { title: 'Anyị na-akwadebe koodu gị', text: 'Ọ ga-ewe sekọnd ole na ole.' },
    leaving: { title: 'Anyị na-amalite ọzọ', text: 'Anyị na-akagbu koodu ochie.' },
    loading: { title: 'Anyị na-achọ ndebanye aha gị', text: 'Ọ ga-ewe sekọnd ole na ole.' },
    waiting: {
      title: 'Anyị na-eche wallet gị',
      text: 'Mepee ọkpụkpọ òkù ahụ na ngwa wallet gị, ma ọ bụ jiri ya nyochaa koodu ahụ, wee nabata. Ibe a ga-aga n’ihu n’onwe ya.',
    },
    connected: { title: 'Ejikọtala wallet gị', text: 'Ihe na-esote, ị ga-ekekọrịta akaebe gị.' },
    expired: {
      title: 'Oge agwụla',
      text: 'Ọkpụkpọ òkù ahụ anaghịzi arụ ọrụ. Nweta koodu ọhụrụ iji gaa n’ihu ebe a; ọ nweghị ihe ọzọ furu efu.',
    },
    asked: {
      title: 'Anyị na-eche nkwado gị',
      text: 'Mepee ngwa wallet gị. Ọ na-egosi ihe NELFUND na-arịọ; kwado ya ka ị gaa n’ihu.',
    },
    checking: { title: 'Anyị na-enyocha', text: 'Anyị enwetala nkọwa gị ma na-enyocha ha.' },
    registered: { title: 'Ndebanye aha ezuola', text: 'Akaebe ndebanye aha gị dị na wallet gị.' },
    noAnswer: {
      title: 'Enweghị azịza',
      text: 'NELFUND azaghị. Lelee ịntanetị gị, wee nwaa ọzọ. Ịjụ ugboro abụọ adịghị njọ.',
    },
  },

  frame: {
    language: 'Asụsụ',
    help: 'Enyemaka (Help)',
    privacy: 'Nzuzo (Privacy)',
    progress: ({ number, count }) => `Nzọụkwụ ${number} n’ime ${count}`,
    title: ({ progress, heading }) => `${progress} – ${heading}`,
    unchecked: 'Onye Igbo bụ asụsụ nne ya enyochabeghị ntụgharị asụsụ a, o zubekwaghị: ihe fọdụrụ dị n’asụsụ Bekee.',
    reconnecting: 'Anyị na-ejikọ ọzọ…',
    offline: 'Ịntanetị adịghị. Echekwara ebe ị nọ. Ibe a ga-aga n’ihu n’onwe ya.',
  },

  headings: {
    intro: 'Jiri wallet gị debanye aha',
    connect: 'Jikọọ wallet gị',
    credentials: 'Kekọrịta akaebe gị',
    receive: 'Nata ndebanye aha gị',
    complete: 'Ndebanye aha gị',
    registration: 'Edebanyela aha gị',
  },

  actions: {
    tryAgain: 'Nwaa ọzọ',
    askAgain: 'Jụọ ọzọ',
    shareAnother: 'Kekọrịta kaadị ọzọ',
    newCode: 'Nweta koodu ọhụrụ',
    startAgain: 'Malite ọzọ',
    openWallet: 'Mepee ngwa wallet',
    continue: 'Gaa n’ihu',
    returnTo: ({ portal }) => `Laghachi na ${portal}`,
  },

  again: {
    heading: 'Ị chọrọ ịmalite ọzọ?',
    stay: 'Nọrọ ebe a',
  },

  start: {
    connect: 'Jikọọ wallet',
  },

  invitation: {
    open: 'Mepee na ngwa wallet',
    getWallet: 'Nweta ngwa wallet ConfirmD',
    copy: 'Detuo njikọ ọkpụkpọ òkù',
    nothing: 'Ọ dịghị ihe mere?',
  },

  complete: {
    number: 'Nọmba ndebanye aha',
    wallet: 'Wallet',
    finished: 'Emechara',
    next: 'Ihe na-esote',
    print: 'Bipụta ma ọ bụ chekwaa ibe a',
  },
}
