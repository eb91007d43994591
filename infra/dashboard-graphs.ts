import { Duration, type Stack } from 'aws-cdk-lib';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { KindedMetric, MetricName } from '../functions/platform/log.ts';
import type { HistoryEvent } from '../shared/words/history-events.ts';
import { LINK_REFUSALS } from '../shared/words/link-refusals.ts';
import { PERSON_LIMITS } from '../shared/words/person-limits.ts';
import { REFUSAL_CLASSES } from '../shared/words/refusal-classes.ts';
import { REPLY_OUTCOMES } from '../shared/words/reply-outcomes.ts';
import { NodeFunction } from './node-function.ts';
import { Table } from './table.ts';
import type { Watch } from './watch.ts';

const SESSIONS: readonly HistoryEvent[] = [
  'created',
  'booked',
  'accepted',
  'tentative',
  'rescheduled',
  'venue-changed',
  'declined',
  'left',
  'cancelled',
];
const SUGGESTIONS: readonly HistoryEvent[] = ['proposed', 'approved', 'proposal-declined', 'proposal-withdrawn', 'proposal-expired'];
const WORDS: readonly HistoryEvent[] = ['note-written', 'introduction-asked', 'introduced'];
const SECOND_THOUGHTS: readonly HistoryEvent[] = ['undone', 'restored'];
const AFTERWARDS: readonly HistoryEvent[] = ['answered-afterwards', 'missed'];
const RESERVATIONS: readonly HistoryEvent[] = ['reservation-declined', 'reservation-opened', 'reservation-lapsed'];

const MAIL_OUTCOMES = [
  'MailSent',
  'MailSuperseded',
  'MailSuppressed',
  'MailRetried',
  'MailRepeated',
  'MailFailed',
  'MailUnreadable',
] as const satisfies readonly MetricName[];

/** What people do with the service, what becomes of mail and answers, and what costs money. */
export function drawGraphs(stack: Stack, watch: Watch): void {
  const decided = (events: readonly HistoryEvent[]) => events.map((event) => byKind(watch, 'Decided', 'all', event));
  watch.graph('Sessions: from opened to accepted, and what ends them', ...decided(SESSIONS));
  watch.graph('Suggestions of another time: made, approved, declined, expired; the others are superseded', ...decided(SUGGESTIONS));
  watch.graph('Between the two: notes, addresses exchanged', ...decided(WORDS));
  watch.graph('Second thoughts: taken back in the app, put back after a decline', ...decided(SECOND_THOUGHTS));
  watch.graph('Practise again: reserved, and how it ended unbooked', watch.countOf('RoomsReserved', 'rooms-api'), ...decided(RESERVATIONS));
  watch.graph('Afterwards: answers of how it went, sessions missed', ...decided(AFTERWARDS));
  watch.graph(
    'Mail by outcome',
    ...MAIL_OUTCOMES.map((name) => watch.countOf(name, 'send-mail')),
    ...(['MailDelivered', 'MailBounced', 'MailComplained'] as const).map((name) => watch.countOf(name, 'record-status')),
  );
  watch.graph('Mail: age of the oldest owed, in seconds', watch.mostOf('OldestOwedMail', 'sweep-mail'));
  watch.graph('Mail without any event for an hour', watch.mostOf('MailUnheard', 'sweep-mail'));
  watch.graph('Calendar replies by outcome', ...REPLY_OUTCOMES.map((kind) => byKind(watch, 'RepliesParsed', 'receive-mail', kind)));
  watch.graph(
    'Calendar replies refused, by class',
    ...REFUSAL_CLASSES.map((kind) => byKind(watch, 'RepliesRefused', 'receive-mail', kind)),
  );
  watch.graph('Links refused, by reason', ...LINK_REFUSALS.map((kind) => byKind(watch, 'LinksRefused', 'links', kind)));
  watch.graph(
    'Links opened by scanners, and pressed by scripts',
    watch.countOf('ScannersSeen', 'links'),
    watch.countOf('ScriptedPosts', 'links'),
  );
  watch.graph('Erasures that people asked for', watch.countOf('ErasuresAsked', 'rooms-api'));
  watch.graph('Limits per person that were reached', ...PERSON_LIMITS.map((kind) => byKind(watch, 'PersonLimited', 'all', kind)));
  watch.graph('Cost: write units of tables', ...each(stack, Table, writeUnits));
  watch.graph('Cost: time of functions, in milliseconds', ...each(stack, NodeFunction, runTime));
}

/** A line of a graph that bears the name of the kind alone. */
const byKind = (watch: Watch, metric: KindedMetric, service: Parameters<Watch['countOfKind']>[1], kind: string): IMetric =>
  watch.countOfKind(metric, service, kind).with({ label: kind });

const BY_FIVE_MINUTES = { statistic: Stats.SUM, period: Duration.minutes(5) };

const writeUnits = (table: Table): IMetric => table.metricConsumedWriteCapacityUnits({ ...BY_FIVE_MINUTES, label: table.node.path });

const runTime = (worker: NodeFunction<Record<string, string>>): IMetric =>
  worker.metricDuration({ ...BY_FIVE_MINUTES, label: worker.node.path });

/** A metric of each construct of a class in the stack. */
function each<Part>(stack: Stack, part: new (...args: never[]) => Part, toMetric: (part: Part) => IMetric): readonly IMetric[] {
  return stack.node.findAll().flatMap((construct) => (construct instanceof part ? [toMetric(construct)] : []));
}
