import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proposalIdOf } from '../../../functions/links/single-use.ts';
import { hashOf } from '../../../functions/platform/links/link-token.ts';
import { clock, isoDate } from '../../../shared/time/moment.ts';
import { plusMinutes } from '../../../shared/time/instant.ts';
import { openStage, type LinkServer, type Stage } from './stage.ts';
import { DOUBLED, SKIPPED, typed } from './states.ts';
import { ashaBooked, asked, actor, benSuggests, inDays, now, pathOf, suggests, type Story } from './story.ts';
import { posted, scriptedChrome, visit, type Reply } from './visit.ts';
import { DURATIONS_IN_WORDS } from '../../../shared/words/durations.ts';

/*
 * The reschedule form, filled in by people who have no script.
 */

let stage: Stage;
let server: LinkServer;
beforeAll(async () => {
  stage = await openStage();
  server = await stage.open();
});
afterAll(() => stage.close());

const open = (token: string) => visit(`${server.origin}${pathOf('reschedule', token)}`);
const send = (r: string, form: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>) =>
  visit(`${server.origin}/reschedule`, posted({ r, ...form }, headers));

async function ashasForm(): Promise<{ readonly story: Story; readonly r: string }> {
  const story = await ashaBooked(stage);
  return { story, r: await story.link('reschedule', 'guest') };
}

const suggestions = async (story: Story) => (await story.room()).proposals;

const fieldsOf = ({ text }: Reply): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/<input [^>]*>/g)].flatMap(([input]) => {
      const [, name] = /name="(\w+)"/.exec(input) ?? [];
      const [, value = ''] = /value="([^"]*)"/.exec(input) ?? [];
      return name === undefined || (input.includes('type="radio"') && !input.includes('checked')) ? [] : [[name, value]];
    }),
  );

test('the form shows the present time as it stands, and starts from it in the holder’s own zone', async () => {
  const { story, r } = await ashasForm();
  const page = await open(r);
  expect(page.text).toContain('Your session with Ben is now at:');
  expect(page.text).toMatch(/<dd>[^<]*23:30–/);
  expect(page.text).not.toContain('<s>');
  expect(fieldsOf(page)).toMatchObject({
    r,
    date: isoDate(story.startUtc, 'Asia/Kolkata'),
    time: clock(story.startUtc, 'Asia/Kolkata'),
    length: '60',
    zone: 'Asia/Kolkata',
  });
  expect(page.text).toMatch(/<input type="time"[^>]* step="900"/);
});

test('a good suggestion is passed on, and the page it leads to shows it on every clock', async () => {
  const { story, r } = await ashasForm();
  const { status, headers } = await send(r, typed());
  expect([status, headers['location']]).toEqual([303, pathOf('reschedule', r)]);
  expect(await suggestions(story)).toMatchObject([
    { by: 'guest', startUtc: inDays(8, '13:15'), durationMinutes: 60, note: 'Could we?', status: 'pending', via: 'form' },
  ]);
  expect(await story.owed()).toEqual(expect.arrayContaining(['proposal-received to host', 'proposal-sent to guest']));
  const { text } = await open(r);
  expect(text).toContain('Your suggestion is with Ben');
  for (const time of ['18:45–19:45', '13:15–14:15', 'India Standard Time', 'Could we?']) expect(text).toContain(time);
});

test('the same suggestion sent twice is one', async () => {
  const { story, r } = await ashasForm();
  await Promise.all([send(r, typed()), send(r, typed()), send(r, typed())]);
  expect(await suggestions(story)).toHaveLength(1);
});

test('a form that a script submitted is shown again', async () => {
  const { story, r } = await ashasForm();
  expect((await send(r, typed(), scriptedChrome)).status).toBe(200);
  expect(await suggestions(story)).toEqual([]);
});

test.each([
  ['india', '13:15'],
  ['India Standard Time', '13:15'],
  ['India Standard Time (UTC+05:30)', '13:15'],
  ['kathmandu', '13:00'],
  ['Asia/Calcutta', '13:15'],
  ['utc', '18:45'],
])('a zone is found by whatever name it is given: %s', async (zone, startsAt) => {
  const { story, r } = await ashasForm();
  await send(r, typed({ zone, checked: 'yes' }));
  expect((await suggestions(story)).map(({ startUtc }) => startUtc.slice(11, 16))).toEqual([startsAt]);
});

describe('what cannot be suggested is said at its field, and what was typed stays', () => {
  const inKolkata = (days: number, time = '18:45') => ({ date: isoDate(inDays(days, '13:15'), 'Asia/Kolkata'), time });
  test.each<[string, Record<string, string>, string, string]>([
    ['a time in the past', inKolkata(-1), 'date', 'That time has already passed'],
    ['a date beyond the horizon', inKolkata(183), 'date', 'That time is more than half a year away'],
    ['the present time', { ...inKolkata(7, '23:30'), date: isoDate(inDays(7, '18:00'), 'Asia/Kolkata') }, 'date', 'at that time already'],
    ['7 minutes', { length: '7' }, 'length', `Choose ${DURATIONS_IN_WORDS} minutes`],
    ['no length', { length: '' }, 'length', `Choose ${DURATIONS_IN_WORDS} minutes`],
    ['no date', { date: '' }, 'date', 'Choose a date'],
    ['a date that is none', { date: '2027-02-30' }, 'date', 'Choose a date'],
    ['no time', { time: '' }, 'time', 'Choose a time'],
    ['a time that is none', { time: '25:00' }, 'time', 'Choose a time'],
    ['a time with words behind it, of which the first half is another time', { time: '06:30 PM' }, 'time', 'Choose a time'],
    ['a zone that is none', { zone: 'Middle Earth' }, 'zone', 'Time zone not found'],
    ['a zone that can be many', { zone: 'America' }, 'zone', 'Several time zones fit'],
    ['501 characters of note', { note: 'n'.repeat(501) }, 'note', 'Write a note of at most 500 characters: these are 501'],
    ['501 emoji of note', { note: '😀'.repeat(501) }, 'note', 'Write a note of at most 500 characters: these are 501'],
    ['a time that London’s clocks skip', { ...SKIPPED, zone: 'Europe/London' }, 'time', 'Choose 00:45 or 02:00'],
    ['a midnight that the clocks skip', { date: '2027-03-28', time: '00:30', zone: 'Asia/Beirut' }, 'time', 'Choose 01:00'],
    ['a year that was mistyped', { date: '0202-01-12' }, 'date', 'Choose a date within half a year'],
  ])('%s', async (_, form, field, says) => {
    const { story, r } = await ashasForm();
    const page = await send(r, typed(form));
    expect(page.status).toBe(422);
    expect(page.text).toMatch(new RegExp(`<a href="#${field}">[^<]*${says}`));
    expect(page.text).toMatch(new RegExp(`id="${field}-e">Error: [^<]*${says}`));
    expect(page.text).toMatch(new RegExp(`<\\w+ [^>]*id="${field}" aria-invalid="true" aria-describedby="${field}-e"`));
    const { length, note, ...asTyped } = typed(form);
    expect(fieldsOf(page)).toMatchObject({ ...asTyped, ...(['30', '60', '90'].includes(length) && { length }) });
    expect(page.text).toContain(`>${note}</textarea>`);
    expect(await suggestions(story)).toEqual([]);
  });

  test('several problems are listed together', async () => {
    const { r } = await ashasForm();
    const { text } = await send(r, typed({ date: '', time: '', length: '', zone: 'Middle Earth', note: 'n'.repeat(501) }));
    expect(text.match(/<li>/g)).toHaveLength(5);
  });

  test('more suggestions than a day allows are refused in words', async () => {
    const { story, r } = await ashasForm();
    for (const time of ['09:00', '10:00', '11:00', '12:00', '13:00'])
      await send(await story.link('reschedule', 'guest'), typed({ time, checked: 'yes' }));
    const { status, text } = await send(r, typed());
    expect(status).toBe(422);
    expect(text).toContain('Five times were suggested for this session within a day');
    expect(await suggestions(story)).toHaveLength(5);
  });

  test('500 characters with line breaks, as browsers send them, are not too many', async () => {
    const { story, r } = await ashasForm();
    const note = `${'a'.repeat(249)}\r\n${'b'.repeat(250)}`;
    expect((await send(r, typed({ note }))).status).toBe(303);
    expect((await story.proposal()).note).toBe(note.replace('\r\n', '\n'));
  });
});

test('500 emoji are 500 characters at this door, too', async () => {
  const { story, r } = await ashasForm();
  expect((await send(r, typed({ note: '😀'.repeat(500) }))).status).toBe(303);
  expect((await story.proposal()).note).toBe('😀'.repeat(500));
});

test.each(['18:45:00', '18:45:00.000', ' 18:45 '])('a time that a browser sends as %j is understood', async (time) => {
  const { story, r } = await ashasForm();
  expect((await send(r, typed({ time }))).status).toBe(303);
  expect(await suggestions(story)).toHaveLength(1);
});

describe('what is easily mistaken is shown on every clock before it is sent', () => {
  test.each<[string, Record<string, string>, string]>([
    ['night for the other', { time: '08:00' }, '(at night)'],
    ['another zone than usual', { zone: 'Europe/London' }, 'You gave it as 18:45 in British Summer Time'],
    ['another zone by an older name', { zone: 'Asia/Katmandu' }, 'You gave it as 18:45 in Nepal Time'],
    ['a city', { zone: 'kathmandu' }, 'You gave it as 18:45 in Nepal Time'],
    ['UTC', { zone: 'UTC' }, 'You gave it as 18:45 in UTC'],
  ])('%s', async (_, form, says) => {
    const { story, r } = await ashasForm();
    const page = await send(r, typed(form));
    expect(page.status).toBe(200);
    expect(page.text).toContain('Is this the time you mean?');
    expect(page.text).toContain(says);
    expect(await suggestions(story)).toEqual([]);
    expect((await send(r, fieldsOf(page))).status).toBe(303);
    expect(await suggestions(story)).toHaveLength(1);
  });

  test('a suggestion that is easily mistaken can be changed without typing it all again', async () => {
    const { r } = await ashasForm();
    const check = await send(r, typed({ time: '08:00', note: 'Early "bird"' }));
    const form = await send(r, { ...fieldsOf(check), note: 'Early "bird"', change: 'yes' });
    expect(form.status).toBe(200);
    const { note: _, ...others } = typed({ time: '08:00' });
    expect(fieldsOf(form)).toMatchObject(others);
    expect(form.text).toContain('>Early &quot;bird&quot;</textarea>');
  });

  test('the own zone under its older name is no other zone', async () => {
    const { r } = await ashasForm();
    expect((await send(r, typed({ zone: 'Asia/Calcutta' }))).status).toBe(303);
  });

  test('a time that was at night before is no surprise', async () => {
    const { r } = await ashasForm();
    expect((await send(r, typed({ time: '23:45', date: isoDate(inDays(8, '18:15'), 'Asia/Kolkata') }))).status).toBe(303);
  });

  test('a time that comes twice is asked about, and the chosen one is sent', async () => {
    const { story, r } = await ashasForm();
    const twice = typed({ ...DOUBLED, zone: 'Europe/London' });
    const ask = await send(r, twice);
    expect(ask.text).toContain('01:30 comes twice that day');
    const starts = [...ask.text.matchAll(/type="radio" name="start" value="([^"]+)"/g)].map(([, start = '']) => start);
    expect(starts).toEqual([`${DOUBLED.date}T00:30:00.000Z`, `${DOUBLED.date}T01:30:00.000Z`]);
    const unchosen = await send(r, fieldsOf(ask));
    expect([unchosen.status, unchosen.text.includes('Choose which of the two you mean')]).toEqual([422, true]);
    expect(await suggestions(story)).toEqual([]);
    expect((await send(r, { ...fieldsOf(ask), start: starts[1]! })).status).toBe(303);
    expect((await story.proposal()).startUtc).toBe(starts[1]);
  });

  test('no other instant can be slipped in for a time that comes twice', async () => {
    const { story, r } = await ashasForm();
    await send(r, { ...typed({ ...DOUBLED, zone: 'Europe/London' }), checked: 'yes', start: inDays(3, '12:00') });
    expect(await suggestions(story)).toEqual([]);
  });
});

describe('a note is text', () => {
  test('markup in a note is shown as text', async () => {
    const { story, r } = await ashasForm();
    const note = '<img src=x onerror=alert(1)><b>"&amp;\'';
    await send(r, typed({ note }));
    const approve = await story.link('approve', 'host');
    const { text } = await visit(`${server.origin}${pathOf('approve', approve)}`);
    expect(text).toContain("&lt;img src=x onerror=alert(1)>&lt;b>&quot;&amp;amp;'");
    expect(text).not.toContain('<img');
  });

  test('a header in it stays inside', async () => {
    const { story, r } = await ashasForm();
    const { headers } = await send(r, typed({ note: 'a\r\nSet-Cookie: b=c\u0000\u202e' }));
    expect(headers['set-cookie']).toBeUndefined();
    expect((await story.proposal()).note).toBe('a\nSet-Cookie: b=c');
  });

  test.each([10_000, 50_000])(
    'a note of %i characters is too much for a form, and the page names the limit and the length',
    async (length) => {
      const { story, r } = await ashasForm();
      const { status, text } = await send(r, typed({ note: 'n'.repeat(length) }));
      expect(status).toBe(413);
      expect(text).toMatch(/shorten your note to at most 500 characters/);
      expect(Number(/the form has (\d+) bytes/.exec(text)?.[1])).toBeGreaterThan(length);
      expect(await suggestions(story)).toEqual([]);
    },
  );

  test('the form has no maximum by which a browser would cut what somebody pastes, without a word', async () => {
    const { r } = await ashasForm();
    expect((await open(r)).text).not.toMatch(/maxlength/i);
  });
});

describe('when nothing can be suggested', () => {
  test('the page tells a host whose session nobody has booked what they can do', async () => {
    const story = await ashaBooked(stage, { ...asked(), type: 'leave', by: actor('guest') });
    const r = await story.link('reschedule', 'host');
    for (const { text } of [await open(r), await send(r, typed())]) {
      expect(text).toContain('Nobody is booked at the moment');
      expect(text).toContain('move or cancel the session yourself');
    }
    expect(await suggestions(story)).toEqual([]);
  });

  test('the session is cancelled', async () => {
    const { story, r } = await ashasForm();
    await story.happens({ ...asked(), type: 'cancel', by: actor('host') });
    for (const { text } of [await open(r), await send(r, typed())]) expect(text).toContain('Ben cancelled the session');
  });
});

test('a suggestion of the other that waits is named, with a way to answer it', async () => {
  const story = await benSuggests(stage);
  const { text } = await open(await story.link('reschedule', 'guest'));
  expect(text).toMatch(/Ben suggests [^.]*\. Answer by the mail about it, or/);
  expect(text).toContain('formaction="/fresh-link"');
});

test('the form says that the other party declined the last suggestion', async () => {
  const story = await ashaBooked(stage, suggests('guest'));
  const { id } = await story.proposal();
  await story.happens({ ...asked(), type: 'decline-proposal', by: actor('host'), proposalId: id });
  expect((await open(await story.link('reschedule', 'guest'))).text).toContain('Ben declined');
});

describe('a link suggests one time', () => {
  test('a used reschedule link shows what was suggested, offers a fresh link by mail, and has no form', async () => {
    const { story, r } = await ashasForm();
    const from = now();
    await send(r, typed());
    expect(await stage.links.get(hashOf(r))).toMatchObject({ usedAt: expect.toSatisfy((at) => at >= from && at < plusMinutes(from, 5)) });
    const page = await open(r);
    expect([page.status, page.text.includes('Your suggestion is with Ben')]).toEqual([200, true]);
    expect(page.text).toContain(clock((await story.proposal()).startUtc, 'Asia/Kolkata'));
    expect(page.text).toContain('Send me a fresh link');
    expect(fieldsOf(page)).not.toHaveProperty('date');
  });

  test('another time sent with a used link is not passed on, and the page says so', async () => {
    const { story, r } = await ashasForm();
    await send(r, typed());
    const page = await send(r, typed({ time: '17:15' }));
    expect([page.status, page.text.includes('What you sent now was not passed on')]).toEqual([409, true]);
    expect(await suggestions(story)).toHaveLength(1);
  });

  test('the same suggestion sent twice is passed on once, and both times the page shows it', async () => {
    const { story, r } = await ashasForm();
    const replies = [await send(r, typed()), await send(r, typed())];
    expect(replies.map(({ status }) => status)).toEqual([303, 303]);
    expect(await suggestions(story)).toHaveLength(1);
  });

  test('one of two times sent with a link at the same moment is passed on', async () => {
    const { story, r } = await ashasForm();
    const replies = await Promise.all([send(r, typed()), send(r, typed({ time: '17:15' }))]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
    expect(await suggestions(story)).toHaveLength(1);
  });

  test('a link counts as used from the decision of the room on, also when a crash prevented its mark', async () => {
    const { story, r } = await ashasForm();
    await story.happens(suggests('guest', { id: proposalIdOf(hashOf(r)) }));
    expect(await stage.links.get(hashOf(r))).toMatchObject({ usedAt: null });
    expect((await open(r)).text).toContain('Your suggestion is with Ben');
    expect((await send(r, typed({ time: '17:15' }))).status).toBe(409);
    expect(await suggestions(story)).toHaveLength(1);
  });

  test('a used link whose suggestion was declined tells who declined and how the session stands', async () => {
    const { story, r } = await ashasForm();
    await send(r, typed());
    const { id } = await story.proposal();
    await story.happens({ ...asked(), type: 'decline-proposal', by: actor('host'), proposalId: id });
    const { text } = await open(r);
    expect(text).toContain('Ben declined it.');
    expect(text).toContain('This is when the session takes place:');
  });

  test('a fresh link suggests a second time, which takes the place of the first', async () => {
    const { story, r } = await ashasForm();
    await send(r, typed());
    const fresh = await story.link('reschedule', 'guest');
    expect((await open(fresh)).text).toContain('Ben has not answered yet');
    expect((await send(fresh, typed({ time: '17:15' }))).status).toBe(303);
    expect((await suggestions(story)).map(({ status }) => status)).toEqual(['superseded', 'pending']);
    expect((await open(r)).text).toContain('Something newer has taken its place.');
  });
});
