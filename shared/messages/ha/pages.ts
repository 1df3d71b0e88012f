import type { Pages } from '../en/pages.ts'

/** Hausa, translated without a native speaker. */
export const pages: Pages = {
  intro: {
    heading: {
      registration: 'Ku yi rajista da walet ɗin ɗalibi',
      authentication: 'Ku shiga da walet ɗin ɗalibi',
    },
    sentBy: ({ portal }) => [portal, ' ne ya turo ku nan, kuma za a gaya masa ko ku wane ne. Za ku koma can a ƙarshe.'],
    lead: 'Ku nuna wa NELFUND, asusun rancen karatu na Najeriya, cewa ku ɗalibai ne.',
    facts: ['mintuna 5', 'data ƙasa da MB 1', 'kyauta'],
    need: 'Kuna buƙatar',
    wallet: 'walet na ConfirmD, manhaja ta kyauta mai ajiye katin ɗalibi a wayarku',
    card: 'katin ɗalibinku a cikinsa, daga makarantarku',
    more: ({ count }) => `wasu bayanai ${count}`,
    asks: ({ details }) => `NELFUND za ta nemi ${details}. Ba a ba da komai kafin ku amince.`,
    proceed: 'Ku ci gaba zuwa haɗawa',
    get: 'Ku sami manhajar walet ko katin ɗalibi',
    how: 'Yadda ake yi',
    steps: {
      registration: [
        'Za ku haɗa walet ɗinku: ku buɗe gayyata a wannan waya, ko ku duba lamba.',
        'Walet ɗinku zai nuna abin da NELFUND ke nema, ku kuma ku amince.',
        'Za ku karɓi rajistarku a walet ɗinku, da lambar rajista.',
      ],
      authentication: [
        'Za ku haɗa walet ɗinku: ku buɗe gayyata a wannan waya, ko ku duba lamba.',
        'Walet ɗinku zai nuna abin da NELFUND ke nema, ku kuma ku amince.',
      ],
    },
    close:
      'Kuna iya rufe shafin a kowane lokaci. Zai ci gaba a manhajar walet, kuma idan kuka dawo za ku ga inda aka kai.',
    asked: 'Abin da za a nema daga gare ku',
    asksFor: 'NELFUND tana neman daga walet ɗinku:',
    detail: ({ label, reason }) => `${label}, ${reason}`,
    used: 'Yadda ake amfani da bayananku',
  },

  help: {
    heading: 'Taimako (Help)',
    quote:
      'Ku fara da faɗa ko rubuta lambar shaidarku, don kada ku sake bayani. Alamomi shida ne, kamar K7M-4XQ, kuma tana shafin rajistarku duk inda aka samu matsala, da kuma shafin ƙarshe.',
    yours: 'Ku fara faɗa ko rubuta ta, domin kada ku sake bayani.',
    say: 'Ku karanta ta alama ɗaya bayan ɗaya. Babu harafin O ko I, babu lamba 0 ko 1 a cikinta. Tana nemo rajistarku ne kawai: babu mai iya buɗe komai da ita.',
    call: 'Ta waya',
    message: 'Ta WhatsApp',
    mail: 'Ta imel',
    nobody:
      'Ba a saita lambar waya ko adireshi don wannan sabis ba tukuna. Ku tambayi NELFUND a inda kuke neman rance.',
    matter: 'Mene ne matsalar?',
    opens: 'Manhajar walet ba ta buɗewa',
    opensText:
      'Ku sauke walet na ConfirmD, sannan ku dawo shafin rajistarku: an ajiye wurinku. Ko ku kwafi hanyar gayyata a can, ku buɗe walet, ku zaɓi “Scan”, sannan “Paste”.',
    scans: 'Ba a iya duba lambar ba',
    scansText:
      'Ku ƙara hasken allon, ku goge kyamara, ku riƙe wayar nesa kaɗan. Lambar tana aiki na mintuna 15: idan lokacinta ya ƙare, ku zaɓi “Ku karɓi sabuwar lamba”.',
    refused: 'Ba a karɓi katin ɗalibina ba',
    refusedText:
      'Watakila lokacinsa ya wuce, ko makarantarku ta karɓe shi. Ba ku yi laifi ba, kuma babu abin da ya ɓace. Ku nemi sabon kati a ofishin rajista na makarantarku. Idan ya shiga walet ɗinku, ku koma shafin rajistarku ku zaɓi “Ku ba da wani kati”.',
    phone: 'Ina da sabuwar waya',
    phoneText:
      'Ku sa walet da katin ɗalibinku a sabuwar wayar, sannan ku sake yin rajista. Lambar rajistarku ba ta canjawa.',
    sent: 'Wani ya aiko mini da lamba in duba',
    sentText:
      'Kada ku amince. Gayyata ta wanda ya nema daga NELFUND ce. Wanda ya aiko muku tasa zai iya amfani da katinku da sunansa. Ku goge ta, ku fara da kanku:',
    begin: 'Zan fara rajistata',
    what: 'Mene ne walet?',
    whatText:
      'Walet manhaja ce a wayarku da ke ajiye muku katuna, kamar jaka: katin ɗalibinku, daga baya kuma rajistarku.',
    pictures: [
      {
        name: 'keep',
        alt: 'Waya da kati a cikinta',
        text: 'Makarantarku ce ke sa katin ɗalibinku a cikinsa. Yana zama a wayarku.',
      },
      {
        name: 'ask',
        alt: 'Waya tana nuna tambaya da maɓalli biyu, i da a’a',
        text: 'Idan wani yana so ya gan shi, walet yana tambayar ku tukuna. Za ku ga wanda ke nema da abin da yake nema, sannan ku ce i ko a’a.',
      },
      {
        name: 'show',
        alt: 'Layuka biyu na kati suna tafiya daga waya zuwa wani allo, sauran suna zama',
        text: 'Abin da kuka amince da shi kaɗai ake nunawa, kuma ana tabbatar da gaskiyarsa. Babu mai samun katin kansa.',
      },
    ],
    get: 'Ku sauke manhajar walet ta ConfirmD',
    getText:
      'Walet kyauta ne. Katin ɗalibinku yana zuwa daga makarantarku: ku tambayi ofishin rajista yadda zai shiga walet ɗinku.',
  },

  invitation: {
    heading: 'Ku haɗa walet ɗinku',
    lead: 'Wannan gayyata ce ta NELFUND, asusun rancen karatu na Najeriya. NELFUND tana neman haɗawa da manhajar walet da kuke ajiye katin ɗalibinku. Ba a ba da komai kafin ku amince a can.',
    open: 'Ku buɗe a manhajar walet',
    sent: 'Wani ne ya aiko muku da wannan?',
    sentText:
      'To kada ku amince. Gayyata ta wanda ya nema daga NELFUND ce. Wanda ya aiko muku tasa zai iya amfani da katinku da sunansa.',
    nothing: 'Babu abin da ya faru?',
    get: 'Ku sauke manhajar walet ta ConfirmD',
    thenBack: 'Sannan ku dawo wannan shafi.',
    copy: 'Ku kwafi wannan hanyar',
    copyText: 'Ku danna ta ku riƙe, ku zaɓi “Copy”, sannan ku buɗe manhajar walet, ku zaɓi “Scan”, sannan “Paste”.',
    other: 'Walet yana wata waya?',
    otherText: 'Ku koma shafin da kuka fito, ku duba lambarsa da wayar.',
    once: 'Kuna iya amfani da wannan gayyata sau ɗaya, kuma ba ta daɗewa. Kullum kuna iya samun sabuwa:',
    unknown: 'Ba mu san wannan gayyatar ba',
    unknownText: 'Watakila hanyar ba ta cika ba, ko ta tsufa.',
    over: 'Wannan gayyata ba ta aiki yanzu',
    overText:
      'An riga an yi amfani da ita, ko lokacinta ya ƙare. Idan manhajar walet tana nuna NELFUND, an haɗa ku, kuma kuna iya komawa shafin da kuka fito.',
    lost: 'Babu abin da ya ɓace. Kullum kuna iya samun sabuwar gayyata.',
    register: 'Ku yi rajista da NELFUND',
  },

  notice: {
    heading: 'Yadda ake amfani da bayananku',
    since: ({ version, date }) => `Sanarwar sirri ta ${version}, tun ${date}.`,
    before: 'Ba ta aiki yanzu:',
    present: 'ku karanta ta yanzu',
    back: 'Ku koma rajista',
  },

  wizardPage: {
    needsScript:
      'Wannan shafi yana buƙatar JavaScript: da shi yake bin abin da walet ɗinku ke yi. Ku kunna JavaScript a saitin burauzarku, sannan ku sake buɗe shafin.',
    notLoaded: 'Wannan shafi bai buɗe ba',
    notLoadedText: 'Sake buɗe shi ba zai ɓata komai ba. Ku duba intanet ɗinku, sannan ku gwada.',
    loadAgain: 'Ku sake buɗewa',
  },

  notSetUp: {
    heading: 'Ba a shirya wannan adireshi ba',
    text: 'NELFUND Connect yana nan, amma ba a adireshin da kuka buɗe ba. Intanet ɗinku lafiya yake.',
    go: ({ host }) => `Ku je ${host}`,
  },

  signIn: {
    stuck: 'Wannan shiga ba za ta ci gaba ba',
    stuckText:
      'Shafin da ya turo ku ya nemi abin da ba za mu iya yi ba, ko kuma lokaci ya wuce. Ku koma wurinsa, ku sake farawa.',
    failed: 'Bai yi ba',
    failedText:
      'An sami matsala a ɓangarenmu, kuma ba a ba da komai ba. Ku koma shafin da kuka fito, ku sake gwadawa bayan ’yan mintuna.',
    forOperators: 'Abin da masu kula da shi za su so sani:',
    unfetched: 'An tantance ku, amma ba a iya karɓo bayananku ba',
    unfetchedText: ({ portal }) =>
      `Walet ɗinku ya nuna bayananku kuma an tantance su. Sabis ɗin walet bai miƙa mana su ba tukuna. Ba a ba ${portal} komai ba.`,
    portal: 'shafin',
  },

  missing: {
    heading: 'Babu shafi a nan',
    text: 'Watakila an yi kuskure a adireshin, ko ya tsufa. Rajistarku ba ta shafu ba.',
    register: 'Ku je rajista',
  },
}
