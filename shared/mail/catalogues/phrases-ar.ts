import type { ClockPhrases, Phrases } from './phrases-en.ts';
import { minutesAr, stationsAr } from './plurals-ar.ts';
import { topicsAr } from '../../words/topics.ts';

/*
 * What mails of several kinds say, in Arabic.
 */

type Who = string | null;

const name = (who: Who): string => who ?? 'الطرف الآخر';

/** The session on every clock; pages say it too. */
const clockWordsAr: ClockPhrases = {
  yours: 'توقيتك',
  ofBoth: (who) => `توقيتك وتوقيت ${name(who)}`,
  ofOther: (who) => `توقيت ${name(who)}`,
  change: 'يتغيّر التوقيت الرسمي قبل ذلك اليوم، والأوقات أعلاه تراعي هذا التغيير.',
};

export const phrasesAr: Phrases = {
  clocks: clockWordsAr,
  quote: {
    byYou: 'رسالتك',
    byOther: (who) => `رسالة من ${name(who)}`,
  },
  practised: (what) => `موضوع التدريب: ${what}.`,
  otherSession: 'لديك جلسة أخرى في ذلك الوقت.',
  venue: {
    join: 'الانضمام إلى الجلسة',
    youCanGive: (who) => `لا يوجد رابط للقاء بعد. يمكنك إضافة رابط في صفحة الجلسة، وسيصل فوراً إلى ${name(who)}.`,
    otherCanGive: (who) => `لا يوجد رابط للقاء بعد. يمكن إضافة رابط في صفحة الجلسة من قِبل ${name(who)}، وسيصلك فوراً.`,
  },
  plan: {
    stations: (stations, minutes, toRead) =>
      `يمكن توزيع الوقت على ${stationsAr(stations)}، مدة كل محطة ${minutesAr(minutes)} تتضمن ${minutesAr(toRead)} للقراءة.`,
    youBegin: (who) => `الإجابة أولاً من جانبك، والأسئلة من ${name(who)}.`,
    otherBegins: (who) => `الإجابة أولاً من ${name(who)}، والأسئلة من جانبك.`,
    swap: (clock) => `تتبادلان الأدوار في منتصف الجلسة، الساعة ${clock}.`,
    feedback: (minutes) => `آخر ${minutesAr(minutes)} من كل نصف للمناقشة.`,
    timer: 'فتح المؤقّت المشترك بينكما',
  },
  actions: {
    seeSession: 'عرض الجلسة',
    suggestTime: 'اقتراح موعد آخر',
    cantCome: 'لا يمكنني الحضور',
    writeTo: (who) => `مراسلة ${name(who)}`,
    exchange: (who) => `تبادل العناوين مع ${name(who)}`,
  },
  footer: {
    haveSession: (brand) => `تصلك هذه الرسالة من ${brand} لأن لديك جلسة تدريب.`,
    hadSession: (brand) => `تصلك هذه الرسالة من ${brand} لأنه كانت لديك جلسة تدريب.`,
    practisedBefore: (brand, who) => `تصلك هذه الرسالة من ${brand} لأنه سبق لك التدريب مع ${name(who)}.`,
    askedToBeTold: (brand) => `تصلك هذه الرسالة من ${brand} لأنك طلبت إبلاغك بجلسات مثل هذه.`,
    addressHidden: 'لا يظهر عنوان بريدك الإلكتروني للطرف الآخر.',
  },
  topics: topicsAr,
};
