import { describe, expect, test } from 'vitest';
import { compose } from '../../../shared/mail/compose.ts';
import type { OwedMail } from '../../../shared/room/owed-mail.ts';
import { writeText } from '../../../shared/mail/write-text.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { benAndAsha, everyMail, lastMail } from '../../support/decided-mail.ts';
import { asha, ashaBooks, ben, bensRoom, instant, monday, nextTuesday, nextWednesday, proposalId, seed } from '../../support/rooms.ts';
import { outgoing } from '../../support/written-mail.ts';

const links = {
  reschedule: 'https://a.example/r',
  approve: 'https://a.example/a',
  decline: 'https://a.example/d',
  confirm: 'https://a.example/c',
  restore: 'https://a.example/p',
  book: 'https://a.example/b',
  session: 'https://a.example/s',
  host: 'https://a.example/h',
  sessions: 'https://a.example/',
  timer: 'https://a.example/t',
  venue: 'https://a.example/v',
};
const worded = (mail: OwedMail, venue: { readonly venue?: undefined } = {}) =>
  compose(mail, { ...links, ...venue }, outgoing.brand, outgoing.organizer);
const mails = everyMail();

const SUBJECTS: Readonly<Record<string, string>> = {
  'booked › invitation to the host': 'Ophthalmo Practice Session with Asha',
  'booked › invitation to the guest': 'Ophthalmo Practice Session with Ben',
  'moved › moved to the host': 'Moved: Tue 15 Jan 18:00 → Wed 16 Jan 19:30 GMT, 90 min, with Asha',
  'moved › moved to the guest': 'Moved: Tue 15 Jan 23:30 → Thu 17 Jan 01:00 IST, 90 min, with Ben',
  'the host gives another link › venue-changed to the host': 'New place to meet: Tue 15 Jan, 18:00 GMT, with Asha',
  'the host gives another link › venue-changed to the guest': 'New place to meet: Tue 15 Jan, 23:30 IST, with Ben',
  'moved while nobody is booked › moved to the host': 'Moved: Tue 15 Jan 18:00 → Wed 16 Jan 19:30 GMT, 90 min',
  'the guest leaves › unbooked to the guest': 'Cancelled: Tue 15 Jan, 23:30 IST',
  'the guest leaves › guest-left to the host': "Asha can't come: Tue 15 Jan, 18:00 GMT (your room is open again)",
  'booked again › invitation to the host': 'Ophthalmo Practice Session with Asha',
  'cancelled › cancelled to the host': 'Cancelled: Tue 15 Jan, 18:00 GMT',
  'cancelled › cancelled to the guest': 'Cancelled: Tue 15 Jan, 23:30 IST',
  'the host asks for the invitation again › current to the host': 'Ophthalmo Practice Session with Asha',
  'the guest suggests a time › proposal-received to the host': 'Your answer needed: Asha suggests Wed 16 Jan, 19:30 GMT',
  'the guest suggests a time › proposal-sent to the guest': 'Sent: your suggestion Thu 17 Jan, 01:00 IST',
  'the host suggests a time › proposal-received to the guest': 'Your answer needed: Ben suggests Thu 17 Jan, 01:00 IST',
  "the guest's time is declined › proposal-declined to the guest": 'Time kept: Tue 15 Jan, 23:30 IST',
  'a COUNTER is declined to a calendar that reads DECLINECOUNTER › counter-declined to the guest': 'Time kept: Tue 15 Jan, 23:30 IST',
  'a reply cannot be read › reply-unreadable to the host': "We couldn't act on your reply",
  'a suggestion cannot be passed on › proposal-impossible to the guest': "We couldn't pass on your suggestion",
  'DECLINED from an unproven sender › confirm-reply to the guest': 'Was this you? Tue 15 Jan, 23:30 IST',
  'the guest puts it back › restored to the host': 'Back again: Tue 15 Jan, 18:00 GMT, with Asha',
  'the guest writes › note-received to the host': 'Asha wrote to you: Tue 15 Jan, 18:00 GMT',
  'both ask for addresses › introduction to the guest': 'The address of Ben',
  'reserved for the guest › reservation to the guest': 'Practise again with Ben? Tue 15 Jan, 23:30 IST',
  'the guest has not booked what was reserved › reservation-ended to the host':
    'Asha has not booked: Tue 15 Jan, 18:00 GMT (now open for everyone)',
  'the guest has not booked what was for the two alone › reservation-ended to the host':
    'Asha has not booked: Tue 15 Jan, 18:00 GMT (cancelled)',
  'the guest does not want what was reserved › reservation-ended to the host': "Asha can't make it: Tue 15 Jan, 18:00 GMT (cancelled)",
  'a fresh reschedule link is asked for › fresh-link to the guest': 'Your fresh link: Tue 15 Jan, 23:30 IST',
};

test.each(Object.entries(SUBJECTS))('%s: %s', (name, subject) => {
  const found = mails.find((decided) => decided.name === name);
  expect(worded(found!.mail).subject).toBe(subject);
});

describe.each(mails)('the plain text of $name', ({ mail }) => {
  const text = writeText(worded(mail));

  test('the plain text of each mail tells the time in the reader’s zone first, then in the other party’s', () => {
    const own = mail.to.role === 'host' ? 'Greenwich Mean Time (UTC+00:00)' : 'India Standard Time (UTC+05:30)';
    const other = mail.to.role === 'host' ? 'India Standard Time (UTC+05:30)' : 'Greenwich Mean Time (UTC+00:00)';
    const [yours, theirs] = [text.indexOf(own), text.indexOf(other)];
    const isAlone = mail.other === null || mail.kind === 'guest-left';
    expect(yours).toBeGreaterThan(0);
    expect(theirs > yours).toBe(!isAlone);
  });

  test('the plain text of each mail names the other party, if there is one', () => {
    expect(text).toContain(mail.other?.firstName ?? 'session');
  });

  test('the plain text of each mail says all that its HTML says', () => {
    const { heading, blocks, footer } = worded(mail);
    const said = blocks.flatMap((block) => {
      if (block.type === 'paragraph') return [block.text];
      if (block.type === 'clocks') return [...block.rows.flatMap(({ was, time, hint }) => [was ?? '', time, hint]), ...block.remarks];
      return block.type === 'quote' ? block.text.split('\n') : block.actions.flatMap(({ label, url }) => [label, url]);
    });
    for (const part of [heading, footer, ...said]) expect(text).toContain(part);
  });
});

test('the DESCRIPTION of the event is the text of the mail without its frame', () => {
  const { mail } = mails[0]!;
  const { calendar } = worded(mail);
  expect(calendar?.ics.replace(/\r\n /g, '')).toContain(
    "DESCRIPTION:Join the session:\\nhttps://a.example/v\\n\\nAsha has booked your practice session.\\n\\nYour time: Tuesday 15 January 2030\\, 18:00–19:00\\, Greenwich Mean Time (UTC+00:00)\\nAsha's time: Tuesday 15 January 2030\\, 23:30–Wed 16 Jan 00:30\\, India Standard Time (UTC+05:30) – at night\\n\\nHow you can use the time: 6 stations of 10 minutes\\, each with 2 minutes to read. Asha answers first\\, and you examine. You swap half-way\\, at 18:30.\\n\\nAccept\\, decline or propose a new time in your calendar as usual\\, or use the links for changes below: they need no login.\\n\\nSuggest another time:\\nhttps://a.example/r\r\n",
  );
});

describe('where the two meet', () => {
  const decided = (name: string) => mails.find((mail) => mail.name === name)!.mail;
  const REQUESTS = [
    'booked › invitation to the guest',
    'moved › moved to the host',
    'the host gives another link › venue-changed to the guest',
    'the host asks for the invitation again › current to the host',
  ];

  test.each(REQUESTS)('where the two meet is the first thing in the text and in the calendar of: %s', (name) => {
    const { heading, calendar, ...message } = worded(decided(name));
    expect(writeText({ ...message, heading, calendar })).toMatch(`${heading}\n\nJoin the session:\nhttps://a.example/v\n\n`);
    expect(calendar?.ics).toContain('DESCRIPTION:Join the session:');
  });

  test.each(REQUESTS)('without a link the mail says so, and gives the page of the session instead: %s', (name) => {
    const text = writeText(worded(decided(name), { venue: undefined }));
    expect(text).toContain('There is no link to meet at yet.');
    expect(text).toContain('See the session:\nhttps://a.example/s');
    const { calendar } = worded(decided(name), { venue: undefined });
    expect(calendar?.ics.replaceAll(/\r\n /g, '')).toContain('See the session:\\nhttps://a.example/s');
    expect(calendar?.ics).not.toMatch(/^(LOCATION|CONFERENCE)/m);
  });

  test.each([
    'the guest leaves › guest-left to the host',
    'the guest leaves › unbooked to the guest',
    'cancelled › cancelled to the guest',
  ])('there is nowhere to meet once nobody is booked: %s', (name) => {
    const message = worded(decided(name));
    expect(`${writeText(message)}${message.calendar?.ics}`).not.toMatch(/a\.example\/v|no link to meet/);
  });
});

test('a guest who drops out of a running session ends it, and nobody reads that the room is open again', () => {
  const left = lastMail([bensRoom, ashaBooks, { type: 'leave', by: { sub: asha.sub }, at: bensRoom.startUtc, seed: seed(3) }]);
  const [toHost = '', toGuest = ''] = left.map((mail) => writeText(worded(mail)));
  expect(toHost).toContain('Asha has dropped out after the session had started, so it is cancelled.');
  expect(toGuest).toContain('You have dropped out after the session had started, so it is cancelled for both of you.');
  expect(`${toHost}${toGuest}`).not.toMatch(/open again|Ben has cancelled|Your session is cancelled/);
});

describe('who moved the session', () => {
  const textsOf = (...commands: Parameters<typeof lastMail>[0]) => {
    const [toHost = '', toGuest = ''] = lastMail([bensRoom, ashaBooks, ...commands]).map((mail) => writeText(worded(mail)));
    return { toHost, toGuest };
  };
  const at = { at: plusMinutes(monday, 30), seed: seed(3) };
  const moveTo = (startUtc: typeof nextTuesday, durationMinutes: 30 | 60 | 90) =>
    ({ type: 'reschedule', by: { sub: ben.sub }, startUtc, durationMinutes, ...at }) as const;

  test('the mail about a new time says who moved the session, and asks the one who did for nothing', () => {
    const { toHost, toGuest } = textsOf(moveTo(nextWednesday, 60));
    expect(toHost).toContain('You moved your session with Asha.\n');
    expect(toHost).toContain('You need not answer: only Asha is asked.');
    expect(toGuest).toContain('Ben moved your session.\n');
    expect(toGuest).toContain('Accept, decline or propose a new time in your calendar as usual');
    expect(toHost).not.toContain('Accept, decline');
  });

  test('the mail about a new time says that the length has changed too', () => {
    const { toHost, toGuest } = textsOf(moveTo(nextWednesday, 90));
    expect(toHost).toContain('You moved your session with Asha. It now lasts 90 minutes instead of 60.');
    expect(toGuest).toContain('Ben moved your session. It now lasts 90 minutes instead of 60.');
  });

  test('the mail about a new length alone does not say that the session moved', () => {
    const { toHost, toGuest } = textsOf(moveTo(nextTuesday, 30));
    expect(toHost).toContain('You changed your session with Asha. It now lasts 30 minutes instead of 60.');
    expect(toGuest).toContain('Ben changed your session. It now lasts 30 minutes instead of 60.');
  });

  test('once a suggestion is approved the mail says whose it was, and asks nobody', () => {
    const propose = {
      type: 'propose',
      id: proposalId('p1'),
      by: { sub: asha.sub },
      startUtc: nextWednesday,
      durationMinutes: 90,
      note: '',
      via: 'app',
      counter: null,
      ...at,
    } as const;
    const { toHost, toGuest } = textsOf(propose, { type: 'approve', by: { sub: ben.sub }, proposalId: proposalId('p1'), ...at });
    expect(toHost).toContain('You approved the time that Asha suggested. It now lasts 90 minutes instead of 60.');
    expect(toGuest).toContain('Ben approved the time that you suggested. It now lasts 90 minutes instead of 60.');
    for (const text of [toHost, toGuest]) {
      expect(text).toContain('You need not answer: you have both agreed to it.');
      expect(text).not.toContain('Accept, decline');
    }
  });

  test('mail from before it was kept who moved the session names nobody', () => {
    const [toHost] = lastMail([bensRoom, ashaBooks, moveTo(nextWednesday, 60)]);
    const old = { ...toHost!, movedBy: null };
    expect(writeText(worded(old))).toContain('Your session with Asha has moved.');
  });
});

describe('two clocks', () => {
  const invitation = (startUtc: string, host: string, guest: string) => {
    const cast = { ...benAndAsha, host: { ...ben, timeZone: host }, guest: { ...asha, timeZone: guest }, start: instant(startUtc) };
    return writeText(worded(everyMail(cast)[0]!.mail));
  };

  test('two clocks that show the same are written as one', () => {
    const text = invitation('2030-01-15T18:00Z', 'Asia/Kolkata', 'Asia/Colombo');
    expect(text).toContain(
      'You and Asha: Tuesday 15 January 2030, 23:30–Wed 16 Jan 00:30, India Standard Time (UTC+05:30) – at night\nUTC: Tuesday 15 January 2030, 18:00–19:00\n',
    );
  });

  test.each([
    ['Asia/Kolkata', 'America/New_York', true],
    ['Asia/Kolkata', 'Europe/London', false],
    ['Europe/London', 'Asia/Kolkata', false],
    ['Etc/UTC', 'Asia/Kolkata', false],
    ['Asia/Kolkata', 'GMT', false],
  ])('%s and %s: whether UTC has a row of its own is %s', (host, guest, has) => {
    expect(/^UTC: /m.test(invitation('2030-01-15T18:00Z', host, guest))).toBe(has);
  });

  test('the words of a mail warn the reader of a night on their own clock', () => {
    const text = invitation('2030-01-15T23:30Z', 'Europe/London', 'America/New_York');
    expect(text).toMatch(/^Your time: .*Greenwich Mean Time \(UTC\+00:00\) – at night$/m);
    expect(text).not.toMatch(/^Asha's time: .*at night/m);
  });

  test('two clocks are not told a third time to someone who lives by UTC', () => {
    expect(invitation('2030-01-15T18:00Z', 'UTC', 'Asia/Kolkata').match(/18:00–19:00/g)).toHaveLength(1);
  });

  test('two clocks come with a word when the clocks of either change before the session', () => {
    const remark = 'The clocks change before then; the times above already allow for it.';
    expect(invitation('2030-04-02T18:00Z', 'Europe/London', 'Asia/Kolkata')).toContain(remark);
    expect(invitation('2030-04-02T18:00Z', 'Asia/Kolkata', 'Europe/London')).toContain(remark);
    expect(invitation('2030-03-30T18:00Z', 'Europe/London', 'Asia/Kolkata')).not.toContain(remark);
  });

  test('two clocks name both sides when the clocks change during the session', () => {
    const at = instant('2030-10-20T09:00Z');
    const [toBen] = lastMail([
      { ...bensRoom, startUtc: instant('2030-10-27T00:30Z'), at },
      { type: 'book', guest: asha, at, seed: seed(2) },
    ]);
    const text = writeText(worded(toBen!));
    expect(text).toContain('Your time: Sunday 27 October 2030, 01:30 BST–01:30 GMT, British Summer Time (UTC+01:00)');
  });
});

describe('a move across a change of the clocks', () => {
  const at = (minute: number) => ({ at: plusMinutes(monday, minute), seed: seed(minute) });
  const across = lastMail([
    { ...bensRoom, startUtc: instant('2030-03-20T18:00Z') },
    ashaBooks,
    { type: 'reschedule', by: { sub: ben.sub }, startUtc: instant('2030-04-03T17:00Z'), durationMinutes: null, ...at(3) },
  ]);
  const [toBen, toAsha] = across.map((mail) => worded(mail));

  test('a move across a change of the clocks names the offset of each side, in the body and in the calendar', () => {
    const line =
      'Your time: Wednesday 20 March 2030, 18:00–19:00, Greenwich Mean Time (UTC+00:00) → Wednesday 3 April 2030, 18:00–19:00, British Summer Time (UTC+01:00)';
    expect(writeText(toBen!)).toContain(line);
    expect(toBen!.calendar!.ics.replaceAll(/\r\n /g, '').replaceAll('\\,', ',')).toContain(line);
    expect(writeText(toAsha!)).toContain("Ben's time: Wednesday 20 March 2030, 18:00–19:00, Greenwich Mean Time (UTC+00:00) → ");
  });

  test('a move across a change of the clocks names one zone for somebody whose clocks do not change', () => {
    expect(writeText(toAsha!)).toContain(
      'Your time: Wednesday 20 March 2030, 23:30–Thu 21 Mar 00:30 → Wednesday 3 April 2030, 22:30–23:30, India Standard Time (UTC+05:30)',
    );
  });

  test('a move across a change of the clocks shows UTC where the two clocks differ from it on one side', () => {
    expect(writeText(toBen!)).toContain('UTC: Wednesday 20 March 2030, 18:00–19:00 → Wednesday 3 April 2030, 17:00–18:00');
  });
});

describe('the buttons', () => {
  const labelsOf = (name: string) =>
    worded(mails.find((decided) => decided.name === name)!.mail).blocks.flatMap((block) =>
      block.type === 'actions' ? block.actions.map(({ label, weight }) => `${label} (${weight})`) : [],
    );

  test.each([
    [
      'booked › invitation to the guest',
      [
        'Join the session (primary)',
        'Open the timer for both of you (quiet)',
        'See the session (secondary)',
        'Suggest another time (secondary)',
      ],
    ],
    ['the guest suggests a time › proposal-received to the host', ['Approve the new time (primary)', 'Decline, keep the time (secondary)']],
    ['cancelled › cancelled to the guest', ['Find another session (secondary)']],
  ])('the actions of %s begin with what one does with it', (name, labels) => {
    expect(labelsOf(name)).toEqual(labels);
  });

  test.each(mails)('$name: the DESCRIPTION has two addresses at most: where to meet, and the one link', ({ mail }) => {
    const ics = worded(mail).calendar?.ics.replaceAll(/\r\n /g, '') ?? '';
    expect((/^DESCRIPTION:.*$/m.exec(ics)?.[0] ?? '').match(/https:/g)?.length ?? 0).toBeLessThanOrEqual(2);
  });
});

describe('only another length', () => {
  const at = (minute: number) => ({ at: plusMinutes(monday, minute), seed: seed(minute) });

  test('a change of the length alone is described as a length, not as a move to the same time', () => {
    const longer = lastMail([
      bensRoom,
      ashaBooks,
      { type: 'reschedule', by: { sub: ben.sub }, startUtc: bensRoom.startUtc, durationMinutes: 90, ...at(3) },
    ]);
    expect(longer.map((mail) => worded(mail).subject)).toEqual([
      'Now 90 minutes: Tue 15 Jan, 18:00 GMT, with Asha',
      'Now 90 minutes: Tue 15 Jan, 23:30 IST, with Ben',
    ]);
    expect(writeText(worded(longer[0]!))).toContain('Tuesday 15 January 2030, 18:00–19:00 → Tuesday 15 January 2030, 18:00–19:30');
  });

  test('a suggestion of three times shows each on every clock, and below them the present time', () => {
    const three = lastMail([
      bensRoom,
      ashaBooks,
      {
        type: 'propose',
        id: proposalId('p1'),
        by: { sub: asha.sub },
        startUtc: instant('2030-01-16T19:30:00Z'),
        durationMinutes: 60,
        alternatives: [
          { startUtc: instant('2030-01-17T10:00:00Z'), durationMinutes: 30 },
          { startUtc: instant('2030-01-18T10:00:00Z'), durationMinutes: 90 },
        ],
        note: '',
        via: 'form',
        counter: null,
        ...at(3),
      },
    ]);
    const [received, sent] = three.map((mail) => worded(mail));
    expect(received?.subject).toBe(
      'Your answer needed: Asha suggests Wed 16 Jan, 19:30 GMT or Thu 17 Jan, 10:00 GMT or Fri 18 Jan, 10:00 GMT',
    );
    expect(received?.heading).toBe('Asha suggests 3 other times');
    const text = writeText(received!);
    for (const line of [
      'Time 1 of 3, 60 minutes:',
      'Wednesday 16 January 2030, 19:30–20:30',
      'Thursday 17 January 2030, 01:00–02:00',
      'Time 3 of 3, 90 minutes:',
      'Friday 18 January 2030, 15:30–17:00',
      'Choose one of these times',
      'None of these, keep the time',
    ])
      expect(text).toContain(line);
    expect(text.indexOf('The session is now at:')).toBeGreaterThan(text.indexOf('Time 3 of 3'));
    expect(writeText(sent!)).toContain('Ben can approve one of the times, or decline them.');
  });

  test('only another length is suggested as a length, too', () => {
    const shorter = lastMail([
      bensRoom,
      ashaBooks,
      {
        type: 'propose',
        id: proposalId('p1'),
        by: { sub: asha.sub },
        startUtc: bensRoom.startUtc,
        durationMinutes: 30,
        note: '',
        via: 'form',
        counter: null,
        ...at(3),
      },
    ]);
    expect(shorter.map((mail) => worded(mail).subject)).toEqual([
      'Your answer needed: Asha suggests 30 minutes from Tue 15 Jan, 18:00 GMT',
      'Sent: your suggestion 30 minutes from Tue 15 Jan, 23:30 IST',
    ]);
  });
});

describe('the way back from a decline', () => {
  const textOf = (name: string) => writeText(worded(mails.find((mail) => mail.name === name)!.mail));

  test.each(['the guest declines › unbooked to the guest', 'the host declines › cancelled to the host'])(
    'the way back is in: %s',
    (name) => {
      expect(textOf(name)).toContain('That was a mistake: put it back:\nhttps://a.example/p');
    },
  );

  test.each([
    'the guest declines › guest-left to the host',
    'the host declines › cancelled to the guest',
    'the guest leaves › unbooked to the guest',
    'cancelled › cancelled to the host',
  ])('the way back is not in: %s', (name) => {
    expect(textOf(name)).not.toContain('put it back');
  });
});

test('only the mail that exchanges addresses does not promise that the address is not shown', () => {
  const silent = mails.filter(({ mail }) => !worded(mail).footer.includes('Your e-mail address is not shown to the other person.'));
  expect(new Set(silent.map(({ mail }) => mail.kind))).toEqual(new Set(['introduction']));
});
