/** A row, in the values that the document client takes: text, numbers, booleans, null, lists, maps, sets. */
export type Item = Readonly<Record<string, unknown>>;

/** A document path: names of maps and positions of lists. */
export type Path = readonly (string | number)[];

/** What stands at that path; undefined where nothing does. */
export function valueAt(item: unknown, path: Path): unknown {
  let value = item;
  for (const step of path) {
    if (Array.isArray(value)) value = typeof step === 'number' ? value[step] : undefined;
    else value = isMap(value) && typeof step === 'string' ? value[step] : undefined;
  }
  return value;
}

/** The item with another value at that path. The map or list that holds it must be there. */
export function setAt(item: Item, path: Path, value: unknown): Item {
  const [first, ...rest] = path;
  if (typeof first !== 'string') throw new Error('A path begins with a name');
  return { ...item, [first]: changeAt(item[first], rest, () => value) };
}

/** The item without what stands at that path. */
export function removeAt(item: Item, path: Path): Item {
  const parent = path.slice(0, -1);
  const last = path.at(-1);
  if (parent.length === 0) return withoutKey(item, last);
  if (valueAt(item, parent) === undefined) throw new InvalidPath(path);
  return setAt(item, parent, changeIn(valueAt(item, parent), last));
}

/** DynamoDB's "The document path provided in the update expression is invalid for update". */
class InvalidPath extends Error {
  constructor(path: Path) {
    super(`The document path ${path.join('.')} is invalid for update`);
  }
}

function changeAt(value: unknown, path: Path, change: () => unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return change();
  if (Array.isArray(value) && typeof first === 'number') {
    const list: unknown[] = [...value];
    list[Math.min(first, list.length)] = changeAt(list[first], rest, change);
    return list;
  }
  if (isMap(value) && typeof first === 'string') return { ...value, [first]: changeAt(value[first], rest, change) };
  throw new InvalidPath(path);
}

function changeIn(parent: unknown, last: string | number | undefined): unknown {
  if (Array.isArray(parent) && typeof last === 'number') return parent.toSpliced(last, 1);
  if (isMap(parent)) return withoutKey(parent, last);
  return parent;
}

const withoutKey = (map: Item, key: unknown): Item => Object.fromEntries(Object.entries(map).filter(([name]) => name !== key));

const isMap = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set) && !(value instanceof Uint8Array);

export const isSameValue = (a: unknown, b: unknown): boolean => a !== undefined && b !== undefined && canonical(a) === canonical(b);

/** Negative, zero or positive; undefined for values of different types and for those that have no order. */
export function compareValues(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  // DynamoDB orders text by its bytes in UTF-8.
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return undefined;
}

function canonical(value: unknown): string {
  if (value instanceof Set) return `set:${JSON.stringify([...value].map(canonical).toSorted())}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (isMap(value))
    return `{${Object.keys(value)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join()}}`;
  return `${typeof value}:${JSON.stringify(value)}`;
}

/** Bytes of an item as DynamoDB counts them against its limit of 400 KB: names, and values in UTF-8. */
export function sizeInBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).replace(/[-.]/g, '').length / 2) + 1;
  if (value instanceof Set || Array.isArray(value)) return 3 + [...value].reduce((sum: number, one) => sum + 1 + sizeInBytes(one), 0);
  if (isMap(value)) return 3 + Object.entries(value).reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + sizeInBytes(one), 0);
  return 1;
}
