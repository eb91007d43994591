/*
 * What stands before and behind names without being one, in the languages that our users write.
 */

// Candidates are doctors: "with Dr" names nobody.
const TITLES = new Set(
  [
    'dr doctor prof professor assoc associate asst assistant mr mister mrs ms miss mx sir dame lady lord rev capt col maj lt surg cdr',
    'shri shree smt shrimati kumari sushri pandit ustad haji',
    'डॉ डा डॉक्टर डाक्टर डॉः डाः श्री श्रीमती श्रीमान सुश्री कुमारी प्रो प्रोफेसर प्रा प्राध्यापक',
    'ডা ডাঃ ড ডক্টর অধ্যাপক ਡਾ ડૉ டாக்டர் డాక్టర్ ಡಾ ഡോ',
    'د أد اد دكتور دكتورة الدكتور الدكتورة أستاذ الأستاذ استاذ الاستاذ بروفيسور ڈاکٹر دکتر پروفیسر',
    'herr frau doz priv-doz privatdozent dipl dipl-ing dott dottssa dra sra srta señor señora mme mlle monsieur madame doktor',
    'doç uzm yrd arş gör д-р проф др доктор профессор лікар δρ นพ พญ ดร',
    'docteur professeur profssa mudr mddr lek hab univ-prof drs datuk',
    // Of a doctorate: "Dr. med.", "Dr. rer. nat. habil."
    'med rer habil mult dent',
  ]
    .join(' ')
    .split(' '),
);
// Names too, unless a full stop follows.
const DOTTED_TITLES = new Set('er pt adv pr op mag pd ing sri sr nat phil sc iur jur theol hc م ه أ ا'.split(' '));

/** Whether a word is a title: "Dr", "Prof.", "डॉ.", "د." */
export function isTitle(word: string): boolean {
  const plain = word.toLowerCase().replaceAll('.', '');
  return TITLES.has(plain) || (word.endsWith('.') && DOTTED_TITLES.has(plain));
}

const POST_NOMINALS = new Set(
  'jr sr ii iii iv esq phd mbbs mbchb mbbch dphil mphil msc bsc mmed msurg dnb doms frcophth mrcophth frcs mrcs frcp mrcp facs fico fcps mph obe mbe cbe kbe franzco feboph'.split(
    ' ',
  ),
);

/**
 * Whether a word says what somebody is: "MD", "FRCOphth", "Jr". Letters after a name are written in capitals, which tells
 * nothing where the name is in capitals too.
 */
export function isPostNominal(word: string, isInCapitals: boolean): boolean {
  const plain = word.replaceAll(/[.'’-]/g, '');
  if (POST_NOMINALS.has(plain.toLowerCase()) || /^[A-Z]{0,2}RC[A-Z][A-Za-z]*$/.test(plain)) return true;
  return isInCapitals ? /^(MD|MS|MA|BA|DO|OD|MCh|MBA|RN)$/.test(plain) : /^(Ph|[A-Z])[A-Z]{1,7}$|^M(Ch|Sc|Med)$/.test(plain);
}
