import { createApp } from '../../infra/app.ts';
import { bundleIfChanged } from '../../infra/bundle-if-changed.ts';
import { readConfig } from '../../infra/config.ts';
import { readAssembly } from './read-assembly.ts';

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: any;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: string | undefined;
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: any;
}

/** The synthesized template, with questions that tests ask of it. */
export interface Synthesized {
  readonly resources: readonly Resource[];
  readonly outputs: Record<string, { Value: unknown; Description: string }>;
  readonly ofType: (type: string) => readonly Resource[];
  /** The Lambda function of this name, as in infra/build-folders.ts. */
  readonly lambda: (name: string) => Resource;
  /** What the role of this Lambda function allows. */
  readonly allows: (name: string) => readonly Statement[];
}

const synthesized = new Map<string, Promise<Synthesized>>();

/**
 * Synthesizes the service with these settings, once in a process; the AWS rules are left out, because they have a test of their own.
 */
export function synthesize(settings: Readonly<Record<string, string>> = {}): Promise<Synthesized> {
  const key = JSON.stringify(settings);
  const kept = synthesized.get(key) ?? synthesizeAnew(settings);
  synthesized.set(key, kept);
  return kept;
}

export async function synthesizeAnew(settings: Readonly<Record<string, string>>): Promise<Synthesized> {
  await bundleIfChanged();
  const config = readConfig((name) => settings[name]);
  const template = readAssembly(
    (outdir) => createApp(config, { validate: false, outdir }),
    (stack) => stack.template,
  );
  const resources: Resource[] = Object.entries<any>(template.Resources).map(
    ([id, { Type, Properties = {}, DependsOn = [], DeletionPolicy }]) => ({
      id,
      type: Type,
      properties: Properties,
      dependsOn: [DependsOn].flat(),
      deletionPolicy: DeletionPolicy,
    }),
  );
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const lambda = (name: string) =>
    only(ofType('AWS::Lambda::Function').filter(({ properties }) => properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === name));
  const allows = (name: string): Statement[] => {
    const role = lambda(name).properties.Role['Fn::GetAtt'][0];
    return ofType('AWS::IAM::Policy')
      .filter(({ properties }) => properties.Roles.some(({ Ref }: any) => Ref === role))
      .flatMap(({ properties }) => properties.PolicyDocument.Statement);
  };
  return { resources, outputs: template.Outputs, ofType, lambda, allows };
}

export function only<T>(found: readonly T[]): T {
  if (found.length !== 1) throw new Error(`expected one, found ${found.length}`);
  return found[0]!;
}

export const actionsOf = ({ Action }: Statement): string[] => [Action].flat();

/** Each resource of a statement as text, with references in angle brackets. */
export const resourcesOf = ({ Resource }: Statement): string[] => [Resource].flat().map(asText);

/** A value of the template as text: references and attributes become `<LogicalId>` and `<LogicalId.Attribute>`. */
export function asText(value: any): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value) return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(asText).join(value['Fn::Join'][0]);
  throw new Error(`not a text: ${JSON.stringify(value)}`);
}
