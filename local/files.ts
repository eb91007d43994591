import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

let writes = 0;

/** Writes a file so that, whenever the process is killed, it is there whole or not at all. */
export async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  writes += 1;
  const unfinished = `${path}.${process.pid}-${writes}.unfinished`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(unfinished, contents);
  await rename(unfinished, path);
}
