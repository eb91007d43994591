import { topicsAr } from '../words/topics.ts';
import type { CalendarText } from './calendar-text-en.ts';

/** A title begins with an Arabic word, so that calendars write all of it from right to left. */
export const calendarTextAr: CalendarText = {
  title: (brand, who) => `جلسة مع ${who ?? 'الطرف الآخر'} – ${brand}`,
  openTitle: (brand) => `جلسة مفتوحة – ${brand}`,
  feedName: (brand) => `جلسات ${brand}`,
  join: (venue) => `الانضمام إلى الجلسة: ${venue}`,
  notBooked: 'لم يحجزها أحد بعد.',
  topics: topicsAr,
  practised: (what) => `موضوع التدريب: ${what}.`,
  writtenByYou: (line) => `رسالتك: ${line}`,
  writtenByOther: (who, line) => `رسالة من ${who ?? 'الطرف الآخر'}: ${line}`,
  feedFollows: (page) => `هذا التقويم يتابع الجلسة. يمكنك تغيير موعدها أو إلغاؤها من صفحتها: ${page}`,
  copyWarning: 'هذه نسخة لا تتابع التغييرات. أما رابط التقويم في ملفك الشخصي فيتابعها.',
  asItIsNow: (page) => `الجلسة كما هي الآن: ${page}`,
};
