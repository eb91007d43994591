/** A word that every address, name and text of the people in a trial holds: where it stands in a log, something of theirs does. */
export const CANARY = 'qzxvkanary';

/** The word as it stands, and as encodings write it. Base64 writes it in three ways, by where in the text it begins. */
const SHAPES: readonly string[] = [
  CANARY,
  CANARY.split('').toReversed().join(''),
  Buffer.from(CANARY).toString('hex'),
  ...[0, 1, 2].map((before) => coreOfBase64(before)),
];

function coreOfBase64(before: number): string {
  const written = Buffer.from(`${'a'.repeat(before)}${CANARY}aaa`).toString('base64');
  // The first and the last letters also hold bits of what stands around the word.
  return written.slice(before === 0 ? 0 : before + 1, -6);
}

const TOKEN = /eyJ[\w-]{15,}|[\w-]{43}(?=$|[^\w-])(?<=\.[\w-]{43})/;

/** The lines of a log that hold something of a person, or a token. */
export function findLeaks(log: string): readonly string[] {
  return log.split('\n').filter((line) => {
    const lowered = line.toLowerCase();
    return TOKEN.test(line) || SHAPES.some((shape) => line.includes(shape) || lowered.includes(shape));
  });
}
