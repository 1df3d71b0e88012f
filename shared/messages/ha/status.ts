import type { Wizard } from '../en/wizard.ts'

/** Hausa, translated without a native speaker. */
export const status: Wizard['status'] = {
  creating: { title: 'Muna shirya lambarku', text: 'Zai ɗauki ’yan daƙiƙoƙi.' },
  leaving: { title: 'Ana sake farawa', text: 'Ana soke tsohuwar lambar.' },
  loading: { title: 'Muna neman rajistarku', text: 'Zai ɗauki ’yan daƙiƙoƙi.' },
  unknown: {
    title: 'Ba mu san wannan rajistar ba',
    text: 'Watakila hanyar ba ta cika ba, ko rajistar ta tsufa. Don Allah ku sake farawa.',
  },
  unreachable: {
    title: 'Ba mu iya buɗe rajistarku ba',
    text: 'Babu amsa daga NELFUND. Ku duba intanet ɗinku, sannan ku sake gwadawa.',
  },
  broken: {
    title: 'Ba mu iya buɗe rajistarku ba',
    text: 'An samu matsala a wurinmu. Ku jira minti ɗaya, sannan ku sake gwadawa.',
  },

  waiting: {
    title: 'Muna jiran walet ɗinku',
    text: 'Ku buɗe gayyatar a manhajar walet, ko ku duba lambar da ita, sannan ku amince. Wannan shafi zai ci gaba da kansa.',
  },
  scanned: {
    title: 'An duba lambar',
    text: 'Yanzu ku duba walet ɗinku: yana tambaya ko a haɗa da NELFUND. Ku amince a can.',
  },
  connecting: { title: 'Ana haɗawa', text: 'Walet ɗinku da NELFUND suna yin haɗi mai tsaro.' },
  waitingLong: {
    title: 'Har yanzu muna jiran walet ɗinku',
    text: 'Lambar tana aiki har yanzu. Idan manhajar walet ba ta yi komai ba, ku gwada abin da ke ƙasa.',
  },
  scannedLong: {
    title: 'Ya fi daɗewa fiye da yadda aka saba',
    text: 'Walet ɗinku ya duba lambar. Ku buɗe shi ku nemi tambayar da za ku amince, kuma ku tabbatar wayarku tana da intanet.',
  },
  connectingLong: {
    title: 'Ya fi daɗewa fiye da yadda aka saba',
    text: 'Har yanzu ana haɗawa. Ku bar manhajar walet a buɗe, kuma ku tabbatar wayarku tana da intanet.',
  },
  connected: { title: 'An haɗa walet ɗinku', text: 'Na gaba, za ku ba da bayananku.' },
  failed: {
    title: 'Haɗin bai yi nasara ba',
    text: 'Walet ɗinku ko sabis ɗin walet ya samu matsala. Ku sake gwadawa da sabuwar lamba; idan ya sake kasawa, ku tuntuɓi NELFUND ku faɗi lambar shaida da ke ƙasa.',
  },
  declined: {
    title: 'An ƙi haɗin ko an soke shi',
    text: 'Ba a ba da komai ba. Don ci gaba a nan, ku karɓi sabuwar lamba, ku amince da haɗin a manhajar walet.',
  },
  expired: {
    title: 'Lokaci ya ƙare',
    text: 'Gayyatar ba ta aiki yanzu. Ku karɓi sabuwar lamba don ci gaba a nan; babu abin da ya ɓace.',
  },

  asking: { title: 'Muna tambayar walet ɗinku', text: 'Buƙatar ba da bayananku tana kan hanya zuwa gare shi.' },
  asked: {
    title: 'Muna jiran amincewarku',
    text: 'Ku buɗe manhajar walet. Tana nuna abin da NELFUND ke nema; ku amince don ci gaba.',
  },
  checking: { title: 'Ana dubawa', text: 'Mun karɓi bayananku, muna duba su.' },
  verified: { title: 'An tabbatar', text: 'An tabbatar da bayananku.' },
  notAccepted: {
    title: 'Katinku bai wuce bincike ba',
    text: 'Watakila lokacinsa ya wuce, ko makarantarku ta karɓe shi. Ba ku yi laifi ba, kuma babu abin da ya ɓace.',
  },
  notShared: {
    title: 'Kun ƙi ba da bayanai',
    text: 'Ba a ba da komai ba. NELFUND ba za ta iya ci gaba ba tare da waɗannan bayanan ba. Idan kun canja ra’ayi, ku sake tambaya, sannan ku amince a manhajar walet.',
  },
  preparing: { title: 'An tabbatar', text: 'An tabbatar da bayananku. Ana shirya shaidarku.' },
  offered: {
    title: 'Shaidar rajistarku ta shirya',
    text: 'Ku buɗe manhajar walet ku karɓi shaidar da ta fito daga NELFUND.',
  },
  receiving: { title: 'Ana karɓa', text: 'Shaidar rajistarku tana kan hanya zuwa walet ɗinku.' },
  received: { title: 'An karɓa', text: 'Shaidar rajistarku tana cikin walet ɗinku.' },
  notReceived: {
    title: 'Kun ƙi karɓar shaidar',
    text: 'Rajistarku ba ta cika ba in babu ita. Idan kun canja ra’ayi, ku sake tambaya, sannan ku karɓe ta a manhajar walet.',
  },
  askedLong: {
    title: 'Har yanzu muna jiran manhajar walet',
    text: 'Ku buɗe manhajar walet ku nemi saƙo daga NELFUND. Idan babu, ku sake tambaya.',
  },
  heldUp: {
    title: 'Ya fi daɗewa fiye da yadda aka saba',
    text: 'Sabis ɗin walet bai amsa ba tukuna. Muna ci gaba da gwadawa da kanmu: kuna iya rufe wannan shafi ku dawo daga baya.',
  },
  askingAgain: { title: 'Ana sake tambaya', text: 'Sabuwar buƙata tana kan hanya zuwa walet ɗinku.' },
  registered: { title: 'Rajista ta kammala', text: 'Shaidar rajistarku tana cikin walet ɗinku.' },
  confirmed: { title: 'An tabbatar da ku', text: 'An tabbatar da bayananku.' },

  requestProof: {
    title: 'Ba mu iya tambayar walet ɗinku ba',
    text: 'Sabis ɗin walet bai karɓi buƙatarmu ba. Babu abin da ya ɓace. Ku sake gwadawa; idan bai taimaka ba, ku tuntuɓi NELFUND ku faɗi lambar shaida da ke ƙasa.',
  },
  verifyPresentation: {
    title: 'Ba mu iya duba bayananku ba',
    text: 'Sabis ɗin walet bai duba abin da kuka bayar ba. Ba ku yi laifi ba. Ku sake gwadawa, ku amince da sabuwar buƙata a manhajar walet; idan bai taimaka ba, ku tuntuɓi NELFUND ku faɗi lambar shaida da ke ƙasa.',
  },
  readIdentity: {
    title: 'An tabbatar, amma ba mu samu bayananku ba',
    text: 'Sabis ɗin walet bai ba mu su ba tukuna. Ba ku yi laifi ba, kuma babu abin da ya ɓace. Ku sake gwadawa; idan bai taimaka ba, ku tuntuɓi NELFUND ku faɗi lambar shaida da ke ƙasa.',
  },
  offerCredential: {
    title: 'Ba mu iya aika shaidarku ba',
    text: 'Sabis ɗin walet bai karɓi tayinmu ba. Bayananku daidai suke, kuma babu abin da ya ɓace. Ku sake gwadawa; idan bai taimaka ba, ku tuntuɓi NELFUND ku faɗi lambar shaida da ke ƙasa.',
  },

  noAnswer: {
    title: 'Babu amsa',
    text: 'Babu amsa daga NELFUND. Ku duba intanet ɗinku, sannan ku sake gwadawa. Sake tambaya ba ya cutarwa.',
  },
  notSetUp: {
    title: 'Ba a saita wannan adireshin ba',
    text: 'Intanet ɗinku lafiya yake, amma wannan shafi ba ya aiki a adireshin da ke burauzarku. Mai kula da shi dole ya saita PUBLIC_URL zuwa wannan adireshin.',
  },
  closed: {
    title: 'Rajista ba ta aiki a yanzu',
    text: 'Sabis ɗin walet ba ya karɓar buƙatunmu. NELFUND ce za ta gyara; sake gwadawa yanzu ba zai taimaka ba. Ku gaya mana ta hanyar taimako da ke wannan shafi, ko ku dawo wata rana.',
  },
  platformAway: {
    title: 'Sabis ɗin walet bai amsa ba',
    text: 'Ku jira minti ɗaya, sannan ku sake gwadawa. Sake tambaya ba ya cutarwa.',
  },
  notReady: {
    title: 'Walet ɗinku bai shirya ba tukuna',
    text: 'Ku buɗe manhajar walet, ku jira sai ta nuna haɗin, sannan ku sake gwadawa.',
  },
  trouble: {
    title: 'Bai yi aiki ba',
    text: 'An samu matsala a wurinmu. Ku jira minti ɗaya, sannan ku sake gwadawa.',
  },
}
