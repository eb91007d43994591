import { isRecord } from '../json.ts';
import { LocalProblem } from '../problem.ts';

/** Turns a value that may hold intrinsic functions into a plain one. */
export type Resolve = (value: unknown, where: string) => unknown;

/**
 * The properties of a resource. Each accessor resolves only what it reads, because a template also holds what no local
 * engine has a value for; each complains with the exact place.
 */
export class Properties {
  readonly #properties: Readonly<Record<string, unknown>>;
  readonly #resolve: Resolve;
  readonly where: string;

  constructor(properties: Readonly<Record<string, unknown>>, where: string, resolve: Resolve) {
    this.#properties = properties;
    this.#resolve = resolve;
    this.where = where;
  }

  /** The resolved value, whatever it is; undefined when it is absent. */
  value(name: string): unknown {
    const value = this.#properties[name];
    return value === undefined ? undefined : this.#resolve(value, this.#place(name));
  }

  text(name: string): string {
    return this.optionalText(name) ?? this.#fail(name, 'is missing');
  }

  optionalText(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : this.#fail(name, 'is not text');
  }

  optionalNumber(name: string): number | undefined {
    const text = this.optionalText(name);
    if (text === undefined) return undefined;
    return Number.isFinite(Number(text)) ? Number(text) : this.#fail(name, 'is not a number');
  }

  texts(name: string): readonly string[] {
    const value = this.value(name) ?? [];
    if (!Array.isArray(value)) return this.#fail(name, 'is not a list');
    return value.map((item) => (typeof item === 'string' ? item : this.#fail(name, 'holds something else than text')));
  }

  child(name: string): Properties | undefined {
    const value = this.#properties[name];
    if (value === undefined) return undefined;
    return isRecord(value) ? new Properties(value, this.#place(name), this.#resolve) : this.#fail(name, 'is not an object');
  }

  children(name: string): readonly Properties[] {
    const value = this.#properties[name] ?? [];
    if (!Array.isArray(value)) return this.#fail(name, 'is not a list');
    return value.map((item, index) =>
      isRecord(item)
        ? new Properties(item, `${this.#place(name)}.${index}`, this.#resolve)
        : this.#fail(name, 'holds something else than objects'),
    );
  }

  names(): readonly string[] {
    return Object.keys(this.#properties);
  }

  #place(name: string): string {
    return `${this.where}.${name}`;
  }

  #fail(name: string, problem: string): never {
    throw new LocalProblem(`The template's ${this.#place(name)} ${problem}.`);
  }
}
