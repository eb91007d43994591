import type { CalendarWords } from './calendar-words-en.ts';
import { minutesAr } from './plurals-ar.ts';

/*
 * Mail that changes a calendar, in Arabic. Sentences avoid verbs that would have to know whether somebody is a man or a woman.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'الطرف الآخر';

export const calendarWordsAr: CalendarWords = {
  invitation: {
    heading: (who) => `لديك جلسة تدريب مع ${name(who)}`,
    bookedByOther: (who) => `تم حجز جلستك التدريبية من قِبل ${name(who)}.`,
    bookedByYou: (who) => `حجزت الجلسة التدريبية المقدَّمة من ${name(who)}.`,
  },
  current: {
    heading: 'الموعد الحالي لجلستك',
    preheader: 'هذا هو الموعد الحالي.',
    olderAnswer: 'وصلنا ردك، لكن لدينا رد أحدث منك، وهو المعتمد. هذه دعوتك كما هي الآن: في حال تغيُّر رأيك، يُرجى الرد مرة أخرى.',
    staleAnswer: 'وصلنا ردك، لكنه يخص موعداً تغيّر بعد ذلك، لذا لا يُحتسب. هذه دعوتك كما هي الآن: يُرجى الرد مرة أخرى.',
    again: 'هذه دعوتك مرة أخرى كما هي الآن.',
  },
  moved: {
    headingOfTime: 'لجلستك موعد جديد',
    headingOfLength: 'لجلستك مدة جديدة',
    subjectOfTime: (move) => `تغيّر الموعد: ${move}`,
    withLength: (move, minutes) => `تغيّر الموعد: ${move}، ${minutesAr(minutes)}`,
    subjectOfLength: (minutes, start) => `المدة الآن ${minutesAr(minutes)}: ${start}`,
    withOther: (subject, who) => `${subject}، مع ${name(who)}`,
    newLength: (minutes, before) => `مدتها الآن ${minutesAr(minutes)} بدلاً من ${minutesAr(before)}.`,
    timeByNobody: (who) => `تغيّر موعد جلستك مع ${name(who)}.`,
    lengthByNobody: (who) => `تغيّرت مدة جلستك مع ${name(who)}.`,
    openTimeByNobody: 'تغيّر موعد جلستك المفتوحة.',
    openLengthByNobody: 'تغيّرت مدة جلستك المفتوحة.',
    timeApprovedByYou: (who) => `تمت موافقتك على الموعد المقترح من ${name(who)}.`,
    lengthApprovedByYou: (who) => `تمت موافقتك على المدة المقترحة من ${name(who)}.`,
    timeApprovedByOther: (who) => `وردت موافقة ${name(who)} على الموعد الذي اقترحته.`,
    lengthApprovedByOther: (who) => `وردت موافقة ${name(who)} على المدة التي اقترحتها.`,
    timeByYou: (who) => `غيّرت موعد جلستك مع ${name(who)}.`,
    lengthByYou: (who) => `غيّرت مدة جلستك مع ${name(who)}.`,
    openTimeByYou: 'غيّرت موعد جلستك المفتوحة.',
    openLengthByYou: 'غيّرت مدة جلستك المفتوحة.',
    timeByOther: (who) => `تغيّر موعد جلستك بطلب من ${name(who)}.`,
    lengthByOther: (who) => `تغيّرت مدة جلستك بطلب من ${name(who)}.`,
    bothAgreed: 'لا حاجة إلى الرد: اتفق الطرفان على ذلك.',
    onlyOtherIsAsked: (who) => `لا حاجة إلى ردك: المطلوب رد ${name(who)} فقط.`,
  },
  restored: {
    subject: (start) => `الجلسة قائمة من جديد: ${start}`,
    subjectWithOther: (start, who) => `الجلسة قائمة من جديد: ${start}، مع ${name(who)}`,
    heading: 'الجلسة قائمة من جديد',
    byYou: (who) => `تم سحب اعتذارك. عادت الجلسة مع ${name(who)} إلى تقويمك.`,
    openByYou: 'تم سحب اعتذارك. عادت جلستك المفتوحة إلى تقويمك.',
    byOther: (who) => `سُحب اعتذار ${name(who)}. عادت الجلسة إلى تقويمك.`,
  },
  venueChanged: {
    subject: (start, who) => `مكان لقاء جديد: ${start}، مع ${name(who)}`,
    heading: 'تغيّر مكان اللقاء',
    byYou: 'تم تغيير مكان اللقاء بناءً على طلبك. يبقى الموعد كما هو، وكذلك ردك.',
    byOther: (who) => `تم تغيير مكان اللقاء من قِبل ${name(who)}. يبقى الموعد كما هو، وكذلك ردك.`,
  },
  guestLeft: {
    subject: (who, start) => `اعتذار من ${name(who)}: ${start} (جلستك مفتوحة من جديد)`,
    preheader: 'تبقى الجلسة في تقويمك، وسنراسلك عند حجزها.',
    heading: (who) => `اعتذار عن الحضور من ${name(who)}`,
    text: (who) => `وصلنا اعتذار عن الحضور من ${name(who)}. جلستك مفتوحة من جديد. تبقى الجلسة في تقويمك، وسنراسلك عند حجزها.`,
  },
  cancelled: {
    subject: (start) => `أُلغيت: ${start}`,
    heading: 'أُلغيت هذه الجلسة',
    byHost: (who) => `أُلغيت هذه الجلسة من قِبل ${name(who)}. ستختفي من تقويمك.`,
    byUnknownHost: 'أُلغيت هذه الجلسة من قِبل الطرف المضيف. ستختفي من تقويمك.',
    byYou: (who) => `أُلغيت جلستك. نُبلغ ${name(who)} بذلك، وستختفي الجلسة من التقويمين.`,
    openByYou: 'أُلغيت جلستك. ستختفي من تقويمك.',
    guestCannotCome: (who) => `وصلنا اعتذار عن الحضور من ${name(who)}. كانت الجلسة لكما وحدكما، لذا أُلغيت. ستختفي من تقويمك.`,
    youCannotCome: (who) =>
      `تم تسجيل اعتذارك. كانت الجلسة لكما وحدكما، لذا أُلغيت. نرسل رسالة إلى ${name(who)}، وستختفي الجلسة من التقويمين.`,
    guestDroppedOut: (who) => `ورد انسحاب ${name(who)} بعد بدء الجلسة، لذا أُلغيت. ستختفي من تقويمك.`,
    youDroppedOut: (who) => `تم تسجيل انسحابك بعد بدء الجلسة، لذا أُلغيت لكليكما. نُبلغ ${name(who)} بذلك، وستختفي الجلسة من التقويمين.`,
  },
  unbooked: {
    preheader: (who) => `لم يعد لك مكان في الجلسة مع ${name(who)}، وسنُبلغ الطرف الآخر.`,
    heading: 'أُلغي حجزك',
    text: (who) => `لم يعد لك مكان في الجلسة مع ${name(who)}. ستختفي من تقويمك، ونُبلغ ${name(who)} بذلك.`,
  },
  putBack: {
    text: (until) => `هل كان الاعتذار غير مقصود؟ يمكنك استعادة الجلسة حتى ${until}.`,
    button: 'كان ذلك خطأً: استعادة الجلسة',
  },
  cancelAgain: {
    headingOfCancelled: 'أُلغيت هذه الجلسة',
    headingOfOut: 'ليس لك مكان في هذه الجلسة',
    preheaderOfCancelled: 'وصلنا ردك، لكن هذه الجلسة أُلغيت.',
    preheaderOfOut: 'وصلنا ردك، لكن لم يعد لك مكان في هذه الجلسة.',
    takenOut: 'أزلناها من تقويمك مرة أخرى.',
    seeWhetherOpen: 'معرفة ما إذا كانت لا تزال مفتوحة',
  },
  counterDeclined: {
    subject: (start) => `بقي الموعد كما هو: ${start}`,
    heading: 'تبقى الجلسة في موعدها',
    preheader: (who) => `الموعد الذي اقترحته لا يناسب ${name(who)}.`,
    text: (who) => `الموعد الذي اقترحته لا يناسب ${name(who)}. تبقى الجلسة كما هي.`,
  },
  howToAnswer: 'يمكنك القبول أو الاعتذار أو اقتراح موعد جديد من تقويمك كالمعتاد، أو عبر الروابط أدناه دون تسجيل الدخول.',
  changeThisSession: 'تغيير هذه الجلسة',
  findAnother: 'البحث عن جلسة أخرى',
};
