import type { TimeFault, UnreadableReason } from '../../words/inbound-reasons.ts';
import type { NoticeWords } from './notice-words-en.ts';
import { daysAr, hoursAr, minutesAr, timesAr } from './plurals-ar.ts';

/*
 * Mail without a calendar part, in Arabic. Sentences avoid verbs that would have to know whether somebody is a man or a woman.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'الطرف الآخر';

/** As the end of a sentence. */
const unreadable: Readonly<Record<UnreadableReason, string>> = {
  'too-large': 'حجمه أكبر من أي رد من تقويم.',
  'too-complex': 'عدد أسطره أو أجزائه أكبر من أي رد من تقويم.',
  'malformed-mail': 'الرسالة تالفة.',
  'no-calendar': 'لا تصلنا إلا أزرار تقويمك، أما نص الرسالة نفسها فلا يقرؤه أحد.',
  winmail: 'وضعه برنامج بريدك في ملف winmail.dat لا يفتحه إلا Outlook.',
  'not-a-calendar': 'بيانات التقويم فيه تالفة.',
  truncated: 'بيانات التقويم فيه ناقصة.',
  'calendar-too-large': 'بيانات التقويم فيه أكبر من أي رد.',
  ambiguous: 'يحتوي على أكثر من رد واحد.',
  'no-method': 'لا توضّح بيانات التقويم فيه على ماذا ترد.',
  'no-event': 'لا تحتوي بيانات التقويم فيه على أي حدث.',
  'no-uid': 'لا توضّح بيانات التقويم فيه أي جلسة تخص.',
  'no-answer': 'لا يوضّح هل حضورك ممكن.',
  'unknown-time-zone': 'لا نعرف المنطقة الزمنية التي حددها تقويمك، ولا نريد التخمين.',
};

const impossible: Readonly<Record<TimeFault | 'person-limit', string>> = {
  'all-day': 'كان الاقتراح ليوم كامل، والجلسة تحتاج إلى ساعة محددة.',
  'floating-time': 'لم يحدد تقويمك المنطقة الزمنية.',
  'unknown-time-zone': 'لا نعرف المنطقة الزمنية التي حددها تقويمك، ولا نريد التخمين.',
  'not-a-time': 'لم يحدد الاقتراح أي وقت.',
  'end-before-start': 'كانت النهاية قبل البداية.',
  'person-limit': 'بلغت اقتراحاتك الحد المسموح به للشخص الواحد في اليوم. يمكنك المحاولة من جديد غداً.',
};

export const noticeWordsAr: NoticeWords = {
  suggestion: {
    minutesFrom: (minutes, start) => `${minutesAr(minutes)} ابتداءً من ${start}`,
    lapses: (at) => `ينتهي الاقتراح ${at}.`,
    oneOf: (n, count, minutes) => `الموعد ${n} من ${count}، مدته ${minutesAr(minutes)}:`,
    now: 'موعد الجلسة الآن:',
    busyAtOne: 'لديك جلسة أخرى في أحد هذه المواعيد.',
    approve: 'الموافقة على الموعد الجديد',
    decline: 'الرفض وإبقاء الموعد',
    choose: 'اختيار أحد هذه المواعيد',
    declineAll: 'لا شيء منها، إبقاء الموعد',
  },
  received: {
    subject: (who, suggestion) => `مطلوب ردك: اقتراح من ${name(who)}: ${suggestion}`,
    preheader: (present) => `يبقى الموعد ${present} إلى أن يصلنا ردك.`,
    heading: (who) => `اقتراح موعد آخر من ${name(who)}`,
    headingOfSeveral: (who, count) => `اقتراح ${timesAr(count)} من ${name(who)}`,
    stays: 'تبقى الجلسة في موعدها الحالي إلى أن يصلنا ردك.',
  },
  sent: {
    subject: (suggestion) => `أُرسل اقتراحك: ${suggestion}`,
    preheader: (who) => `ننتظر الموافقة أو الرفض من ${name(who)}. لا يتغيّر شيء حتى ذلك الحين.`,
    preheaderOfSeveral: (who) => `ننتظر من ${name(who)} الموافقة على أحد المواعيد أو رفضها كلها. لا يتغيّر شيء حتى ذلك الحين.`,
    heading: 'اقتراحك في الطريق',
    text: (who) => `ننتظر الموافقة أو الرفض من ${name(who)}. تبقى الجلسة في موعدها الحالي حتى ذلك الحين.`,
    textOfSeveral: (who) => `ننتظر من ${name(who)} الموافقة على أحد المواعيد أو رفضها كلها. تبقى الجلسة في موعدها الحالي حتى ذلك الحين.`,
  },
  kept: {
    subject: (start) => `بقي الموعد كما هو: ${start}`,
    heading: 'تبقى الجلسة في موعدها',
    preheaderOfDeclined: (who) => `الموعد الذي اقترحته لا يناسب ${name(who)}.`,
    preheaderOfAllDeclined: (who) => `لا يناسب ${name(who)} أيٌّ من المواعيد التي اقترحتها.`,
    declined: (who, suggestion) => `الموعد الذي اقترحته${inBrackets(suggestion)} لا يناسب ${name(who)}. تبقى الجلسة كما هي:`,
    allDeclined: (who, suggestion) => `لا يناسب ${name(who)} أيٌّ من المواعيد التي اقترحتها${inBrackets(suggestion)}. تبقى الجلسة كما هي:`,
    preheaderOfExpired: (who) => `لم يصل رد من ${name(who)} على اقتراحك في الوقت المحدد.`,
    expired: (who, suggestion) => `لم يصل رد من ${name(who)} على اقتراحك${inBrackets(suggestion)} في الوقت المحدد. تبقى الجلسة كما هي:`,
  },
  unanswered: {
    subject: (who, suggestion) => `لا يزال معلّقاً: اقتراح من ${name(who)}: ${suggestion}`,
    heading: (who) => `ردك منتظَر لدى ${name(who)}`,
    preheader: (who) => `ردك منتظَر لدى ${name(who)}.`,
    notAgain: 'لن نسأل مرة أخرى.',
  },
  replyUnreadable: {
    subject: 'تعذّر علينا تنفيذ ردك',
    preheader: (who, present) => `لم يتغيّر شيء: تبقى الجلسة مع ${name(who)} في موعدها ${present}. هذا ما يمكنك فعله.`,
    text: (why) => `وصلنا ردك على الجلسة أدناه، لكن تعذّر استخدامه${why === null ? '.' : `: ${unreadable[why]}`} لم يتغيّر شيء.`,
    instead: 'يمكنك إبلاغنا من هنا بدلاً من ذلك، دون تسجيل الدخول.',
  },
  proposalImpossible: {
    subject: 'تعذّر علينا إيصال اقتراحك',
    preheader: (who, present) => `تبقى الجلسة مع ${name(who)} في موعدها ${present}. يمكنك اختيار موعد آخر.`,
    text: (why, matter) =>
      `اقترحت موعداً جديداً من تقويمك، لكن تعذّر ذلك. ${why === null ? (matter ?? 'لم نتمكن من استخدام الاقتراح.') : impossible[why]} تبقى الجلسة في موعدها:`,
  },
  confirmReply: {
    subject: (start) => `هل هذا الرد منك؟ ${start}`,
    heading: 'هل هذا الرد منك؟',
    preheader: 'لم نتأكد من أن الرد وصل منك، لذا لم يتغيّر شيء.',
    fromUnknown: 'وصل رد على هذه الجلسة من عنوان لا نعرفه، لذا لم يتغيّر شيء.',
    toMove: (start) => asked(`تغيير موعد الجلسة إلى ${start}`),
    toAccept: asked('قبول الدعوة'),
    toSayMaybe: asked('الرد على الدعوة بعبارة «ربما»'),
    toDecline: asked('رفض الدعوة'),
    toDeclineAsHost: asked('رفض الدعوة، وهو ما يلغي الجلسة'),
    toAnswer: asked('الرد على الدعوة'),
    confirm: 'إن كان الرد منك فيُرجى تأكيده، وإلا فيمكنك تجاهل هذه الرسالة.',
    confirmAndRemember: 'إن كان الرد منك فيُرجى تأكيده: ستُعتمد الردود من ذلك العنوان بعد الآن. وإلا فيمكنك تجاهل هذه الرسالة.',
    button: 'نعم، هذا ردي',
  },
  freshLink: {
    subject: (start) => `رابطك الجديد: ${start}`,
    heading: 'هذا رابطك الجديد',
    toDecide: (who) => `يمكنك من خلاله الرد على اقتراح ${name(who)}.`,
    toSuggest: 'يمكنك من خلاله اقتراح موعد آخر.',
  },
  note: {
    subject: (who, start) => `رسالة إليك من ${name(who)}: ${start}`,
    heading: (who) => `بضع كلمات من ${name(who)}`,
    howToAnswer: 'تبقى الجلسة في موعدها. الرد على هذه الرسالة لا يصل إلى أحد: يمكنك الرد عبر الرابط أدناه دون تسجيل الدخول.',
    answer: (who) => `الرد على ${name(who)}`,
  },
  bounced: {
    subject: (who, start) => `ربما لم يصل الخبر إلى ${name(who)}: ${start}`,
    heading: (who) => `تعذّر الوصول إلى ${name(who)}`,
    preheader: (who) => `عادت رسالتنا إلى ${name(who)} دون تسليم. هذا ما يمكنك فعله.`,
    text: (who) =>
      `عادت رسالتنا بشأن هذه الجلسة دون تسليم، لأن صندوق بريد ${name(who)} لم يقبلها. قد لا تظهر الدعوة في ذلك التقويم، مع أن الجلسة لا تزال محجوزة:`,
    hostCan: (who) =>
      `يمكنك الانتظار: تظهر الجلسة لدى ${name(who)} أيضاً بعد تسجيل الدخول. أو يمكنك إلغاؤها من صفحتها واستضافة جلسة أخرى ليحجزها شخص آخر.`,
    guestCan: (who) => `يمكنك الانتظار: تظهر الجلسة لدى ${name(who)} أيضاً بعد تسجيل الدخول. أو يمكنك مغادرتها من صفحتها وحجز جلسة أخرى.`,
  },
  introduction: {
    subject: (who) => `عنوان ${name(who)}`,
    heading: (who) => `يمكنك مراسلة ${name(who)}`,
    preheader: 'طلبتما ذلك كلاكما. يمكنكما من الآن التراسل مباشرة.',
    text: (who) => `طلبتما، ${name(who)} وأنت، تبادل العناوين. يصل عنوانك إلى ${name(who)} في رسالة مثل هذه.`,
    address: (who, address) => `عنوان ${name(who)}: ${address}`,
    forChanges: 'لتغيير الجلسة، يُرجى الاستمرار في استخدام تقويمك أو صفحة الجلسة: نحن فقط من يمكنه تغيير التقويمين معاً.',
  },
  reminder: {
    subject: (start, who) => `تذكير: ${start}، مع ${name(who)}`,
    heading: (who, soon) => `لديك جلسة تدريب مع ${name(who)} ${soon}`,
    begins: (soon, minutes) => `تبدأ جلستك ${soon}، ومدتها ${minutesAr(minutes)}`,
    choice: 'يمكنك أن تحدد في ملفك الشخصي هل نذكّرك قبل يوم أو قبل ساعة أو لا نذكّرك أبداً.',
    inADay: 'بعد يوم تقريباً',
    inHours: (count) => `بعد ${hoursAr(count)} تقريباً`,
    inAnHour: 'بعد ساعة تقريباً',
    inMinutes: (count) => `بعد ${minutesAr(count)}`,
  },
  reservation: {
    subject: (who, start) => `التدريب مرة أخرى مع ${name(who)}؟ ${start}`,
    preheader: (minutes, until) => `${minutesAr(minutes)} محجوزة لك حتى ${until}. دون تسجيل الدخول.`,
    heading: (who) => `دعوة من ${name(who)} إلى التدريب معك مرة أخرى`,
    text: (until) => `سبق لكما التدريب معاً. هذه الجلسة محجوزة لك حتى ${until}، ولا يراها أي شخص آخر:`,
    nothingBooked:
      'لم يُحجز شيء بعد. الصفحة التي يفتحها الزر تسألك مرة أخرى، دون تسجيل الدخول. ويمكنك هناك أيضاً الرفض أو إيقاف هذه الرسائل.',
    book: 'حجز هذه الجلسة',
  },
  reservationEnded: {
    declined: (who) => `اعتذار من ${name(who)}`,
    notBooked: (who) => `لم يصل حجز من ${name(who)}`,
    subjectOfOpen: (what, start) => `${what}: ${start} (مفتوحة الآن للجميع)`,
    subjectOfCancelled: (what, start) => `${what}: ${start} (أُلغيت)`,
    wasReserved: (who) => `كانت الجلسة أدناه محجوزة باسم ${name(who)}.`,
    nowOpen: 'جلستك مفتوحة الآن للجميع، كما أردت.',
    nowCancelled: 'أُلغيت جلستك. لم يكن في تقويمك شيء منها.',
    hostAnother: 'استضافة جلسة أخرى',
  },
  afterwards: {
    heading: (who) => `كيف كانت جلستك مع ${name(who)}؟`,
    preheader: 'ثلاثة أسئلة قصيرة دون تسجيل الدخول. إجابتك ليست تقييماً علنياً.',
    questions: 'هل عُقدت الجلسة، وهل كانت مفيدة، وهل ترغبان في التدريب معاً مرة أخرى؟ يمكنك أيضاً ترك سطر واحد، دون تسجيل الدخول.',
    button: 'إخبارنا كيف كانت',
    whatCounts: (until, days) =>
      `يمكنك الإجابة حتى ${until}. لا يُقيَّم أحد علناً. إذا أفاد أحد الطرفين بأن الآخر لم يحضر، ولم يرد ذلك الطرف، تُحسب الجلسة فائتة. من تفوته جلسات كثيرة خلال ${daysAr(days)} لا يمكنه الاستضافة أو الحجز مدة أسبوع. يعرض ملفك الشخصي عدد الجلسات المحتسبة.`,
  },
  afterwardsAnswer: {
    subjectOfAgain: (who) => `رغبة من ${name(who)} في التدريب معك مرة أخرى`,
    subjectOfLine: (who) => `رسالة إليك من ${name(who)} بعد جلستكما`,
    wish: (who) => `لدى ${name(who)} رغبة في التدريب معك مرة أخرى.`,
    headingOfLine: (who) => `سطر من ${name(who)}`,
    about: 'يتعلق هذا بالجلسة التي جمعتكما:',
    howToAgain: 'إن كانت لديك الرغبة نفسها، يمكنك تخصيص جلسة لكما: لك اختيار الموعد، ويحجزها الطرف الآخر عبر رابط.',
    noReply: 'الرد على هذه الرسالة لا يصل إلى أحد. للتدريب معاً مرة أخرى، يمكنك تخصيص جلسة لكما.',
    button: (who) => `التدريب مرة أخرى مع ${name(who)}`,
  },
  wishFits: {
    subject: (start) => `جلسة مناسبة: ${start}`,
    subjectWithPractice: (start, what) => `جلسة مناسبة: ${start}، ${what}`,
    preheader: (minutes, who) => `${minutesAr(minutes)} مع ${name(who)}. الجلسة لمن يسبق إلى حجزها، دون تسجيل الدخول.`,
    heading: 'هناك جلسة مفتوحة تناسب رغبتك',
    hosts: (who, minutes) => `جلسة مقدَّمة من ${name(who)}، مدتها ${minutesAr(minutes)}:`,
    nothingBooked: 'لم يُحجز شيء بعد، وتصل هذه الرسالة إلى غيرك أيضاً: الجلسة لمن يسبق إلى حجزها. الصفحة التي يفتحها الزر تسألك مرة أخرى.',
    seeWishes: 'عرض رغباتك',
    endWish: 'إنهاء هذه الرغبة',
  },
};

const inBrackets = (text: string): string => (text === '' ? '' : ` (${text})`);

function asked(what: string): string {
  return `وصلت رسالة تطلب ${what}، لكننا لم نتأكد من أنها منك، لذا لم يتغيّر شيء.`;
}
