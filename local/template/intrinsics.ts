import { isRecord } from '../json.ts';
import { LocalProblem } from '../problem.ts';

/** What stands locally for `Ref` and `Fn::GetAtt`; undefined when nothing does. */
export interface KnownValues {
  readonly ref: (logicalId: string) => string | undefined;
  readonly attribute: (logicalId: string, name: string) => string | undefined;
}

/** Also what the local engines call each resource. */
export interface LocalValues extends KnownValues {
  readonly name: (logicalId: string) => string;
}

/**
 * Replaces CloudFormation's intrinsic functions by local values. What has no local value throws `LocalProblem` with the
 * place: a guess would surface later, as a wrong name somewhere else.
 */
export function resolveIntrinsics(value: unknown, known: KnownValues, where: string): unknown {
  const inner = (part: unknown): unknown => resolveIntrinsics(part, known, where);
  if (Array.isArray(value)) return value.filter((item) => !isNoValue(item)).map(inner);
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
    return resolveFunction(name, value[name], known, where);
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => !isNoValue(item))
      .map(([key, item]) => [key, inner(item)]),
  );
}

function resolveFunction(name: string, argument: unknown, known: KnownValues, where: string): unknown {
  const inner = (part: unknown): unknown => resolveIntrinsics(part, known, where);
  const fail = (): never => {
    throw new LocalProblem(`The local stack has no value for ${JSON.stringify({ [name]: argument })} in ${where}.`);
  };
  switch (name) {
    case 'Ref':
      return known.ref(String(argument)) ?? fail();
    case 'Fn::GetAtt':
      return getAttribute(argument, known) ?? fail();
    case 'Fn::Join':
      return join(argument, inner) ?? fail();
    case 'Fn::Sub':
      return substitute(argument, inner) ?? fail();
    case 'Fn::Select':
      return select(argument, inner) ?? fail();
    case 'Fn::Split':
      return split(argument, inner) ?? fail();
    default:
      return fail();
  }
}

function getAttribute(argument: unknown, known: KnownValues): string | undefined {
  const path = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
  return known.attribute(path[0] ?? '', path.slice(1).join('.'));
}

type Inner = (part: unknown) => unknown;

function join(argument: unknown, inner: Inner): string | undefined {
  const [separator, parts] = pair(argument);
  const resolved = inner(parts);
  return typeof separator === 'string' && Array.isArray(resolved) ? resolved.join(separator) : undefined;
}

function select(argument: unknown, inner: Inner): unknown {
  const [index, parts] = pair(argument);
  const resolved = inner(parts);
  return Array.isArray(resolved) ? resolved[Number(index)] : undefined;
}

function split(argument: unknown, inner: Inner): readonly string[] | undefined {
  const [separator, text] = pair(argument);
  const resolved = inner(text);
  return typeof separator === 'string' && typeof resolved === 'string' ? resolved.split(separator) : undefined;
}

function substitute(argument: unknown, inner: Inner): string | undefined {
  const [pattern, variables] = Array.isArray(argument) ? pair(argument) : [argument, {}];
  if (typeof pattern !== 'string' || !isRecord(variables)) return undefined;
  return pattern.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    if (name in variables) return String(inner(variables[name]));
    return String(inner(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }));
  });
}

function pair(argument: unknown): readonly [unknown, unknown] {
  return Array.isArray(argument) ? [argument[0], argument[1]] : [undefined, undefined];
}

function isNoValue(value: unknown): boolean {
  return isRecord(value) && value['Ref'] === 'AWS::NoValue';
}
