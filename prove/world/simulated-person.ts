import { AttendeeCalendar, readCalendar, type CalendarMessage } from '../judges/calendar.ts';
import { readableText } from '../judges/mail-text.ts';
import { ORGANIZER, SITE, type Blueprint } from './blueprint.ts';
import { ask, type Answered } from './service.ts';
import type { Simulation, TakenMail } from './simulation.ts';
import { clockMillis } from './virtual-machine.ts';

/** Somebody who uses the service: by the app, by links in their mail, and by their calendar program. */
export class SimulatedPerson {
  readonly name: string;
  readonly email: string;
  private hosted = 0;
  private nameClaims: Readonly<Record<string, string>>;
  private readonly timeZone: string;
  private readonly simulation: Simulation;
  private readonly blueprint: Blueprint;

  constructor(simulation: Simulation, blueprint: Blueprint, name: string, timeZone: string) {
    this.simulation = simulation;
    this.blueprint = blueprint;
    this.name = name;
    this.email = `${name.toLowerCase()}@mail.example`;
    this.timeZone = timeZone;
    this.nameClaims = { name: `${name} Example`, given_name: name };
  }

  /** From now on the sign-in says this name, and no given name. */
  claimName(name: string): void {
    this.nameClaims = { name };
  }

  /** The JSON API as this person; undefined when no answer came. */
  async api(
    method: string,
    path: string,
    body?: object,
    key?: string,
  ): Promise<{ readonly status: number; readonly json: any } | undefined> {
    const answered = await ask(this.simulation, this.blueprint, {
      method,
      url: path,
      claims: { sub: `sub-${this.name}`, email: this.email, email_verified: 'true', ...this.nameClaims },
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
      }),
    });
    return answered && { status: answered.status, json: answered.body === '' ? undefined : JSON.parse(answered.body) };
  }

  /** Asks again until there is an answer that is not the fault of a machine, as people do. */
  async insist(method: string, path: string, body?: object, key?: string): Promise<{ readonly status: number; readonly json: any }> {
    for (let attempt = 0; attempt < 5; attempt++) {
      const answered = await this.api(method, path, body, key);
      if (answered !== undefined && answered.status < 500) return answered;
    }
    throw new Error(`${this.name} gets no answer to ${method} ${path}`);
  }

  /** With one key for all tries, as the app does: a lost answer does not open two. */
  async host(startMillis: number, durationMinutes = 60): Promise<string> {
    const body = { startUtc: new Date(startMillis).toISOString(), durationMinutes, timeZone: this.timeZone };
    const { json } = await this.insist('POST', '/api/rooms', body, `${this.name}-${++this.hosted}`);
    return json.id;
  }

  book(room: string): Promise<{ readonly status: number; readonly json: any }> {
    return this.insist('POST', `/api/rooms/${room}/booking`, { timeZone: this.timeZone });
  }

  /** Mails to this person, as SES took them. */
  mails(): readonly TakenMail[] {
    return this.simulation.sent.filter(({ to }) => to.includes(this.email));
  }

  /** The calendar after all of this person's mail. */
  calendar(): AttendeeCalendar {
    const calendar = new AttendeeCalendar();
    for (const { raw } of this.mails()) {
      const message = readCalendar(raw);
      if (message !== null) calendar.receive(message);
    }
    return calendar;
  }

  newestInvitation(): CalendarMessage | null {
    return (
      this.mails()
        .map(({ raw }) => readCalendar(raw))
        .findLast((message) => message?.method === 'REQUEST') ?? null
    );
  }

  /** The newest link of that path in this person's mail: path and query. */
  link(path: string): string | undefined {
    const texts = this.mails().map(({ raw }) => readableText(raw));
    const pattern = new RegExp(`${SITE.replaceAll('.', '\\.')}(${path}\\?[rt]=[A-Za-z0-9._-]+)`);
    return texts.map((text) => pattern.exec(text)?.[1]).findLast((url) => url !== undefined);
  }

  /** Presses the button on the page behind a link, as a browser does. */
  press(url: string): Promise<Answered | undefined> {
    const [path = '', query = ''] = url.split('?');
    return ask(this.simulation, this.blueprint, {
      method: 'POST',
      url: path,
      body: query,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: SITE,
        'sec-fetch-site': 'same-origin',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        'sec-fetch-user': '?1',
      },
    });
  }

  open(url: string): Promise<Answered | undefined> {
    return ask(this.simulation, this.blueprint, { method: 'GET', url });
  }

  /** This person's calendar program answers the newest invitation. */
  reply(answer: {
    readonly partstat: string;
    readonly method?: string;
    readonly startMillis?: number;
    readonly durationMinutes?: number;
  }): Promise<void> {
    const invitation = this.newestInvitation();
    if (invitation === null) return Promise.resolve();
    const start = answer.startMillis ?? invitation.start;
    const end = start + (answer.durationMinutes === undefined ? invitation.end - invitation.start : answer.durationMinutes * 60_000);
    const method = answer.method ?? 'REPLY';
    const calendar = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Example//Calendar//EN',
      `METHOD:${method}`,
      'BEGIN:VEVENT',
      `UID:${invitation.uid}`,
      `SEQUENCE:${invitation.sequence}`,
      `DTSTAMP:${utc(clockMillis())}`,
      `DTSTART:${utc(start)}`,
      `DTEND:${utc(end)}`,
      'SUMMARY:Session',
      `ORGANIZER:mailto:${ORGANIZER}`,
      `ATTENDEE;PARTSTAT=${answer.partstat}:mailto:${this.email}`,
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
    const raw = `From: ${this.name} <${this.email}>\r\nTo: ${ORGANIZER}\r\nSubject: Answer\r\nMessage-ID: <${utc(clockMillis())}.${this.simulation.steps}@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; charset=utf-8; method=${method}\r\n\r\n${calendar}`;
    return this.simulation.receiveMail(raw, 'pass', this.email);
  }
}

const utc = (millis: number): string => `${new Date(millis).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
