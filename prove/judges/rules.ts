/*
 * The rules of a room once more, written from the mission alone: it imports nothing of the service, so that the two can disagree.
 * Times in milliseconds since 1970. Limits are not in it: a command that a limit refuses changes nothing here either.
 */

type Partstat = 'NEEDS-ACTION' | 'ACCEPTED' | 'TENTATIVE' | 'DECLINED';

interface Attendee {
  readonly name: string;
  partstat: Partstat;
  /** SEQUENCE of the last REQUEST that told this attendee a time; null: none yet. */
  invited: number | null;
}

interface Suggestion {
  readonly id: string;
  readonly by: 'host' | 'guest';
  readonly start: number;
  readonly minutes: number;
  readonly expires: number;
  status: 'pending' | 'approved' | 'declined' | 'superseded';
}

/** What is asked of the room. `who` is a person's name. */
export type Asked = { readonly at: number; readonly who: string } & (
  | { readonly type: 'book' }
  | { readonly type: 'reschedule'; readonly start: number; readonly minutes: number }
  | { readonly type: 'cancel' | 'leave' }
  /** In answer to the newest invitation, or to the one before it. */
  | { readonly type: 'reply'; readonly partstat: Exclude<Partstat, 'NEEDS-ACTION'>; readonly isStale: boolean }
  | { readonly type: 'propose'; readonly id: string; readonly start: number; readonly minutes: number }
  | { readonly type: 'approve' | 'decline'; readonly id: string }
);

/** What the room must be after a command, and which calendar mail must be owed, each as `METHOD SEQUENCE name`. */
export interface Judged {
  readonly isChanged: boolean;
  readonly mail: readonly string[];
}

const MINUTE = 60_000;
const NOTHING: Judged = { isChanged: false, mail: [] };
const CHANGED: Judged = { isChanged: true, mail: [] };

/** One room. */
export class RoomByTheRules {
  private status: 'open' | 'booked' | 'cancelled' = 'open';
  private sequence = 0;
  private guest: Attendee | null = null;
  private suggestions: Suggestion[] = [];
  private readonly host: Attendee;
  private start: number;
  private minutes: number;

  constructor(host: string, start: number, minutes: number) {
    this.host = { name: host, partstat: 'NEEDS-ACTION', invited: null };
    [this.start, this.minutes] = [start, minutes];
  }

  /** The whole room in one line. */
  describe(at: number): string {
    const people = [this.host, this.guest].map((attendee) => (attendee === null ? '-' : `${attendee.name} ${attendee.partstat}`));
    const suggestions = this.suggestions.map(
      ({ id, status, expires }) => `${id} ${status === 'pending' && at >= expires ? 'expired' : status}`,
    );
    return [this.status, this.sequence, this.start, this.minutes, ...people, ...suggestions].join(', ');
  }

  ask(asked: Asked): Judged {
    const isOver = asked.at >= this.start + this.minutes * MINUTE;
    if (this.status === 'cancelled' || isOver) return NOTHING;
    switch (asked.type) {
      case 'book':
        return this.book(asked);
      case 'reschedule':
        return this.reschedule(asked);
      case 'cancel':
        return asked.who === this.host.name ? this.callOff(asked.at) : NOTHING;
      case 'leave':
        return asked.who === this.guest?.name ? this.dropOut(asked.at) : NOTHING;
      case 'reply':
        return this.reply(asked);
      case 'propose':
        return this.propose(asked);
      case 'approve':
      case 'decline':
        return this.answer(asked);
    }
  }

  private book({ at, who }: Asked): Judged {
    if (this.guest !== null || who === this.host.name || at >= this.start) return NOTHING;
    if (this.host.invited !== null) this.sequence += 1;
    else this.host.invited = this.sequence;
    this.status = 'booked';
    this.guest = { name: who, partstat: 'NEEDS-ACTION', invited: this.sequence };
    return { isChanged: true, mail: [this.request(this.host), this.request(this.guest)] };
  }

  private reschedule({ at, who, start, minutes }: Extract<Asked, { type: 'reschedule' }>): Judged {
    const isSame = start === this.start && minutes === this.minutes;
    return who !== this.host.name || start <= at || isSame ? NOTHING : this.moveTo(at, start, minutes);
  }

  private moveTo(at: number, start: number, minutes: number): Judged {
    [this.start, this.minutes] = [start, minutes];
    this.supersede(at);
    const holders = this.holders();
    if (holders.length === 0) return CHANGED;
    this.sequence += 1;
    for (const holder of holders) {
      holder.invited = this.sequence;
      holder.partstat = 'NEEDS-ACTION';
    }
    return { isChanged: true, mail: holders.map((holder) => this.request(holder)) };
  }

  private callOff(at: number): Judged {
    this.status = 'cancelled';
    this.supersede(at);
    return { isChanged: true, mail: this.holders().map(({ name }) => `CANCEL ${this.sequence + 1} ${name}`) };
  }

  /** The guest takes no part any more. Once the session runs, nobody could take the place. */
  private dropOut(at: number): Judged {
    if (at >= this.start) return this.callOff(at);
    const { name } = this.guest!;
    this.sequence += 1;
    this.guest = null;
    this.status = 'open';
    this.supersede(at);
    return { isChanged: true, mail: [this.request(this.host), `CANCEL ${this.sequence} ${name}`] };
  }

  private reply({ at, who, partstat, isStale }: Extract<Asked, { type: 'reply' }>): Judged {
    const attendee = this.holders().find(({ name }) => name === who);
    if (attendee === undefined) return NOTHING;
    // An answer to an older time is answered with the present one.
    if (isStale) return NOTHING;
    if (partstat !== 'DECLINED') {
      attendee.partstat = partstat;
      return CHANGED;
    }
    if (attendee !== this.host) return this.dropOut(at);
    attendee.partstat = partstat;
    return this.callOff(at);
  }

  private propose({ at, who, id, start, minutes }: Extract<Asked, { type: 'propose' }>): Judged {
    const by = this.roleOf(who);
    if (by === null || this.guest === null || at >= this.start || start <= at) return NOTHING;
    if (start === this.start && minutes === this.minutes) return NOTHING;
    const isWaiting = this.suggestions.some(
      (one) => one.by === by && one.status === 'pending' && at < one.expires && one.start === start && one.minutes === minutes,
    );
    if (isWaiting) return NOTHING;
    this.supersede(at, (one) => one.by === by);
    const expires = Math.min(at + 72 * 60 * MINUTE, this.start, start);
    this.suggestions.push({ id, by, start, minutes, expires, status: 'pending' });
    return CHANGED;
  }

  private answer({ at, who, type, id }: Extract<Asked, { type: 'approve' | 'decline' }>): Judged {
    const suggestion = this.suggestions.find((one) => one.id === id);
    const role = this.roleOf(who);
    if (suggestion === undefined || role === null || role === suggestion.by || this.guest === null) return NOTHING;
    if (suggestion.status !== 'pending' || at >= suggestion.expires) return NOTHING;
    suggestion.status = type === 'approve' ? 'approved' : 'declined';
    return type === 'approve' ? this.moveTo(at, suggestion.start, suggestion.minutes) : CHANGED;
  }

  /** What has expired stays so. */
  private supersede(at: number, isMeant: (suggestion: Suggestion) => boolean = () => true): void {
    for (const one of this.suggestions) if (one.status === 'pending' && at < one.expires && isMeant(one)) one.status = 'superseded';
  }

  private holders(): Attendee[] {
    return [this.host, ...(this.guest ? [this.guest] : [])].filter(({ invited }) => invited !== null);
  }

  private roleOf(who: string): 'host' | 'guest' | null {
    if (who === this.host.name) return 'host';
    return who === this.guest?.name ? 'guest' : null;
  }

  private request({ name }: Attendee): string {
    return `REQUEST ${this.sequence} ${name}`;
  }
}
