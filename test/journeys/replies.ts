import type { Saying } from '../../local/reply-as/answer.ts';
import { invitationIn } from '../../local/reply-as/invitation.ts';
import { PROGRAMS, type ProgramName } from '../../local/reply-as/programs.ts';
import { instantAt } from '../../shared/time/instant.ts';
import type { LocalStack } from '../support/local-stack.ts';
import type { Person } from './cast.ts';
import { newestLetter } from './letter.ts';

let written = 0;

/** What somebody's calendar program mails in answer to their newest invitation; each is written a second after the one before. */
export async function replyOf(stack: LocalStack, { email }: Person, program: ProgramName, says: Saying): Promise<string> {
  const { mail } = await newestLetter(stack, email, ({ method }) => method === 'REQUEST');
  const invitation = invitationIn(await stack.open(mail.id));
  if (!invitation) throw new Error('No invitation');
  written += 1;
  return PROGRAMS[program].write({ ...invitation, says, at: instantAt(Date.now() + written * 1000), id: `journey${written}` });
}
