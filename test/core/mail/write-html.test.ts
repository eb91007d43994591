import { HtmlValidate } from 'html-validate';
import { describe, expect, test } from 'vitest';
import { compose } from '../../../shared/mail/compose.ts';
import { writeHtml } from '../../../shared/mail/write-html.tsx';
import { everyMail } from '../../support/decided-mail.ts';
import { outgoing } from '../../support/written-mail.ts';

const links = {
  reschedule: 'https://a.example/r?r=1',
  approve: 'https://a.example/a?t=2',
  decline: 'https://a.example/d?t=3',
  confirm: 'https://a.example/c?t=4',
  session: 'https://a.example/s/5',
  sessions: 'https://a.example/',
  restore: 'https://a.example/b?t=6',
  'cant-come': 'https://a.example/n?t=7',
  note: 'https://a.example/w?t=8',
  introduce: 'https://a.example/i?t=9',
};
const mails = everyMail().map(({ name, mail }) => {
  const message = compose(mail, links, outgoing.brand, outgoing.organizer);
  return { name, message, html: writeHtml(message, outgoing.brand) };
});

// What mail programs need and pages do not: inline styles, attributes for tables, roles that older readers know.
const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    'no-inline-style': 'off',
    'no-deprecated-attr': 'off',
    'prefer-tbody': 'off',
    'presentation-role-style': 'off',
    'void-style': ['error', { style: 'selfclose' }],
    // Only so Outlook on Windows gets a width.
    'no-conditional-comment': 'off',
  },
});

test('the lines of a note are lines in HTML too, for programs that know no white-space', () => {
  const { message } = mails.find(({ message: { blocks } }) => blocks.some(({ type }) => type === 'quote'))!;
  const blocks = [{ type: 'quote', intro: 'Ben wrote', text: 'First\nSecond\n\n<b>' } as const];
  expect(writeHtml({ ...message, blocks }, outgoing.brand)).toContain('<div dir="auto">First<br/>Second<br/><br/>&lt;b></div>');
});

test.each(['#0B5C7A', '#FFEE88', '#101010', '#C8102E', '#FFFFFF'])('a brand of %s can be read in light and in dark', (color) => {
  const html = writeHtml(mails[0]!.message, { name: 'Practice', color });
  const dark = (selector: string) => new RegExp(`\\${selector}\\{[a-z-]+:(#\\w{6})!important`).exec(html)![1]!;
  const light = /class="fill"[^>]*style="background:(#\w{6})/.exec(html)![1]!;
  const pairs = [
    [light, '#FFFFFF'],
    [dark('.link'), '#0E171D'],
    [dark('.line a'), '#16232B'],
    [dark('.fill'), dark('.fill a')],
  ] as const;
  expect(pairs.map(([color_, ground]) => contrast(color_, ground)).filter((ratio) => ratio < 4.5)).toEqual([]);
});

describe.each(mails)('$name', ({ message, html }) => {
  test('each mail is valid HTML', async () => {
    const { results } = await validator.validateString(html);
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId, message: what }) => `${ruleId}: ${what}`))).toEqual([]);
  });

  test('each mail names its language, its title and its two looks, and has one heading', () => {
    expect(html).toMatch(/^<!DOCTYPE html><html lang="en-GB">/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(html).toMatch(/<title>[^<]+<\/title>/);
  });

  test('each mail loads nothing from anywhere', () => {
    expect(html).not.toMatch(/<(img|link|script|iframe|object|form)|url\(|@import|\bsrc=/i);
  });

  test('every table is only layout, and no box is flexible', () => {
    expect(html.match(/<table/g)).toEqual(html.match(/<table role="presentation"/g)?.map(() => '<table'));
    expect(html).not.toMatch(/display:\s*(flex|grid)/);
  });

  test('every action is a link with words, and the address of each button stands once in plain sight, at the foot', () => {
    const lastButton = html.lastIndexOf('</a>');
    for (const { label, url, weight } of message.blocks.flatMap((block) => (block.type === 'actions' ? block.actions : []))) {
      expect(html).toMatch(new RegExp(`<a [^>]*href="${url.replace(/[?.]/g, '\\$&')}"[^>]*>${label.replace("'", "(&#39;|')")}</a>`));
      expect(html.split(`: ${url}</div>`)).toHaveLength(weight === 'quiet' ? 1 : 2);
      expect(html.lastIndexOf(url)).toBeGreaterThan(weight === 'quiet' ? 0 : lastButton);
    }
  });

  test('each mail has a fixed width for Outlook on Windows, and what only Outlook reads is closed again', () => {
    expect(html.match(/<!--\[if mso\]>/g)).toHaveLength(2);
    expect(html.match(/<!\[endif\]-->/g)).toHaveLength(2);
    expect(html).toMatch(/<!--\[if mso\]>.*<table role="presentation" width="600".*<tr><td><!\[endif\]-->/);
    const forOutlook = [...html.matchAll(/<!--\[if mso\]>(.*?)<!\[endif\]-->/g)].map(([, inside]) => inside!).join('');
    const count = (tag: string) => forOutlook.split(`<${tag}`).length - forOutlook.split(`</${tag}>`).length;
    expect(['table', 'tr', 'td'].map(count)).toEqual([0, 0, 0]);
  });

  test('no line breaks inside a range of times', () => {
    const body = html.slice(html.indexOf('<body'));
    const ranges = [...body.matchAll(/(.{8})\d\d:\d\d–\d\d:\d\d(.{7})/g)].map(([, before, after]) => `${before}…${after}`);
    expect(new Set(ranges)).toEqual(new Set(ranges.length === 0 ? [] : ['nowrap">…</span>']));
  });

  test('the line beside the subject tells what the subject does not', () => {
    const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}:']+/gu) ?? [];
    const subject = new Set(wordsOf(message.subject));
    expect(wordsOf(message.preheader).filter((word) => word.length > 3 && !subject.has(word)).length).toBeGreaterThanOrEqual(2);
    const clocksIn = (text: string) => text.match(/\d\d:\d\d/g) ?? [];
    expect(
      clocksIn(message.preheader).filter((clock) => message.subject.includes(clock) && !message.subject.startsWith('Your answer')),
    ).toEqual([]);
    expect(message.preheader).not.toBe('');
  });

  test('each mail has at most one filled button', () => {
    const primary = message.blocks
      .flatMap((block) => (block.type === 'actions' ? block.actions : []))
      .filter(({ weight }) => weight === 'primary');
    expect(primary.length).toBeLessThanOrEqual(1);
  });

  test('every text can be read on what is behind it, in light and in dark', () => {
    const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? '';
    const dark = (selector: string, property: string) =>
      new RegExp(`\\${selector}\\{${property}:(#\\w{6})!important`).exec(style)?.[1] ?? selector;
    const body = html.slice(html.indexOf('<body'));
    const texts = [...body.matchAll(/[;"]color:(#\w{6})/g)].map(([, color]) => color!);
    const grounds = ['#FFFFFF', '#F5F8F9'];
    const [white, others] = [texts.filter((color) => color === '#FFFFFF'), texts.filter((color) => color !== '#FFFFFF')];
    const pairs = [
      ...others.flatMap((color) => grounds.map((ground) => [color, ground] as const)),
      ...white.map((color) => [color, outgoing.brand.color] as const),
      ...['.ink', '.muted', '.line a'].flatMap((selector) =>
        ['.page', '.card'].map((ground) => [dark(selector, 'color'), dark(ground, 'background')] as const),
      ),
      [dark('.fill a', 'color'), dark('.fill', 'background')] as const,
    ];
    expect(others.length).toBeGreaterThan(3);
    expect(pairs.filter(([color, ground]) => contrast(color, ground) < 4.5)).toEqual([]);
  });

  test('every coloured text has a class that the dark look knows', () => {
    const coloured = [...html.matchAll(/<(\w+)([^>]*)style="[^"]*[;"]?color:#/g)];
    const strays = coloured.filter(([, tag, attributes]) => tag !== 'a' && !/class="[^"]*(ink|muted|page)/.test(attributes!));
    expect(strays.map(([all]) => all)).toEqual([]);
  });
});

/** WCAG 2.2, contrast ratio of two `#rrggbb`. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
