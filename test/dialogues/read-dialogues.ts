/*
 * Dialogues are read here; README.md beside this file says how they are written.
 */

export interface Dialogue {
  readonly title: string;
  readonly line: Line;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly line: Line;
  /** What went before, something that somebody does, or a look at the state. */
  readonly kind: 'given' | 'does' | 'looks';
  /** In the same second as the step before; otherwise a minute later. */
  readonly atOnce: boolean;
  readonly sentence: string;
  readonly expected: readonly Line[];
}

export interface Line {
  readonly number: number;
  readonly text: string;
}

/** The dialogues in a text. Throws, naming the line, when one is not written as README.md says. */
export function readDialogues(text: string): Dialogue[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ number: index + 1, text: line.trim() }));
  const said = lines.filter((line) => line.text !== '' && !line.text.startsWith('#'));
  const starts = said.flatMap((line, index) => (line.text.startsWith('==') ? [index] : []));
  const stray = said.slice(0, starts[0] ?? said.length)[0];
  if (stray) throw new Error(`line ${stray.number}: a dialogue begins with "== title", not with "${stray.text}"`);
  return starts.map((start, nth) => dialogue(said.slice(start, starts[nth + 1])));
}

function dialogue([heading, ...lines]: readonly Line[]): Dialogue {
  if (!heading) throw new Error('A dialogue without a heading');
  const steps: Step[] = [];
  for (const line of lines) {
    const sign = line.text.slice(0, 1);
    const sentence = line.text.slice(1).trim();
    if (sign === '<') steps.push(withExpected(steps.pop(), { ...line, text: sentence }));
    else if (sign === '>' || sign === '&') steps.push({ line, kind: 'does', atOnce: sign === '&', sentence, expected: [] });
    else if (line.text.startsWith('given ')) steps.push({ line, kind: 'given', atOnce: true, sentence: line.text, expected: [] });
    else if (sign === '=') steps.push({ line, kind: 'looks', atOnce: true, sentence, expected: [] });
    else throw new Error(`line ${line.number}: begins with none of > & < = # ==: "${line.text}"`);
  }
  return { title: heading.text.replace(/^=+\s*/, ''), line: heading, steps };
}

function withExpected(step: Step | undefined, { number, text }: Line): Step {
  if (step?.kind !== 'does') throw new Error(`line ${number}: nobody did anything before "< ${text}"`);
  const expected = text.split(/\s+<\s+/).map((part) => ({ number, text: part }));
  return { ...step, expected: [...step.expected, ...expected] };
}
