import { expect, test } from 'vitest';
import { writeReport } from '../../ops/write-report.ts';

const report = {
  text: ['ok      site  answers', 'wrong   sweeper  off', '      -> first this, then npm run ops -- mail resume'],
  json: { is: 'json' },
  next: 'npm run ops -- doctor',
};

test('a command that is to be typed next is for the same stack', () => {
  const placed = writeReport(report, { json: false, place: "--local 'my $& data'", isTerminal: false });
  expect(placed).toContain("npm run ops -- mail resume --local 'my $& data'\nNext: npm run ops -- doctor --local 'my $& data'\n");
  expect(writeReport(report, { json: false, place: '', isTerminal: false })).toContain('\nNext: npm run ops -- doctor\n');
});

test('a command that names its stack already gets no second one', () => {
  const named = { text: ['npm run ops -- doctor --stage dev'], json: null };
  expect(writeReport(named, { json: false, place: '--stage test', isTerminal: false })).toBe('npm run ops -- doctor --stage dev\n');
});

test('a terminal shows at a glance what is wrong', () => {
  const coloured = writeReport(report, { json: false, place: '', isTerminal: true });
  expect(coloured).toContain('\x1b[32mok   \x1b[0m');
  expect(coloured).toContain('\x1b[31mwrong \x1b[0m');
});

test('a program gets one JSON document without colours', () => {
  expect(JSON.parse(writeReport(report, { json: true, place: '--stage dev', isTerminal: true }))).toEqual({ is: 'json' });
});
