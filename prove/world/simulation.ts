import { AsyncLocalStorage } from 'node:async_hooks';
import type { FunctionName } from '../../infra/build-folders.ts';
import type { SesMail } from '../../local/engines/mail-events.ts';
import { openIncomingMail, type SenderVerdict } from '../../local/engines/incoming-mail.ts';
import { openMailTopics } from '../../local/engines/mail-topics.ts';
import type { TopicNotice } from '../../local/engines/notices.ts';
import { lastPart, type Blueprint } from './blueprint.ts';
import { errorOf, type Fault, type ServiceName } from './aws-faults.ts';
import { Queue, type QueuedMessage } from './simulated-queue.ts';
import type { Random } from './random.ts';
import { Tables, type TableRequest, type BatchGetRequest } from './simulated-tables.ts';
import { clockMillis, setClock, useWorld } from './virtual-machine.ts';
import { NotSimulated } from './not-simulated.ts';

export type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The entries of the functions, as processes hold them. */
export interface Handlers {
  readonly has: (name: FunctionName) => boolean;
  readonly get: (name: FunctionName) => Promise<Handler>;
  /** The process died: the next invocation finds nothing of what it kept in memory. */
  readonly restart: (name: FunctionName) => void;
}

/** One call to AWS that a function has made and that is not answered yet. */
interface PendingCall {
  readonly invocation: Invocation;
  readonly service: ServiceName;
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly resolve: (output: object) => void;
  readonly reject: (error: unknown) => void;
}

interface Invocation {
  readonly name: FunctionName;
  isDead: boolean;
  isDone: boolean;
}

/** A call as a plan of faults sees it: the how manieth of the schedule, and what it is. */
export interface Step {
  readonly index: number;
  readonly function: FunctionName;
  readonly service: ServiceName;
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface SimulationParts {
  readonly blueprint: Blueprint;
  readonly handlers: Handlers;
  readonly random: Random;
  readonly startMillis: number;
  /** What happens to a call; undefined: nothing. */
  readonly faultAt: (step: Step) => Fault | undefined;
  /** Whether SES's event about a mail is lost on its way. */
  readonly losesEvent?: (type: string) => boolean;
  /** Whether calls that wait at once are answered in any order, and messages of queues come twice. */
  readonly isShuffled?: boolean;
  readonly indexLagMillis?: number;
}

/** A mail that SES took. */
export interface TakenMail extends SesMail {
  readonly at: number;
  readonly sendKey: string;
  /** The process that sent it died, or never got the answer. */
  readonly wasLost: boolean;
  /** SES's Send event about it was lost, too. */
  isEventLost: boolean;
}

const CALL_MILLIS = 2;
const MOST_INVOCATIONS = 8;
const SILENT_TURNS = 300;
// SES tells within seconds; the lease of a mail is longer.
const LONGEST_EVENT_MILLIS = 14_000;
const current = new AsyncLocalStorage<Invocation>();
let active: Simulation | undefined;

/** Calls are answered by the newest simulation. */
function activate(simulation: Simulation): void {
  active = simulation;
}

/** Takes a call of the AWS SDK made by a function under simulation. */
export function takeCall(service: ServiceName, command: string, input: Readonly<Record<string, unknown>>): Promise<object> {
  const invocation = current.getStore();
  if (invocation === undefined || active === undefined) return Promise.reject(new Error(`${service} ${command} outside of a simulation`));
  return active.wait({ invocation, service, command, input });
}

/**
 * The whole service on a virtual clock. Functions run as they do in Lambda, one event at a time each, and stop at every call to AWS;
 * the simulation answers one call after the other, or lets it fail, or lets the process die. All chance comes from one seed.
 */
export class Simulation {
  readonly tables: Tables;
  readonly sent: TakenMail[] = [];
  steps = 0;
  /** Functions that ended with an error, which Lambda tries again. */
  failures: string[] = [];

  private readonly parts: SimulationParts;
  private readonly queues: ReadonlyMap<string, Queue>;
  private readonly objects = new Map<string, Uint8Array>();
  private readonly inbox: TopicNotice[] = [];
  private readonly timers: { at: number; work: () => void }[] = [];
  private pending: PendingCall[] = [];
  private invocations = new Set<Invocation>();
  /** The invocation of each pause that is not over. */
  private readonly pauses: Invocation[] = [];
  private readonly deaths = new Map<Invocation, () => void>();
  private nextId = 0;

  constructor(parts: SimulationParts) {
    this.parts = parts;
    setClock(parts.startMillis);
    useWorld({ random: parts.random, pause: (millis) => this.pause(millis) });
    this.tables = new Tables(parts.blueprint.tables, clockMillis, parts.indexLagMillis ?? 0);
    this.queues = new Map(
      parts.blueprint.queues.map(({ name, visibilityMillis, redrive }) => [name, new Queue(name, visibilityMillis, redrive)]),
    );
    for (const schedule of parts.blueprint.schedules) this.runSchedule(schedule);
    activate(this);
  }

  /** Does this at that time of the virtual clock, in milliseconds since 1970. */
  at(millis: number, work: () => void): void {
    this.timers.push({ at: Math.max(millis, clockMillis()), work });
  }

  after(millis: number, work: () => void): void {
    this.at(clockMillis() + millis, work);
  }

  /** Invokes a function; undefined when its process died or it threw. */
  async invoke(name: FunctionName, event: unknown): Promise<unknown> {
    const invocation: Invocation = { name, isDead: false, isDone: false };
    this.invocations.add(invocation);
    const died = new Promise<undefined>((resolve) => this.onDeath(invocation, () => resolve(undefined)));
    const context = { awsRequestId: this.newId('request'), functionName: name };
    const work = this.parts.handlers
      .get(name)
      .then((handler) => current.run(invocation, () => handler(event, context)))
      .catch((error: unknown) => {
        this.failures.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return undefined;
      });
    return Promise.race([work, died]).finally(() => {
      invocation.isDone = true;
      this.invocations.delete(invocation);
    });
  }

  /** A mail arrives at the organizer's mailbox. */
  async receiveMail(raw: string | Uint8Array, verdict: SenderVerdict, sender?: string): Promise<void> {
    const write =
      ({ topicArn, message, subject }: TopicNotice) =>
      async (): Promise<void> => {
        this.inbox.push({ topicArn, message, subject });
        this.publish(topicArn, message, subject);
      };
    const put = async (bucket: string, key: string, bytes: Uint8Array): Promise<void> => void this.objects.set(`${bucket}/${key}`, bytes);
    const incoming = openIncomingMail(this.parts.blueprint.template, { put } as never, { write });
    await incoming.receive({ raw: Buffer.from(raw), sender, recipients: undefined, verdict });
  }

  /** What tells of each mail in the organizer's mailbox is delivered once more, as a queue may do. */
  receiveInboxAgain(): void {
    for (const { topicArn, message, subject } of this.inbox) this.publish(topicArn, message, subject);
  }

  /** Resolves when that long has passed on the virtual clock: for people, who wait. */
  sleep(millis: number): Promise<void> {
    return new Promise((resolve) => this.after(millis, resolve));
  }

  /** Whether functions are at work or messages wait in queues that functions read. */
  get isBusy(): boolean {
    return this.invocations.size > 0 || this.parts.blueprint.consumers.some(({ queue }) => this.queue(queue).depth > 0);
  }

  /** Runs until that time of the virtual clock, or until `isEnough`, which is asked whenever nothing waits to be answered. */
  async run(untilMillis: number, isEnough: () => boolean = () => false): Promise<void> {
    for (;;) {
      await this.settle();
      if (this.pending.length > 0) {
        this.answerNext();
        continue;
      }
      if (this.startConsumers()) continue;
      if (isEnough()) return;
      const next = this.nextEventAt();
      if (next > untilMillis) break;
      setClock(Math.max(clockMillis(), next));
      this.fireTimers();
    }
    setClock(Math.max(clockMillis(), untilMillis));
  }

  queue(name: string): Queue {
    const queue = this.queues.get(lastPart(name));
    if (queue === undefined) throw new Error(`There is no queue ${name}`);
    return queue;
  }

  /** What lies in queues that no function reads: dead letters. */
  deadLetters(): readonly string[] {
    const consumed = new Set(this.parts.blueprint.consumers.map(({ queue }) => queue));
    return [...this.queues.values()].filter(({ name }) => !consumed.has(name)).flatMap(({ bodies }) => bodies);
  }

  wait(call: Omit<PendingCall, 'resolve' | 'reject'>): Promise<object> {
    if (call.invocation.isDead) return new Promise(() => {});
    return new Promise((resolve, reject) => this.pending.push({ ...call, resolve, reject }));
  }

  // Functions do real work between calls, on other threads too: each is waited for until it stands at a call or has ended. One that
  // waits for the call of another (a key that both need is read once) does neither, and is known by the long silence.
  private async settle(): Promise<void> {
    let quiet = 0;
    let seen = -1;
    for (;;) {
      const areAllWaiting = [...this.invocations].every((invocation) => this.isWaiting(invocation));
      if (quiet >= (areAllWaiting ? 2 : SILENT_TURNS) && (areAllWaiting || this.pending.length > 0)) return;
      await new Promise((resolve) => setImmediate(resolve));
      const state = this.pending.length * 1000 + this.invocations.size;
      quiet = state === seen ? quiet + 1 : 0;
      seen = state;
    }
  }

  private pause(millis: number): Promise<void> {
    const invocation = current.getStore();
    return new Promise((resolve) => {
      // One invocation may pause in several places at once: it works on several messages.
      if (invocation !== undefined) this.pauses.push(invocation);
      this.after(millis, () => {
        if (invocation !== undefined) this.pauses.splice(this.pauses.indexOf(invocation), 1);
        if (invocation?.isDead !== true) resolve();
      });
    });
  }

  private isWaiting(invocation: Invocation): boolean {
    return this.pauses.includes(invocation) || this.pending.some((call) => call.invocation === invocation);
  }

  private answerNext(): void {
    const position = this.parts.isShuffled === true ? this.parts.random.below(this.pending.length) : 0;
    const [call] = this.pending.splice(position, 1);
    if (call === undefined) return;
    setClock(clockMillis() + CALL_MILLIS);
    const { invocation, service, command, input } = call;
    const fault = this.parts.faultAt({ index: this.steps++, function: invocation.name, service, command, input });
    if (fault === 'crash-before') return this.kill(invocation);
    if (fault === 'refuse') return call.reject(errorOf(fault, service));
    const output = this.perform(call, fault !== undefined);
    if (fault === 'crash-after') return this.kill(invocation);
    if (output instanceof Error) return call.reject(output);
    if (fault === 'lose-answer') return call.reject(errorOf(fault, service));
    call.resolve(output);
  }

  private perform({ service, command, input }: PendingCall, isLost: boolean): object {
    try {
      switch (service) {
        case 'dynamodb':
          return this.tables.perform(command, input as unknown as TableRequest & BatchGetRequest);
        case 'sqs':
          return this.performQueue(command, input);
        case 's3':
          return this.readObject(input);
        case 'ses':
          return this.performSes(command, input, isLost);
        case 'secrets':
          return { SecretString: this.parts.blueprint.secrets.get(lastPart(String(input['SecretId']))) };
      }
    } catch (error) {
      if (error instanceof Error && !(error instanceof NotSimulated)) return error;
      throw error;
    }
  }

  private performQueue(command: string, input: Readonly<Record<string, unknown>>): object {
    const queue = this.queue(String(input['QueueUrl']));
    const send = (message: Readonly<Record<string, unknown>>): void => {
      const visibleAt = clockMillis() + Number(message['DelaySeconds'] ?? 0) * 1000;
      queue.send({ id: this.newId('message'), body: String(message['MessageBody']) }, visibleAt);
      if (this.parts.isShuffled === true && this.parts.random.isTrue(0.1)) {
        queue.send({ id: this.newId('message'), body: String(message['MessageBody']) }, visibleAt + this.parts.random.below(30_000));
      }
    };
    switch (command) {
      case 'SendMessageCommand':
        send(input);
        return { MessageId: 'sent' };
      case 'SendMessageBatchCommand': {
        const entries = Array.isArray(input['Entries']) ? input['Entries'] : [];
        entries.forEach(send);
        return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
      }
      case 'GetQueueAttributesCommand':
        return { Attributes: { ApproximateNumberOfMessages: String(queue.visibleAt(clockMillis())) } };
      case 'ChangeMessageVisibilityCommand':
        queue.hideUntil(String(input['ReceiptHandle']), clockMillis() + Number(input['VisibilityTimeout']) * 1000);
        return {};
      default:
        throw new NotSimulated(`sqs ${command}`);
    }
  }

  private readObject(input: Readonly<Record<string, unknown>>): object {
    const bytes = this.objects.get(`${String(input['Bucket'])}/${String(input['Key'])}`);
    if (bytes === undefined) return Object.assign(new Error('The specified key does not exist.'), { name: 'NoSuchKey' });
    return { ContentLength: bytes.length, Body: { transformToByteArray: async () => bytes, destroy: () => {} } };
  }

  private performSes(command: string, input: Readonly<Record<string, any>>, wasLost: boolean): object {
    if (command === 'GetAccountCommand') {
      return {
        SendingEnabled: true,
        SendQuota: { MaxSendRate: 14, Max24HourSend: 50_000, SentLast24Hours: 0 },
        ProductionAccessEnabled: true,
      };
    }
    if (command !== 'SendEmailCommand') throw new NotSimulated(`ses ${command}`);
    const tags = (input['EmailTags'] ?? []).map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value] as const);
    const mail: TakenMail = {
      id: this.newId('ses'),
      from: input['FromEmailAddress'],
      to: input['Destination'].ToAddresses,
      raw: Buffer.from(input['Content'].Raw.Data),
      configurationSet: input['ConfigurationSetName'],
      tags,
      at: clockMillis(),
      sendKey: tags.find(([name]: readonly [string, string]) => name === 'send_key')?.[1] ?? '',
      wasLost,
      isEventLost: false,
    };
    this.sent.push(mail);
    const tell = ({ topicArn, message, subject }: TopicNotice): void => {
      const { eventType }: { readonly eventType?: string } = JSON.parse(message);
      if (this.parts.losesEvent?.(eventType ?? '') === true) mail.isEventLost = true;
      else this.after(1000 + this.parts.random.below(LONGEST_EVENT_MILLIS), () => this.publish(topicArn, message, subject));
    };
    void openMailTopics(this.parts.blueprint.template, { write: (notice) => async () => tell(notice) }).write(mail)();
    return { MessageId: mail.id };
  }

  private publish(topicArn: string, message: string, subject: string): void {
    for (const { queue, isRaw } of this.parts.blueprint.subscriptions.filter((one) => one.topicArn === topicArn)) {
      const wrapped = { Type: 'Notification', MessageId: this.newId('notice'), TopicArn: topicArn, Subject: subject, Message: message };
      this.queue(queue).send({ id: this.newId('message'), body: isRaw ? message : JSON.stringify(wrapped) }, clockMillis());
    }
  }

  private startConsumers(): boolean {
    let hasStarted = false;
    for (const { queue: name, functionArn, batchSize } of this.parts.blueprint.consumers) {
      const shape = this.parts.blueprint.functions.get(functionArn);
      const queue = this.queue(name);
      if (shape === undefined || this.invocations.size >= MOST_INVOCATIONS || queue.nextVisibleAt() > clockMillis()) continue;
      const redrive = (to: string, { id, body }: QueuedMessage): void => this.queue(to).send({ id, body }, clockMillis());
      const messages = queue.receive(clockMillis(), batchSize, redrive);
      if (messages.length === 0) continue;
      hasStarted = true;
      void this.consume(queue, shape.name, messages);
    }
    return hasStarted;
  }

  private async consume(queue: Queue, name: FunctionName, messages: readonly QueuedMessage[]): Promise<void> {
    const Records = messages.map(({ id, body, receives }) => ({
      messageId: id,
      receiptHandle: id,
      body,
      attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(clockMillis()) },
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:eu-west-1:000000000000:${queue.name}`,
    }));
    const result = (await this.invoke(name, { Records })) as { batchItemFailures?: { itemIdentifier: string }[] } | undefined;
    if (result === undefined) return;
    const failed = new Set((result.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
    for (const { id } of messages) if (!failed.has(id)) queue.delete(id);
  }

  private runSchedule({ functionArn, everyMillis, input }: Blueprint['schedules'][number]): void {
    const shape = this.parts.blueprint.functions.get(functionArn);
    if (shape === undefined || !this.parts.handlers.has(shape.name)) return;
    this.after(everyMillis, () => {
      void this.invoke(shape.name, input);
      this.runSchedule({ functionArn, everyMillis, input });
    });
  }

  private onDeath(invocation: Invocation, work: () => void): void {
    this.deaths.set(invocation, work);
  }

  private kill(invocation: Invocation): void {
    invocation.isDead = true;
    this.pending = this.pending.filter((call) => call.invocation !== invocation);
    this.invocations.delete(invocation);
    this.parts.handlers.restart(invocation.name);
    this.deaths.get(invocation)?.();
  }

  private nextEventAt(): number {
    const consumed = this.parts.blueprint.consumers.map(({ queue }) => this.queue(queue).nextVisibleAt());
    return Math.min(Infinity, ...consumed, ...this.timers.map(({ at }) => at));
  }

  private fireTimers(): void {
    const now = clockMillis();
    const due = this.timers.filter(({ at }) => at <= now);
    for (const timer of due) this.timers.splice(this.timers.indexOf(timer), 1);
    for (const { work } of due) work();
  }

  private newId(kind: string): string {
    return `${kind}-${++this.nextId}`;
  }
}
