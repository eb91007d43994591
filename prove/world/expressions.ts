import { TokenReader } from './expression-tokens.ts';
import { compareValues, isSameValue, removeAt, setAt, valueAt, type Item, type Path } from './item-values.ts';

/*
 * DynamoDB's condition and update expressions, as its developer guide defines them, over items in memory. A contract suite holds
 * this to dynalite, and to any other DynamoDB at hand.
 */

/** What an expression refers to: `ExpressionAttributeNames` and `ExpressionAttributeValues`. */
export interface Substitutions {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The request breaks a rule of DynamoDB's. */
class InvalidExpression extends Error {}

export type Test = (item: Item) => boolean;
type Operand = (item: Item) => unknown;

/** Parses a condition, a filter or a key condition. */
export function parseCondition(expression: string, substitutions: Substitutions): Test {
  const reader = new TokenReader(expression);
  const test = readOr(reader, substitutions);
  if (!reader.isAtEnd) throw new InvalidExpression(`Something is left over: ${expression}`);
  return test;
}

function readOr(reader: TokenReader, subs: Substitutions): Test {
  const tests = [readAnd(reader, subs)];
  while (reader.takes('OR')) tests.push(readAnd(reader, subs));
  return (item) => tests.some((test) => test(item));
}

function readAnd(reader: TokenReader, subs: Substitutions): Test {
  const tests = [readNot(reader, subs)];
  while (reader.takes('AND')) tests.push(readNot(reader, subs));
  return (item) => tests.every((test) => test(item));
}

function readNot(reader: TokenReader, subs: Substitutions): Test {
  if (reader.takes('NOT')) {
    const test = readNot(reader, subs);
    return (item) => !test(item);
  }
  if (reader.takes('(')) {
    const test = readOr(reader, subs);
    reader.expect(')');
    return test;
  }
  return readPredicate(reader, subs);
}

function readPredicate(reader: TokenReader, subs: Substitutions): Test {
  if (reader.sees('(', 1)) {
    const predicate = readFunction(reader, subs);
    if (predicate !== undefined) return predicate;
  }
  const left = readOperand(reader, subs);
  if (reader.takes('BETWEEN')) {
    const low = readOperand(reader, subs);
    reader.expect('AND');
    const high = readOperand(reader, subs);
    return (item) => compares(left(item), low(item), (order) => order >= 0) && compares(left(item), high(item), (order) => order <= 0);
  }
  if (reader.takes('IN')) {
    const options = readList(reader, subs);
    return (item) => {
      const value = left(item);
      return value !== undefined && options.some((option) => isSameValue(value, option(item)));
    };
  }
  return readComparison(left, reader.next().text, readOperand(reader, subs));
}

function readComparison(left: Operand, operator: string, right: Operand): Test {
  const orders: Readonly<Record<string, (order: number) => boolean>> = {
    '<': (order) => order < 0,
    '<=': (order) => order <= 0,
    '>': (order) => order > 0,
    '>=': (order) => order >= 0,
  };
  if (operator === '=') return (item) => left(item) !== undefined && isSameValue(left(item), right(item));
  if (operator === '<>') return (item) => !isSameValue(left(item), right(item));
  const holds = orders[operator];
  if (holds === undefined) throw new InvalidExpression(`There is no comparator ${operator}`);
  return (item) => compares(left(item), right(item), holds);
}

/** Values of different types, and missing ones, are in no order. */
function compares(left: unknown, right: unknown, holds: (order: number) => boolean): boolean {
  const order = compareValues(left, right);
  return order !== undefined && holds(order);
}

function readFunction(reader: TokenReader, subs: Substitutions): Test | undefined {
  if (reader.takes('attribute_exists')) {
    const [path = []] = readPaths(reader, subs);
    return (item) => valueAt(item, path) !== undefined;
  }
  if (reader.takes('attribute_not_exists')) {
    const [path = []] = readPaths(reader, subs);
    return (item) => valueAt(item, path) === undefined;
  }
  if (reader.takes('begins_with')) {
    const [text, prefix] = readList(reader, subs);
    return (item) => beginsWith(text?.(item), prefix?.(item));
  }
  if (reader.takes('contains')) {
    const [whole, part] = readList(reader, subs);
    return (item) => holds(whole?.(item), part?.(item));
  }
  return undefined;
}

const beginsWith = (text: unknown, prefix: unknown): boolean =>
  typeof text === 'string' && typeof prefix === 'string' && text.startsWith(prefix);

function holds(whole: unknown, part: unknown): boolean {
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part);
  if (whole instanceof Set) return whole.has(part);
  return Array.isArray(whole) && whole.some((one) => isSameValue(one, part));
}

function readPaths(reader: TokenReader, subs: Substitutions): Path[] {
  reader.expect('(');
  const paths = [readPath(reader, subs)];
  reader.expect(')');
  return paths;
}

function readList(reader: TokenReader, subs: Substitutions): Operand[] {
  reader.expect('(');
  const operands = [readOperand(reader, subs)];
  while (reader.takes(',')) operands.push(readOperand(reader, subs));
  reader.expect(')');
  return operands;
}

function readOperand(reader: TokenReader, subs: Substitutions): Operand {
  if (reader.sees('(', 1)) {
    if (reader.takes('size')) return readSize(reader, subs);
    if (reader.takes('if_not_exists')) return readIfNotExists(reader, subs);
    if (reader.takes('list_append')) return readListAppend(reader, subs);
  }
  if (reader.takes('(')) {
    const operand = readOperand(reader, subs);
    reader.expect(')');
    return operand;
  }
  const value = takeValue(reader, subs);
  if (value !== undefined) return () => value.value;
  const path = readPath(reader, subs);
  return (item) => valueAt(item, path);
}

function takeValue(reader: TokenReader, { values }: Substitutions): { readonly value: unknown } | undefined {
  const token = reader.peek();
  if (token?.type !== 'value') return undefined;
  reader.next();
  if (!(token.text in values)) throw new InvalidExpression(`${token.text} has no value`);
  return { value: values[token.text] };
}

function readSize(reader: TokenReader, subs: Substitutions): Operand {
  const [path = []] = readPaths(reader, subs);
  return (item) => sizeOf(valueAt(item, path));
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Set) return value.size;
  if (value instanceof Uint8Array) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}

function readIfNotExists(reader: TokenReader, subs: Substitutions): Operand {
  reader.expect('(');
  const path = readPath(reader, subs);
  reader.expect(',');
  const otherwise = readOperand(reader, subs);
  reader.expect(')');
  return (item) => {
    const value = valueAt(item, path);
    return value === undefined ? otherwise(item) : value;
  };
}

function readListAppend(reader: TokenReader, subs: Substitutions): Operand {
  const [first, second] = readList(reader, subs);
  return (item) => [first?.(item), second?.(item)].flatMap((list) => (Array.isArray(list) ? list : invalid('list_append wants two lists')));
}

function readPath(reader: TokenReader, subs: Substitutions): Path {
  const path: (string | number)[] = [readName(reader, subs)];
  for (;;) {
    if (reader.takes('.')) path.push(readName(reader, subs));
    else if (reader.takes('[')) {
      path.push(Number(reader.next().text));
      reader.expect(']');
    } else return path;
  }
}

function readName(reader: TokenReader, { names }: Substitutions): string {
  const { type, text } = reader.next();
  if (type === 'word') return text;
  const name = type === 'name' ? names[text] : undefined;
  return name ?? invalid(`${text} names no attribute`);
}

/** Parses an update. What it gives makes the item after it from the item before it. */
export function parseUpdate(expression: string, subs: Substitutions): (item: Item) => Item {
  const reader = new TokenReader(expression);
  const changes: Change[] = [];
  while (!reader.isAtEnd) {
    const clause = reader.next().text.toUpperCase();
    do changes.push(readChange(clause, reader, subs));
    while (reader.takes(','));
  }
  // Every clause reads the item as it was before the update.
  return (before) => changes.reduce((after, change) => change(after, before), before);
}

type Change = (after: Item, before: Item) => Item;

function readChange(clause: string, reader: TokenReader, subs: Substitutions): Change {
  const path = readPath(reader, subs);
  switch (clause) {
    case 'SET': {
      reader.expect('=');
      const value = readSum(reader, subs);
      return (after, before) => setAt(after, path, present(value(before)));
    }
    case 'REMOVE':
      return (after) => removeAt(after, path);
    case 'ADD': {
      const operand = readOperand(reader, subs);
      return (after, before) => setAt(after, path, addition(valueAt(before, path), operand(before)));
    }
    case 'DELETE': {
      const operand = readOperand(reader, subs);
      return (after, before) => deletion(after, path, valueAt(before, path), operand(before));
    }
    default:
      return invalid(`There is no clause ${clause}`);
  }
}

function readSum(reader: TokenReader, subs: Substitutions): Operand {
  const left = readOperand(reader, subs);
  const sign = reader.takes('+') ? 1 : reader.takes('-') ? -1 : 0;
  if (sign === 0) return left;
  const right = readOperand(reader, subs);
  return (item) => numberOf(left(item)) + sign * numberOf(right(item));
}

const present = (value: unknown): unknown =>
  value === undefined ? invalid('The value of a SET is an attribute that is not there') : value;

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : invalid('An operand is no number'));

function addition(value: unknown, added: unknown): unknown {
  if (typeof added === 'number') return (value === undefined ? 0 : numberOf(value)) + added;
  if (added instanceof Set) return value === undefined ? added : new Set([...setOf(value), ...added]);
  return invalid('ADD takes a number or a set');
}

function deletion(item: Item, path: Path, value: unknown, deleted: unknown): Item {
  if (value === undefined) return item;
  const left = [...setOf(value)].filter((one) => !setOf(deleted).has(one));
  return left.length === 0 ? removeAt(item, path) : setAt(item, path, new Set(left));
}

const setOf = (value: unknown): ReadonlySet<unknown> => (value instanceof Set ? value : invalid('An operand is no set'));

function invalid(message: string): never {
  throw new InvalidExpression(message);
}
