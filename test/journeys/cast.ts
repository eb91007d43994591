import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Caller, LocalStack } from '../support/local-stack.ts';
import { newestLetter, type Letter } from './letter.ts';

/*
 * People who meet nobody from another test, and what they do over HTTP.
 */

export interface Person extends Caller {
  readonly name: string;
  readonly timeZone: string;
}

export interface Booked {
  readonly host: Person;
  readonly guest: Person;
  readonly id: string;
  readonly startUtc: string;
  readonly uid: string;
}

/** Where several stacks keep the same world, one after the other. */
export const aDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'journeys-'));

/** The last of them is stopped, and the world forgotten. */
export async function endOf(stack: LocalStack): Promise<void> {
  await stack.stop();
  await rm(stack.directory, { recursive: true, force: true });
}

let people = 0;

/** Somebody new, whose address is in no other test. */
export async function somebody(stack: LocalStack, name: string, timeZone: string): Promise<Person> {
  people += 1;
  const caller = await stack.signIn(`person${people}.p${process.pid}@mail.example`, name, timeZone);
  return { ...caller, name, timeZone };
}

export const aHost = (stack: LocalStack, name = 'Ben Carter'): Promise<Person> => somebody(stack, name, 'Europe/London');
export const aGuest = (stack: LocalStack, name = 'Asha Raman'): Promise<Person> => somebody(stack, name, 'Asia/Kolkata');

/** The same person at a stack that has been started anew. */
export async function again(stack: LocalStack, { email, name, timeZone }: Person): Promise<Person> {
  return { ...(await stack.signIn(email, name, timeZone)), name, timeZone };
}

const HOUR = 3_600_000;

/** On the hour, so many hours from now. */
export const inHours = (hours: number): string => new Date(Math.ceil(Date.now() / HOUR) * HOUR + hours * HOUR).toISOString();
export const laterBy = (instant: string, minutes: number): string => new Date(Date.parse(instant) + minutes * 60_000).toISOString();

export const open = (host: Person, startUtc: string, durationMinutes: unknown = 60): Promise<Answer> =>
  host.api('POST', '/api/rooms', { startUtc, durationMinutes, timeZone: host.timeZone });

export async function anOpenRoom(host: Person, startUtc = inHours(100), durationMinutes = 60): Promise<string> {
  const { status, body } = await open(host, startUtc, durationMinutes);
  if (status !== 201) throw new Error(`No room: ${status} ${JSON.stringify(body)}`);
  return body.id;
}

export const book = ({ api, timeZone }: Person, id: string): Promise<Answer> => api('POST', `/api/rooms/${id}/booking`, { timeZone });
export const leave = ({ api }: Person, id: string): Promise<Answer> => api('DELETE', `/api/rooms/${id}/booking`);
export const cancel = ({ api }: Person, id: string): Promise<Answer> => api('DELETE', `/api/rooms/${id}`);
export const reschedule = ({ api }: Person, id: string, startUtc: string, durationMinutes?: number): Promise<Answer> =>
  api('POST', `/api/rooms/${id}/reschedule`, { startUtc, ...(durationMinutes !== undefined && { durationMinutes }) });
export const see = async ({ api }: Person, id: string): Promise<Answer['body']> => (await api('GET', `/api/rooms/${id}`)).body;

/** A room that Ben hosts and Asha has booked, both invitations delivered. */
export async function aBookedRoom(stack: LocalStack, startUtc = inHours(100), durationMinutes = 60): Promise<Booked> {
  const [host, guest] = [await aHost(stack), await aGuest(stack)];
  const id = await anOpenRoom(host, startUtc, durationMinutes);
  const { status } = await book(guest, id);
  if (status !== 200) throw new Error(`Not booked: ${status}`);
  await stack.mails(1, host.email);
  const { uid } = await invitationOf(stack, guest);
  return { host, guest, id, startUtc, uid };
}

/** What the newest calendar mail of somebody says. */
async function invitationOf(stack: LocalStack, { email }: Person): Promise<NonNullable<Letter['event']>> {
  const { event } = await newestLetter(stack, email, ({ method }) => method === 'REQUEST');
  if (event === null) throw new Error(`${email} has no invitation`);
  return event;
}
