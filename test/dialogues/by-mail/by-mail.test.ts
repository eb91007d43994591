import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDialogues } from '../read-dialogues.ts';
import { AS_WRITTEN, playByMail } from './play-by-mail.ts';

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.dialogue'));

describe.each(files)('%s', (file) => {
  test.each(readDialogues(readFileSync(join(import.meta.dirname, file), 'utf8')))('$title', async (dialogue) => {
    expect(await playByMail(dialogue, `test/dialogues/by-mail/${file}`)).toBe(AS_WRITTEN);
  });
});
