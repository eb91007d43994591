import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AS_WRITTEN, play } from './play.ts';
import { readDialogues } from './read-dialogues.ts';

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.dialogue'));

describe.each(files)('%s', (file) => {
  test.each(readDialogues(readFileSync(join(import.meta.dirname, file), 'utf8')))('$title', (dialogue) => {
    expect(play(dialogue, `test/dialogues/${file}`)).toBe(AS_WRITTEN);
  });
});
