/** A standard queue of SQS: messages come at least once, in any order, and again when their visibility timeout is over. */
export class Queue {
  readonly name: string;
  private readonly visibilityMillis: number;
  private readonly redrive: { readonly after: number; readonly to: string } | null;
  private messages: QueuedMessage[] = [];

  constructor(name: string, visibilityMillis: number, redrive: Queue['redrive']) {
    this.name = name;
    this.visibilityMillis = visibilityMillis;
    this.redrive = redrive;
  }

  /** Messages that nobody has deleted. */
  get depth(): number {
    return this.messages.length;
  }

  /** How many can be received at that time. */
  visibleAt(now: number): number {
    return this.messages.filter(({ visibleAt }) => visibleAt <= now).length;
  }

  get bodies(): readonly string[] {
    return this.messages.map(({ body }) => body);
  }

  send(message: Pick<QueuedMessage, 'id' | 'body'>, visibleAt: number): void {
    this.messages.push({ ...message, visibleAt, receives: 0 });
  }

  /** When the next message can be received; Infinity without one. */
  nextVisibleAt(): number {
    return Math.min(Infinity, ...this.messages.map(({ visibleAt }) => visibleAt));
  }

  /**
   * Up to `most` messages that are visible at `now`; they are hidden from then on. One that was received too often goes to the
   * dead-letter queue, through `redriveTo`.
   */
  receive(now: number, most: number, redriveTo: (queue: string, message: QueuedMessage) => void): readonly QueuedMessage[] {
    const visible = this.messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, most);
    const dead = visible.filter(({ receives }) => this.redrive !== null && receives >= this.redrive.after);
    for (const message of dead) {
      this.delete(message.id);
      if (this.redrive !== null) redriveTo(this.redrive.to, message);
    }
    const received = visible.filter((message) => !dead.includes(message));
    for (const message of received) {
      message.receives += 1;
      message.visibleAt = now + this.visibilityMillis;
    }
    return received;
  }

  delete(id: string): void {
    this.messages = this.messages.filter((message) => message.id !== id);
  }

  hideUntil(id: string, millis: number): void {
    for (const message of this.messages) if (message.id === id) message.visibleAt = millis;
  }
}

export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  visibleAt: number;
  receives: number;
}
