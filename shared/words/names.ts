import { cleanLine, countCharacters } from './typed-text.ts';
import { isPostNominal, isTitle } from './titles-of-people.ts';

/*
 * Names of people. The other party sees the given name in mail, in their calendar and in the list of sessions. So a name
 * is an allow-list: what could be a link, a number or a sentence must not get there.
 */

/** Characters of a name that the other party sees. */
export const GIVEN_NAME_LIMIT = 30;
/** Characters of a whole name. Only its owner sees it. */
export const NAME_LIMIT = 80;

/** What somebody is called when there is no name to show. */
export const NO_NAME = 'your partner';

interface Named {
  readonly name: string;
  /** Empty: there is none to show. Null: the one in the name. */
  readonly givenName?: string | null;
}

/** The only part of a name that the other party ever sees. */
export const firstNameOf = (person: Named): string => readGivenName(person) || NO_NAME;

/** The given name that is to be shown, empty where there is none. */
export const readGivenName = ({ name, givenName = null }: Named): string =>
  shortenName(givenName === null ? givenNameIn(name) : ownGivenName(givenName));

/** A longer name ends with a mark, so that its reader sees that something is missing. */
const shortenName = (name: string): string =>
  countCharacters(name) <= GIVEN_NAME_LIMIT
    ? name
    : `${Array.from(name)
        .slice(0, GIVEN_NAME_LIMIT - 1)
        .join('')}…`;

/** The given name in what a sign-in says, empty where there is none. Ask before `cleanName`, which joins what stands beside a bad word. */
export const findGivenName = (given: string, name: string): string =>
  isFamilyNameOf(given, name) ? givenNameIn(name) : ownGivenName(given) || givenNameIn(name);

/** Some sign-ins take the first word of "Last, First" for the given name. */
function isFamilyNameOf(given: string, name: string): boolean {
  const [family = '', ...rest] = name.split(/[,،、]/u).map((part) => part.trim());
  const word = given.replaceAll(/[,،、]/gu, '').trim();
  if (word === '' || rest.every((part) => part === '') || !`${family} `.startsWith(`${word} `)) return false;
  const found = givenNameIn(name);
  return found !== '' && !family.split(/\s+/u).includes(found);
}

/** A whole name with nothing in it but what a name may hold. Empty where nothing is left. */
export function cleanName(name: string): string {
  const parts = partsOf(name).map((part) => part.filter((word) => word !== null && word !== '').join(' '));
  return cleanLine(parts.filter((part) => part !== '').join(', '), NAME_LIMIT);
}

/** What is wrong with a name that somebody typed; undefined when all of it can be kept as it is. */
export function problemOfName(typed: string, limit: number): string | undefined {
  const text = typed.normalize('NFC').trim().replace(/\s+/gu, ' ');
  const length = countCharacters(text);
  if (length > limit) return `Write at most ${limit} characters: these are ${length}`;
  return cleanName(text) === text ? undefined : 'Use letters, spaces, hyphens and apostrophes, and a full stop only behind an initial';
}

/** What is wrong with a whole name that somebody typed for themselves. */
export function problemOfOwnName(typed: string): string | undefined {
  if (typed.trim() === '') return 'Write your name';
  const problem = problemOfName(typed, NAME_LIMIT);
  if (problem !== undefined) return problem;
  return readGivenName({ name: typed }) === '' ? 'Write a name by which others may call you, beside the title' : undefined;
}

/** What is wrong with a given name that somebody chose to be called by; undefined when others would see all of it. */
export function problemOfGivenName(typed: string): string | undefined {
  const text = typed.normalize('NFC').trim().replace(/\s+/gu, ' ');
  if (text === '') return 'Write the name by which others may call you';
  const problem = problemOfName(text, GIVEN_NAME_LIMIT);
  if (problem !== undefined) return problem;
  return readGivenName({ name: '', givenName: text }) === text ? undefined : 'Write one or two words, without a title';
}

// Two words, as in "Mary Ann". More would be a sentence.
const GIVEN_WORDS = 2;

function ownGivenName(given: string): string {
  const words = (partsOf(given)[0] ?? []).filter((word) => word === null || !isTitle(word));
  const end = words.indexOf(null);
  return limitName(words.slice(0, end < 0 ? GIVEN_WORDS : Math.min(end, GIVEN_WORDS)));
}

/** The given name within a whole name, also in "Last, First". A part behind a comma may also say what somebody is: "Asha Rao, MD". */
function givenNameIn(name: string): string {
  const [first = [], ...behind] = textsOf(name);
  const isInCapitals = first.every((text) => text === text.toUpperCase());
  const names = behind.map((part) => withoutTitles(part.filter((text) => !isPostNominal(text, isInCapitals)).flatMap(readWords)));
  return limitName((names.find((part) => part.length > 0) ?? withoutTitles(first.flatMap(readWords))).slice(0, 1));
}

/** A word that is allowed; null for one that could be part of a link or a number. */
type Word = string | null;

// As typed, and as keyboards for East Asian scripts type it. Some sign-ins fill in the address for the name.
const AT_SIGN = /[@＠﹫]/;

const partsOf = (name: string): readonly (readonly Word[])[] => textsOf(name).map((part) => part.flatMap(readWords));

/** What stands between the spaces of a name, in the parts that commas separate. An address is no name, nor is what stands beside it. */
const textsOf = (name: string): readonly (readonly string[])[] =>
  AT_SIGN.test(name)
    ? []
    : separateParts(name.normalize('NFKC'))
        .split(/[,،、]/u)
        .map((part) => part.split(/\s+/u));

const EAST_ASIAN = '[\\p{Script=Han}\\p{Script=Katakana}\\p{Script=Hiragana}\\p{Script=Hangul}ー]';
const POINT_BETWEEN_NAMES = new RegExp(`(?<=${EAST_ASIAN})[·・‧=゠](?=${EAST_ASIAN})`, 'gu');

/** Titles stand in brackets, "Dr (Mrs) Asha", or in front of a slash, "د/ أحمد". A point separates names in East Asia. */
const separateParts = (name: string): string =>
  name
    .replace(/\s*[([]\s*([\p{L}.]{1,20})\s*[)\]]/gu, (written, word: string) => (isTitle(word) ? ` ${word} ` : written))
    .replace(/(?<![\p{L}.])([\p{L}.]{1,12})\/\s*/gu, (written, word: string) => (isTitle(`${word}.`) ? `${word}. ` : written))
    .replace(POINT_BETWEEN_NAMES, ' ');

const readWords = (text: string): readonly Word[] =>
  separateInitials(text)
    .map(cleanWord)
    .filter((word) => word !== '');

/** "Dr.Asha" and "J.R.Smith" are two and three words. */
function separateInitials(text: string): readonly string[] {
  const [, head = '', rest = ''] = isTitle(text) ? [] : (/^([^.]+\.)(.+)$/u.exec(text) ?? []);
  return isInitial(head) || isTitle(head) ? [head, ...separateInitials(rest)] : [text];
}

const isInitial = (word: string): boolean => /^\p{L}\p{M}{0,2}\.$/u.test(word);

// Symbols, digits, quotation marks, and what has no shape of its own.
const DECORATION = /(?!['’‘])[\p{Me}\p{S}\p{N}\p{DI}\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Pi}\p{Pf}"„॰]/gu;
// Letters that look like a blank (as the blank of braille does), a full stop, a colon, a slash or an exclamation mark.
const DECEPTIVE = /[\u115f\u1160\u3164\uffa0\u2800ːˑǀǁǂǃ\ua4f8-\ua4fd\ua71d-\ua71f\ua78f\u3031-\u3035]/u;
/** Writing systems of which letters look like those of another. The last one is all that is left. */
const WRITING_SYSTEMS = [
  /\p{Script=Latin}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Cyrillic}/u,
  new RegExp(EAST_ASIAN, 'u'),
  /(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Common}\p{Script=Inherited}])\p{L}/u,
];
const ALLOWED = /^['’]?\p{L}[\p{L}\p{M}'’-]*$/u;

function cleanWord(text: string): Word {
  if (DECEPTIVE.test(text)) return null;
  const word = text
    .replace(/[‘ʼʻ׳＇]/gu, '’')
    .replace(/[‐‑–]/gu, '-')
    .replace(DECORATION, '')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .replace(/(['’-])['’-]+/gu, '$1')
    .replace(/^-+|-+$/g, '')
    .normalize('NFC');
  if (isInitial(word) || isTitle(word)) return word;
  const plain = word.replace(/[.-]+$/u, '');
  if (plain === '') return '';
  return ALLOWED.test(plain) && !isMixed(plain) ? plain : null;
}

/** Letters of two writing systems in one word imitate another word: "pаypal" with a Cyrillic а. */
const isMixed = (word: string): boolean => WRITING_SYSTEMS.filter((system) => system.test(word)).length > 1;

function withoutTitles(words: readonly Word[]): readonly Word[] {
  const start = words.findIndex((word) => word === null || !isTitle(word));
  return start < 0 ? [] : words.slice(start);
}

function limitName(words: readonly Word[]): string {
  const [first, ...more] = words;
  if (!first) return '';
  const longer = [first, ...more].join(' ');
  return countCharacters(longer) <= GIVEN_NAME_LIMIT ? longer : cleanLine(first, NAME_LIMIT);
}
