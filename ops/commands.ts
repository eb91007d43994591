import { BACKFILL_HELP, runBackfill } from './backfill-rooms.ts';
import type { CommandCall } from './command-call.ts';
import { runDoctor } from './doctor/doctor.ts';
import { runPersonExport } from './export-person.ts';
import { runPersonFind } from './find-person.ts';
import { ERASE_HELP, runPersonErase } from './run-person-erase.ts';
import { runPause, runResume } from './pause-mail.ts';
import { runResend } from './resend-mail.ts';
import { runRedrive } from './redrive-mail.ts';
import { runReceiveOff, runReceiveOn } from './switch-receipt-rules.ts';
import { REPLIES_HELP } from './replies/reply-arguments.ts';
import { runReplies } from './run-replies.ts';
import type { CommandReport } from './command-report.ts';
import { PROBE_HELP, runProbeCommand } from './run-probe-command.ts';
import { runRotateLinkKeys } from './rotate-link-keys.ts';
import { runRotateOriginKey } from './rotate-origin-key.ts';
import { runSession } from './show-session.ts';

export interface OpsCommand {
  /** E.g. `mail pause`. */
  readonly name: string;
  readonly usage: string;
  /** One line for the list. */
  readonly does: string;
  readonly help: string;
  readonly run: (call: CommandCall) => Promise<CommandReport>;
}

interface CommandText extends Pick<OpsCommand, 'usage' | 'does' | 'run'> {
  readonly more?: string;
}

function toCommand({ usage, does, run, more }: CommandText): OpsCommand {
  const name = usage.replace(/ [A-Z[-].*$/, '');
  return {
    name,
    usage,
    does,
    run,
    help: `npm run ops -- ${usage} [--stage S | --local DIR] [--json]\n${does}\n${more ? `${more}\n` : ''}`,
  };
}

const TEXTS: readonly CommandText[] = [
  { usage: 'doctor', does: 'Checks everything that must hold, and says how to mend what does not.', run: runDoctor },
  {
    usage: 'probe',
    does: 'Sends one session through the whole service, and tells how long each hop took.',
    run: runProbeCommand,
    more: PROBE_HELP,
  },
  {
    usage: 'session ID|UID|ADDRESS',
    does: 'What happened to one session: decisions, mail, answers; and what is owed now.',
    run: runSession,
    more:
      'ID is the id of a session or the address of its page. An e-mail address finds the sessions that its person is or was in, by reading\n' +
      'the whole table. No address, name or word of a person is shown. Exit status 1: there is no such session.',
  },
  {
    usage: 'person find ADDRESS|SUB',
    does: 'By what a person is known here, and in which sessions they are or were.',
    run: runPersonFind,
    more: 'It reads tables whole. SUB is what the sign-in calls the person. Exit status 1: no session knows them.',
  },
  {
    usage: 'person export ADDRESS|SUB',
    does: 'Everything that is kept of a person, as JSON.',
    run: runPersonExport,
    more: 'Nothing of the other person of a session is in it but what this person may see. Hand it to the person alone.',
  },
  {
    usage: 'person erase ADDRESS|SUB --yes',
    does: 'Erases a person everywhere, after their sessions to come ended, and gives a receipt.',
    run: runPersonErase,
    more: ERASE_HELP,
  },
  {
    usage: 'mail pause',
    does: 'Stops sending at once. Mail that is decided meanwhile waits.',
    run: runPause,
    more: 'SES itself refuses mail of this stage until `mail resume`. No deployment is needed. People can book meanwhile.',
  },
  { usage: 'mail resume', does: 'Sends again, and what has waited leaves.', run: runResume },
  {
    usage: 'mail redrive [mail|replies|mail-status]',
    does: 'Puts dead letters back to work; all three queues when none is named.',
    run: runRedrive,
    more: 'Working on a message twice changes nothing. Mend the cause first: docs/operations/README.md',
  },
  {
    usage: 'mail resend ROOM host|guest',
    does: 'Sends one person how their session stands now, also after mail that was given up.',
    run: runResend,
    more: 'ROOM is the id of a session or the address of its page. The mail is composed afresh: REQUEST, or CANCEL for a session that is off.',
  },
  {
    usage: 'receive on',
    does: 'Switches on the rules by which mail to the organizer arrives; never in place of others.',
    run: runReceiveOn,
  },
  { usage: 'receive off', does: 'Switches them off: needed before the stack can be deleted.', run: runReceiveOff },
  {
    usage: 'replies list',
    does: 'What became of mail to the organizer, newest first.',
    run: (call) => runReplies('list', call),
    more: REPLIES_HELP,
  },
  {
    usage: 'replies show ID',
    does: 'One mail: how it is built, without names, addresses or words.',
    run: (call) => runReplies('show', call),
    more: REPLIES_HELP,
  },
  {
    usage: 'replies replay ID …',
    does: 'Judges mail again, by the same code and by what SES said then.',
    run: (call) => runReplies('replay', call),
    more: REPLIES_HELP,
  },
  {
    usage: 'keys rotate links',
    does: 'Makes a new key for magic links. Links of the key before it still work.',
    run: runRotateLinkKeys,
    more: 'Functions sign with it within five minutes. Links of still older keys end. No key is ever printed.',
  },
  {
    usage: 'keys rotate origin',
    does: 'Replaces the key by which functions know CloudFront. No request fails meanwhile.',
    run: runRotateOriginKey,
    more:
      'Four steps, about ten minutes: a new key that functions accept beside the old one; a minute until all do; CloudFront sends the new\n' +
      'one; the old one ends. Interrupted, it is continued by running it again. Not while a deployment runs. No key is ever printed.',
  },
  {
    usage: 'backfill',
    does: 'Brings rooms of the service before this one.',
    run: runBackfill,
    more: BACKFILL_HELP,
  },
];

export const COMMANDS: readonly OpsCommand[] = TEXTS.map(toCommand);

/** The command whose name these words begin with. */
export const findCommand = (words: readonly string[]): OpsCommand | undefined =>
  COMMANDS.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));
