import type { CommandCall } from './command-call.ts';
import { REPLIES_HELP } from './replies/reply-arguments.ts';
import type { CommandReport } from './command-report.ts';

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

const PROBE_HELP =
  'Two people who are nobody book a session at the addresses probe-host@ and probe-guest@ of the mail domain. No person sees it, and it\n' +
  'is cancelled at the end, also when a hop fails. It costs five mails and works in the sandbox of SES. Exit status 1: a hop failed.';

const ERASE_HELP =
  'Sessions to come are cancelled or left first, by the ordinary commands: the other person gets the ordinary mail, and both calendars\n' +
  'their CANCEL. Then the rest goes: docs/erase.md says what, and what stays. It cannot be undone. --wait SECONDS: how long to wait for\n' +
  'mail that has to leave first (600). Run it again to finish what was interrupted. Exit status 1: it is not finished.';

const BACKFILL_HELP = `  --from FILE      rows as SQL exports them: a JSON object on each line, or one JSON array; without it, rows that are in the table
  --refused FILE   where refused rows go, each with its fields and reasons, to be mended and given again with --from;
                   refused-rooms.ndjson when left out
  --keep-subs      people sign in by the identity provider that they had: their ids in the rows stay. Otherwise a person is
                   known by the address of their row, and gets their rooms with the first sign-in with it
  --dry-run        write nothing to the table
May be run again, also after it was killed, and while the service runs. Sends no mail. Exit status 1: some rows were refused.
See docs/backfill.md`;

// The work of a command is loaded when it runs. Loading all of them took most of the time of a command, also of --help.
const TEXTS: readonly CommandText[] = [
  {
    usage: 'doctor',
    does: 'Checks everything that must hold, and says how to mend what does not.',
    run: async (call) => (await import('./doctor/doctor.ts')).runDoctor(call),
  },
  {
    usage: 'probe',
    does: 'Sends one session through the whole service, and tells how long each hop took.',
    run: async (call) => (await import('./run-probe-command.ts')).runProbeCommand(call),
    more: PROBE_HELP,
  },
  {
    usage: 'session ID|UID|ADDRESS',
    does: 'What happened to one session: decisions, mail, answers; and what is owed now.',
    run: async (call) => (await import('./show-session.ts')).runSession(call),
    more:
      'ID is the id of a session or the address of its page. An e-mail address finds the sessions that its person is or was in, by reading\n' +
      'the whole table. No address, name or word of a person is shown. Exit status 1: there is no such session.',
  },
  {
    usage: 'person find ADDRESS|SUB',
    does: 'By what a person is known here, and in which sessions they are or were.',
    run: async (call) => (await import('./find-person.ts')).runPersonFind(call),
    more: 'It reads tables whole. SUB is what the sign-in calls the person. Exit status 1: no session knows them.',
  },
  {
    usage: 'person export ADDRESS|SUB',
    does: 'Everything that is kept of a person, as JSON.',
    run: async (call) => (await import('./export-person.ts')).runPersonExport(call),
    more: 'Nothing of the other person of a session is in it but what this person may see. Hand it to the person alone.',
  },
  {
    usage: 'person erase ADDRESS|SUB --yes',
    does: 'Erases a person everywhere, after their sessions to come ended, and gives a receipt.',
    run: async (call) => (await import('./run-person-erase.ts')).runPersonErase(call),
    more: ERASE_HELP,
  },
  {
    usage: 'person lift ADDRESS|SUB',
    does: 'Forgets which sessions a person missed, so that they can host and book at once.',
    run: async (call) => (await import('./person-lift.ts')).runPersonLift(call),
    more: 'A session counts as missed when the other person says so and this person says nothing within three days. It names those sessions.',
  },
  {
    usage: 'mail pause',
    does: 'Stops sending at once. Mail that is decided meanwhile waits.',
    run: async (call) => (await import('./pause-mail.ts')).runPause(call),
    more: 'SES itself refuses mail of this stage until `mail resume`. No deployment is needed. People can book meanwhile.',
  },
  {
    usage: 'mail resume',
    does: 'Sends again, and what has waited leaves.',
    run: async (call) => (await import('./pause-mail.ts')).runResume(call),
  },
  {
    usage: 'mail redrive [mail|replies|mail-status]',
    does: 'Puts dead letters back to work; all three queues when none is named.',
    run: async (call) => (await import('./redrive-mail.ts')).runRedrive(call),
    more: 'Working on a message twice changes nothing. Mend the cause first: docs/operations/README.md',
  },
  {
    usage: 'mail resend ROOM host|guest',
    does: 'Sends one person how their session stands now, also after mail that was given up.',
    run: async (call) => (await import('./resend-mail.ts')).runResend(call),
    more: 'ROOM is the id of a session or the address of its page. The mail is composed afresh: REQUEST, or CANCEL for a session that is off.',
  },
  {
    usage: 'receive on',
    does: 'Switches on the rules by which mail to the organizer arrives; never in place of others.',
    run: async (call) => (await import('./switch-receipt-rules.ts')).runReceiveOn(call),
  },
  {
    usage: 'receive off',
    does: 'Switches them off: needed before the stack can be deleted.',
    run: async (call) => (await import('./switch-receipt-rules.ts')).runReceiveOff(call),
  },
  {
    usage: 'replies list',
    does: 'What became of mail to the organizer, newest first.',
    run: async (call) => (await import('./run-replies.ts')).runReplies('list', call),
    more: REPLIES_HELP,
  },
  {
    usage: 'replies show ID',
    does: 'One mail: how it is built, without names, addresses or words.',
    run: async (call) => (await import('./run-replies.ts')).runReplies('show', call),
    more: REPLIES_HELP,
  },
  {
    usage: 'replies replay ID …',
    does: 'Judges mail again, by the same code and by what SES said then.',
    run: async (call) => (await import('./run-replies.ts')).runReplies('replay', call),
    more: REPLIES_HELP,
  },
  {
    usage: 'keys rotate links',
    does: 'Makes a new key for magic links. Links of the key before it still work.',
    run: async (call) => (await import('./rotate-link-keys.ts')).runRotateLinkKeys(call),
    more: 'Functions sign with it within five minutes. Links of still older keys end. No key is ever printed.',
  },
  {
    usage: 'keys rotate origin',
    does: 'Replaces the key by which functions know CloudFront. No request fails meanwhile.',
    run: async (call) => (await import('./rotate-origin-key.ts')).runRotateOriginKey(call),
    more:
      'Four steps, about ten minutes: a new key that functions accept beside the old one; a minute until all do; CloudFront sends the new\n' +
      'one; the old one ends. Interrupted, it is continued by running it again. Not while a deployment runs. No key is ever printed.',
  },
  {
    usage: 'backfill',
    does: 'Brings rooms of the service before this one.',
    run: async (call) => (await import('./backfill-rooms.ts')).runBackfill(call),
    more: BACKFILL_HELP,
  },
];

export const COMMANDS: readonly OpsCommand[] = TEXTS.map(toCommand);

/** The command whose name these words begin with. */
export const findCommand = (words: readonly string[]): OpsCommand | undefined =>
  COMMANDS.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));
