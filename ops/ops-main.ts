import { answerCall } from './answer-call.ts';

/* The operator's one command: npm run ops -- --help */
const isTerminal = process.stdout.isTTY && !process.env['NO_COLOR'];
const { out, errors, exitCode } = await answerCall(process.argv.slice(2), process.env, isTerminal);
process.stdout.write(out);
process.stderr.write(errors);
process.exitCode = exitCode;
