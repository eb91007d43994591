import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { stylesheet } from '../functions/links/pages/stylesheet.ts';
import { makeQuestionPage } from '../functions/links/pages/decision-pages.tsx';
import { renderPage } from '../functions/links/pages/link-page.tsx';
import { makeFormPage } from '../functions/links/pages/proposal-form.tsx';
import { forgedPage } from '../functions/links/pages/plain-pages.tsx';
import { openLink } from '../functions/links/open-link.ts';
import { readProposal, fillFrom, readTyped } from '../functions/links/typed-proposal.ts';
import { createPool } from '../local/workers/function-pool.ts';
import { openFront, openStage, testKeys, type Stage } from '../test/functions/links/stage.ts';
import { benSuggests, now } from '../test/functions/links/story.ts';
import { milliseconds, percentile, ratio, type Section } from './report.ts';

const ROUNDS = 150;
const BATCH = 2_000;

/** What the pages behind magic links cost: to make, to refuse, and to decide by, beside a function that only echoes. */
export async function links(): Promise<Section> {
  const stage = await openStage();
  try {
    return {
      title: 'Link pages',
      about:
        `Pages: ${BATCH} of each kind, in one process. Requests: ${ROUNDS} each, one after the other, through the local gateway and the bundle as ` +
        'deployed; the ratio is to a function behind the same gateway that only echoes its event.',
      columns: ['what', 'p50', 'p99', 'ratio', 'bytes', 'per second'],
      rows: [...(await pages(stage)), ...(await requests(stage))],
    };
  } finally {
    await stage.close();
  }
}

async function pages(stage: Stage): Promise<string[][]> {
  const brand = { name: 'Ophthalmo Practice', color: '#0B5C7A' };
  const site = {
    brand,
    stylesheet: stylesheet(brand.color),
    publicOrigin: 'https://sessions.example',
    organizerEmail: '',
    decidesOnOpening: false,
  };
  const story = await benSuggests(stage);
  const at = now();
  const deps = { linkKeys: async () => testKeys, links: stage.links, rooms: stage.rooms };
  const known = await openLink(deps, await story.link('approve', 'guest'), 'approve', at);
  if (known.kind !== 'known') throw new Error('The link of the benchmark does not open');
  const proposal = await story.proposal();
  const typed = fillFrom(known.room, known.holder.person.timeZone);
  const wrong = formWithProblems({ date: '', time: '', length: '', zone: 'Nowhere', note: 'x'.repeat(501) }, at);
  return [
    made('make the approve page', () => renderPage(site, makeQuestionPage({ known, now: at, proposal }, 'approve', '/decline?t=x')).html),
    made('make the reschedule form', () => renderPage(site, makeFormPage({ known, now: at, typed, problems: [] })).html),
    made('make the form with all of it wrong', () => renderPage(site, makeFormPage({ known, now: at, ...wrong })).html),
    made('make the page of a forged link', () => renderPage(site, forgedPage).html),
  ];
}

function formWithProblems(form: Readonly<Record<string, string>>, at: ReturnType<typeof now>) {
  const typed = readTyped(new URLSearchParams(form));
  const read = readProposal(typed, 'Asia/Kolkata', at);
  return { typed, problems: read.kind === 'problems' ? read.problems : [] };
}

function made(name: string, render: () => string): string[] {
  const times = Array.from({ length: BATCH }, () => timed(render));
  return [name, fine(percentile(times, 0.5)), fine(percentile(times, 0.99)), '–', String(Buffer.byteLength(render())), perSecond(times)];
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

async function timedAsync(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function requests(stage: Stage): Promise<string[][]> {
  const [server, echo] = await Promise.all([stage.open(), openEcho()]);
  const page = `${server.origin}/approve`;
  const kinds: Record<string, (token: string) => Promise<void>> = {
    'echo a form': (t) => send(`${echo.origin}/echo`, { t }),
    'GET a forged link': () => send(`${page}?t=made-up`),
    'GET the approve page': (t) => send(`${page}?t=${t}`),
    'POST the approval': (t) => send(page, { t }),
    'POST it again': (t) => send(page, { t }),
  };
  const times = new Map<string, number[]>(Object.keys(kinds).map((name) => [name, []]));
  for (let n = 0; n < ROUNDS; n++) {
    const token = await (await benSuggests(stage)).link('approve', 'guest');
    for (const [name, kind] of Object.entries(kinds)) times.get(name)?.push(await timedAsync(() => kind(token)));
  }
  await echo.stop();
  const alone = percentile(times.get('echo a form') ?? [], 0.5);
  return [...times].map(([name, taken]) => {
    const p50 = percentile(taken, 0.5);
    return [name, milliseconds(p50), milliseconds(percentile(taken, 0.99)), ratio(p50, alone), '–', perSecond(taken)];
  });
}

const openEcho = () => {
  const file = pathToFileURL(join(import.meta.dirname, '../local/gateway/echo.ts')).href;
  const spec = { name: 'echo', file, exportName: 'handler', timeoutMs: 10_000, memoryMb: 128, env: {}, clockOffsetMs: 0 };
  return openFront(['ANY /echo'], () => createPool(spec, { environments: 1, waiting: 10 }, () => undefined));
};

async function send(url: string, form?: Readonly<Record<string, string>>): Promise<void> {
  const init = form ? { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' as const } : {};
  await (await fetch(url, init)).arrayBuffer();
}

const fine = (value: number): string => `${value.toFixed(3)} ms`;

const perSecond = (times: readonly number[]): string =>
  Math.round((1000 * times.length) / times.reduce((sum, time) => sum + time, 0)).toLocaleString('en-GB');
