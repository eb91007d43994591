import { isRecord } from '../json.ts';
import { LocalProblem } from '../problem.ts';
import { type LocalValues, resolveIntrinsics } from './intrinsics.ts';
import { Properties } from './properties.ts';
import { arnOf } from './values.ts';

/** One resource of the synthesized template, with its properties ready to be read as local values. */
export interface Resource {
  readonly id: string;
  readonly properties: Properties;
}

/** The synthesized CloudFormation template, read with local values in place of AWS's. */
export interface Template {
  readonly ofType: (...types: readonly string[]) => readonly Resource[];
  /** What the local engines call a table, queue, topic, bucket, function or secret. */
  readonly name: (logicalId: string) => string;
  /** The ARN of a resource that has one. */
  readonly arn: (logicalId: string) => string;
  /** What `Fn::GetAtt` gives; an empty text where no local engine has a value for it. */
  readonly attribute: (logicalId: string, name: string) => string;
  /** The ARN of a function, which resources refer to by name or by ARN. */
  readonly functionArn: (nameOrArn: string) => string;
}

export type RawResources = ReadonlyMap<string, { readonly type: string; readonly properties: Readonly<Record<string, unknown>> }>;

/** Takes the template as JSON apart; throws `LocalProblem` when it is no template. */
export function readResources(template: unknown): RawResources {
  if (!isRecord(template) || !isRecord(template['Resources'])) throw new LocalProblem('The synthesized template has no Resources.');
  return new Map(Object.entries(template['Resources']).map(([id, resource]) => [id, readResource(id, resource)]));
}

/** Makes the resources readable with local values. */
export function openTemplate(resources: RawResources, known: LocalValues): Template {
  return {
    name: known.name,
    functionArn: (nameOrArn) => (nameOrArn.startsWith('arn:') ? nameOrArn : arnOf('lambda', `function:${nameOrArn}`)),
    attribute: (id, name) => known.attribute(id, name) ?? '',
    arn: (id) => known.attribute(id, 'Arn') ?? known.ref(id) ?? id,
    ofType: (...types) =>
      [...resources]
        .filter(([, resource]) => types.includes(resource.type))
        .map(([id, { properties }]) => ({
          id,
          properties: new Properties(properties, id, (value, where) => resolveIntrinsics(value, known, where)),
        })),
  };
}

function readResource(id: string, resource: unknown) {
  if (!isRecord(resource) || typeof resource['Type'] !== 'string')
    throw new LocalProblem(`The resource ${id} of the template has no Type.`);
  const properties = resource['Properties'];
  return { type: resource['Type'], properties: isRecord(properties) ? properties : {} };
}
