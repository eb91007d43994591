const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * So many different texts near a token, none of which is the token: characters changed, added and left out, parts swapped and cut.
 * The same ones each time. The last character of a signature holds bits that no byte has: another spelling of the same bytes is no
 * mutation (its hash is that of no link).
 */
export function mutationsOf(token: string, count: number): ReadonlySet<string> {
  const next = random(count);
  const mutations = new Set<string>();
  while (mutations.size < count) {
    const mutation = mutate(token, next);
    if (!isSpellingOf(mutation, token)) mutations.add(mutation);
  }
  return mutations;
}

function mutate(token: string, next: (limit: number) => number): string {
  const at = next(token.length);
  const letter = ALPHABET[next(ALPHABET.length)] ?? '';
  switch (next(8)) {
    case 0:
      return token.slice(0, at) + token.slice(at + 1);
    case 1:
      return token.slice(0, at) + letter + token.slice(at);
    case 2:
      return token.slice(0, at) + token.slice(at).split('.').toReversed().join('.');
    case 3: {
      const until = at + next(token.length - at);
      return token.slice(0, at) + token.slice(until);
    }
    default: {
      const changed = [...Array(1 + next(3))].reduce<string>((text) => {
        const place = next(text.length);
        return text.slice(0, place) + ALPHABET[next(ALPHABET.length)] + text.slice(place + 1);
      }, token);
      return changed;
    }
  }
}

function isSpellingOf(text: string, token: string): boolean {
  const head = (one: string) => one.slice(0, one.lastIndexOf('.'));
  const signature = (one: string) => Buffer.from(one.slice(one.lastIndexOf('.') + 1), 'base64url').toString('hex');
  return head(text) === head(token) && signature(text) === signature(token);
}

// A generator of Park and Miller: the same numbers in each run.
function random(from: number): (limit: number) => number {
  let state = (from % 2_147_483_646) + 1;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * limit);
  };
}
