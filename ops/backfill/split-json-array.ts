/** The text is not one whole array. The message says in which way, as the rest of a sentence about the file. */
export class NotOneArray extends Error {}

/**
 * Gives the text of each element of a JSON array, one after the other, while the array is being read: only one element is in
 * memory. Throws `NotOneArray` when the array does not end, or when something follows it. What an element holds is not looked at.
 */
export async function* splitJsonArray(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let element = '';
  let depth = 0;
  let isInText = false;
  let isEscaped = false;
  let hasEnded = false;
  for await (const chunk of chunks) {
    for (const char of chunk) {
      if (isInText) {
        isInText = isEscaped || char !== '"';
        isEscaped = !isEscaped && char === '\\';
        element += char;
        continue;
      }
      if (hasEnded && char.trim() !== '') throw new NotOneArray('goes on after its array');
      const wasInside = depth > 0;
      if (char === '[' || char === '{') depth += 1;
      if (char === ']' || char === '}') depth -= 1;
      isInText = char === '"';
      const isEnd = wasInside && depth === 0;
      if (isEnd || (char === ',' && depth === 1)) {
        if (!isEnd || element.trim() !== '') yield element;
        element = '';
      } else if (wasInside) element += char;
      hasEnded ||= isEnd;
    }
  }
  if (!hasEnded) throw new NotOneArray('ends in the middle of its array');
}
