import { describe, expect, test } from 'vitest';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import type { Command } from '../../../shared/room/command.ts';
import type { Person } from '../../../shared/room/person.ts';
import { compose } from '../../../shared/mail/compose.ts';
import { MAIL_WORDS } from '../../../shared/mail/catalogues/mail-words.ts';
import { writeHtml } from '../../../shared/mail/write-html.tsx';
import { writeText } from '../../../shared/mail/write-text.ts';
import { CALENDAR_TEXTS } from '../../../shared/itip/calendar-texts.ts';
import { directionOf, LANGUAGES, type Language } from '../../../shared/words/languages.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { DEFAULT_TOPICS, parseChoices } from '../../../shared/words/practice.ts';
import { topicsEn } from '../../../shared/words/topics.ts';
import { benAndAsha, everyMail, lastMail } from '../../support/decided-mail.ts';
import { asha, ben, bensRoom, monday, seed } from '../../support/rooms.ts';
import { outgoing } from '../../support/written-mail.ts';

const reads = (person: Person, language: Language): Person => ({ ...person, language });
const links = {
  ...Object.fromEntries(
    ['reschedule', 'approve', 'decline', 'confirm', 'restore', 'book', 'note', 'introduce', 'cant-come'].map((purpose) => [
      purpose,
      'https://a.example/1',
    ]),
  ),
  session: 'https://a.example/2',
  sessions: 'https://a.example/3',
  host: 'https://a.example/4',
  timer: 'https://a.example/5',
  venue: 'https://a.example/6',
};
const bookedBy = (guest: Person): Command => ({ type: 'book', guest, at: plusMinutes(monday, 5), seed: seed(2) });
const worded = (mail: OwedMail) => compose(mail, links, outgoing.brand, outgoing.organizer);
const mailsIn = (language: Language) => everyMail({ ...benAndAsha, host: reads(ben, language), guest: reads(asha, language), note: 'نعم' });

// Names of people, brands, programs, zones and offsets, which are written alike everywhere.
const NAMES = /https:\/\/\S+|asha\S*@\S+|ben\S*@\S+|Ophthalmo Practice|Asha|Ben|\bUTC\b|\bGMT\b|\bIST\b|Outlook|winmail\.dat/g;

describe.each(LANGUAGES.filter((language) => language !== 'en'))('mail in %s', (language) => {
  const english = everyMail({ ...benAndAsha, note: 'نعم' });

  test.each(mailsIn(language))(`no sentence of $name in ${language} is the English one`, ({ name, mail }) => {
    const [translated, original] = [worded(mail), worded(english.find((each) => each.name === name)!.mail)];
    const sentencesOf = (message: typeof translated) =>
      writeText(message)
        .split('\n')
        .filter((line) => /[a-z]{3}/.test(line.replaceAll(NAMES, '')));
    const known = new Set(sentencesOf(original));
    expect([translated.subject, translated.preheader, ...sentencesOf(translated)].filter((line) => known.has(line))).toEqual([]);
    expect(translated.subject).not.toBe(original.subject);
    expect(writeHtml(translated, outgoing.brand)).toContain(`<html lang="${language}" dir="${directionOf(language)}">`);
    expect(translated.calendar?.ics ?? '').not.toBe(original.calendar?.ics ?? 'no calendar');
  });
});

test('mail in Arabic has no Latin letter but those of names, programs and zones', () => {
  for (const { mail } of mailsIn('ar')) {
    const message = worded(mail);
    expect(`${message.subject}\n${message.preheader}\n${writeText(message)}`.replaceAll(NAMES, '')).not.toMatch(/[A-Za-z]/);
  }
});

test('each of two people is mailed in their own language, and the other language is not in that mail', () => {
  const mails = lastMail([{ ...bensRoom, host: reads(ben, 'ar') }, bookedBy(reads(asha, 'de'))]).map(
    (mail) => [mail.to.role, worded(mail)] as const,
  );
  const [toBen, toAsha] = [mails.find(([role]) => role === 'host')![1], mails.find(([role]) => role === 'guest')![1]];
  expect([toBen.subject, toAsha.subject]).toEqual(['جلسة مع Asha – Ophthalmo Practice', 'Ophthalmo Practice: Sitzung mit Ben']);
  expect(writeText(toAsha)).not.toMatch(/\p{Script=Arabic}/u);
  expect(writeText(toBen)).not.toMatch(/Sitzung|Sie/);
});

test('SUMMARY is English in a room of two people who read English, or have said nothing, as it always was', () => {
  for (const guest of [asha, reads(asha, 'en')]) {
    const [mail] = lastMail([bensRoom, bookedBy(guest)]).filter(({ to }) => to.role === 'host');
    expect(worded(mail!).calendar?.ics).toContain('SUMMARY:Ophthalmo Practice Session with Asha\r\n');
  }
});

test('an Arabic name in a German mail, and a Latin one in an Arabic mail, are kept apart from the time beside them', () => {
  const mona = { ...asha, name: 'منى فاروق', givenName: 'منى' };
  const moved = (host: Person, guest: Person) => lastMail([{ ...bensRoom, host }, bookedBy(guest)]);
  const german = moved(reads(ben, 'de'), mona).find(({ to }) => to.role === 'host')!;
  expect(worded(german).heading).toBe('Sie üben mit \u2068منى\u2069');
  const arabic = moved(ben, reads(mona, 'ar')).find(({ to }) => to.role === 'guest')!;
  expect(worded(arabic).heading).toBe('لديك جلسة تدريب مع \u2068Ben\u2069');
});

test('somebody without a name to show is called otherwise in each language, and nowhere by the English words', () => {
  const nobody = { ...asha, name: '', givenName: '' };
  for (const language of LANGUAGES.filter((each) => each !== 'en')) {
    const mail = lastMail([{ ...bensRoom, host: reads(ben, language) }, bookedBy(nobody)]).find(({ to }) => to.role === 'host')!;
    const message = worded(mail);
    expect(`${message.subject}${writeText(message)}${message.calendar?.ics}`).not.toMatch(/your partner/i);
  }
});

test('a count in Arabic is one noun for one, the dual for two, and the right plural from three on', () => {
  const { inMinutes, inHours } = MAIL_WORDS.ar.notices.reminder;
  expect([1, 2, 3, 10, 11, 59, 100].map(inMinutes)).toEqual([
    'بعد دقيقة واحدة',
    'بعد دقيقتين',
    'بعد 3 دقائق',
    'بعد 10 دقائق',
    'بعد 11 دقيقة',
    'بعد 59 دقيقة',
    'بعد 100 دقيقة',
  ]);
  expect(inHours(2)).toBe('بعد ساعتين تقريباً');
});

test('every topic of the service has a name in each language', () => {
  expect(Object.keys(topicsEn)).toEqual(parseChoices(DEFAULT_TOPICS));
});

/** Every text of a catalogue, with the same arguments. */
function textsIn(words: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof words === 'string') return [[path, words]];
  if (typeof words === 'function') return [[path, String(words(...SAMPLES.slice(0, words.length)))]];
  if (typeof words !== 'object' || words === null) return [];
  return Object.entries(words).flatMap(([key, value]) => textsIn(value, `${path}.${key}`));
}
const SAMPLES = ['X', 'Y', 'Z'] as const;

// The same in two languages, and right in both.
const ALIKE = ['.topics.Glaucoma', '.topics.Retina', '.topics.Uveitis', '.quotation'];

test.each(LANGUAGES.filter((language) => language !== 'en'))(
  'no text of the catalogues in %s is empty or still the English one',
  (language) => {
    const { moments: _, ...words } = MAIL_WORDS[language];
    const { moments: __, ...english } = MAIL_WORDS.en;
    const known = new Map([...textsIn(english, 'mail'), ...textsIn(CALENDAR_TEXTS.en, 'calendar')]);
    const all = [...textsIn(words, 'mail'), ...textsIn(CALENDAR_TEXTS[language], 'calendar')];
    expect(
      all.filter(([path, text]) => text.trim() === '' || (text === known.get(path) && !ALIKE.some((end) => path.endsWith(end)))),
    ).toEqual([]);
  },
);
