import type { Wizard } from '../en/wizard.ts'
import type { Unfinished } from '../said.ts'

/**
 * Yoruba, translated without a native speaker, and not complete: whoever speaks it at home adds what is missing by its name in
 * the English file, and takes `unchecked` and this sentence away.
 */
export const wizard: Unfinished<Wizard> = {
  status: {
    creating: { title: 'A ń pèsè kóòdù rẹ', text: 'Yóò gba ìṣẹ́jú àáyá díẹ̀.' },
    leaving: { title: 'A ń bẹ̀rẹ̀ lẹ́ẹ̀kansi', text: 'A ń fagilé kóòdù àtijọ́.' },
    loading: { title: 'A ń wá ìforúkọsílẹ̀ rẹ', text: 'Yóò gba ìṣẹ́jú àáyá díẹ̀.' },
    waiting: {
      title: 'A ń dúró de wọ́lẹ́ẹ̀tì rẹ',
      text: 'Ṣí ìfìwépè náà nínú áàpù wọ́lẹ́ẹ̀tì rẹ, tàbí fi í ṣe àyẹ̀wò kóòdù náà, kí o sì gbà. Ojú ìwé yìí yóò tẹ̀síwájú fúnra rẹ̀.',
    },
    connected: { title: 'A ti so wọ́lẹ́ẹ̀tì rẹ pọ̀', text: 'Lẹ́yìn èyí, ìwọ yóò pín àwọn ẹ̀rí rẹ.' },
    expired: {
      title: 'Àkókò ti tán',
      text: 'Ìfìwépè náà kò ṣiṣẹ́ mọ́. Gba kóòdù tuntun láti tẹ̀síwájú níbí; kò sí ohun mìíràn tó sọnù.',
    },
    asked: {
      title: 'A ń dúró de ìfọwọ́sí rẹ',
      text: 'Ṣí áàpù wọ́lẹ́ẹ̀tì rẹ. Ó ń fi ohun tí NELFUND ń béèrè hàn; fọwọ́ sí i láti tẹ̀síwájú.',
    },
    checking: { title: 'A ń ṣàyẹ̀wò', text: 'A ti gba àwọn àlàyé rẹ, a sì ń yẹ̀ wọ́n wò.' },
    registered: { title: 'Ìforúkọsílẹ̀ ti parí', text: 'Ẹ̀rí ìforúkọsílẹ̀ rẹ wà nínú wọ́lẹ́ẹ̀tì rẹ.' },
    noAnswer: {
      title: 'Kò sí ìdáhùn',
      text: 'NELFUND kò dáhùn. Yẹ íńtánẹ́ẹ̀tì rẹ wò, kí o sì tún gbìyànjú. Bíbéèrè lẹ́ẹ̀mejì kò léwu.',
    },
  },

  frame: {
    language: 'Èdè',
    help: 'Ìrànlọ́wọ́ (Help)',
    privacy: 'Àṣírí (Privacy)',
    progress: ({ number, count }) => `Ìgbésẹ̀ ${number} nínú ${count}`,
    title: ({ progress, heading }) => `${progress} – ${heading}`,
    unchecked: 'Ẹni tí Yorùbá jẹ́ èdè àbínibí rẹ̀ kò tíì yẹ ìtumọ̀ yìí wò, kò sì tíì parí: èyí tó kù wà ní èdè Gẹ̀ẹ́sì.',
    reconnecting: 'A ń tún so pọ̀…',
    offline: 'Kò sí íńtánẹ́ẹ̀tì. A ti pa àyè rẹ mọ́. Yóò tẹ̀síwájú fúnra rẹ̀.',
  },

  headings: {
    intro: 'Forúkọ sílẹ̀ pẹ̀lú wọ́lẹ́ẹ̀tì rẹ',
    connect: 'So wọ́lẹ́ẹ̀tì rẹ pọ̀',
    credentials: 'Pín àwọn ẹ̀rí rẹ',
    receive: 'Gba ìforúkọsílẹ̀ rẹ',
    complete: 'Ìforúkọsílẹ̀ rẹ',
    registration: 'O ti forúkọ sílẹ̀',
  },

  actions: {
    tryAgain: 'Tún gbìyànjú',
    askAgain: 'Tún béèrè',
    shareAnother: 'Pín káàdì mìíràn',
    newCode: 'Gba kóòdù tuntun',
    startAgain: 'Bẹ̀rẹ̀ lẹ́ẹ̀kansi',
    openWallet: 'Ṣí áàpù wọ́lẹ́ẹ̀tì',
    continue: 'Tẹ̀síwájú',
    returnTo: ({ portal }) => `Padà sí ${portal}`,
  },

  again: {
    heading: 'Ṣé o fẹ́ bẹ̀rẹ̀ lẹ́ẹ̀kansi?',
    stay: 'Dúró síbí',
  },

  start: {
    connect: 'So wọ́lẹ́ẹ̀tì pọ̀',
  },

  invitation: {
    open: 'Ṣí i nínú áàpù wọ́lẹ́ẹ̀tì',
    getWallet: 'Gba áàpù wọ́lẹ́ẹ̀tì ConfirmD',
    copy: 'Da ìjápọ̀ ìfìwépè kọ',
    nothing: 'Ṣé kò sí ohun tó ṣẹlẹ̀?',
  },

  complete: {
    number: 'Nọ́ńbà ìforúkọsílẹ̀',
    wallet: 'Wọ́lẹ́ẹ̀tì',
    finished: 'Ó parí',
    next: 'Ohun tó kàn',
    print: 'Tẹ̀ ẹ́ jáde tàbí fi pamọ́',
  },
}
