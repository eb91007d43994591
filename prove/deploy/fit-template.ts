import { readFileSync, writeFileSync } from 'node:fs';
import type { Assembly, StackTemplate, TemplateResource } from './assemblies.ts';

/** Attributes that AWS documents and the emulator does not know. Each becomes a text that has its shape. */
const UNKNOWN_ATTRIBUTES: Readonly<Record<string, (id: string, name: string) => unknown>> = {
  ProviderURL: (id) => ({ 'Fn::Join': ['', ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.amazonaws.com/', { Ref: id }]] }),
  ...Object.fromEntries(
    [1, 2, 3].flatMap((n) => [`DkimDNSTokenName${n}`, `DkimDNSTokenValue${n}`].map((name) => [name, (id: string) => `${id}.${name}`])),
  ),
};

export interface Fitted {
  readonly template: StackTemplate;
  /** What the emulator does not see of our template. */
  readonly leftOut: readonly string[];
}

/** Takes out of an assembly what the emulator cannot take, and says what that was. `add`: resources that are deployed beside ours. */
export function fitAssembly(
  { templateFile }: Assembly,
  unknownTypes: readonly string[],
  add: Readonly<Record<string, TemplateResource>> = {},
): Fitted {
  const template: { Resources: Record<string, any> } = JSON.parse(readFileSync(templateFile, 'utf8'));
  const isLeftOut = ({ Type, Properties }: TemplateResource): boolean => unknownTypes.includes(Type) || isOfMetricMath(Type, Properties);
  const gone = Object.keys(template.Resources).filter((id) => isLeftOut(template.Resources[id]));
  const leftOut = gone.map((id) => `${template.Resources[id].Type} (${id})`);
  for (const id of gone) delete template.Resources[id];
  const attributes = new Set<string>();
  const fitted = mapValues(template, (value) => {
    const [kind, of] = Object.entries(value)[0] ?? [];
    if (kind === 'Ref' && gone.includes(String(of))) return String(of);
    if (kind !== 'Fn::GetAtt' || !Array.isArray(of)) return undefined;
    const [id, name] = of.map(String);
    if (gone.includes(id ?? '')) return `arn:aws:left-out:::${id}`;
    const stand = UNKNOWN_ATTRIBUTES[name ?? ''];
    if (stand !== undefined) attributes.add(name ?? '');
    return stand?.(id ?? '', name ?? '');
  });
  for (const resource of Object.values<any>(fitted.Resources)) {
    if (resource.DependsOn !== undefined) resource.DependsOn = [resource.DependsOn].flat().filter((id: string) => !gone.includes(id));
  }
  Object.assign(fitted.Resources, add);
  writeFileSync(templateFile, JSON.stringify(fitted));
  return { template: fitted, leftOut: [...leftOut, ...[...attributes].map((name) => `attribute ${name}`)] };
}

const isOfMetricMath = (type: string, properties: any): boolean => type === 'AWS::CloudWatch::Alarm' && properties?.Metrics !== undefined;

/** Replaces each object inside for which `replace` gives something. */
function mapValues(value: any, replace: (value: object) => unknown): any {
  if (Array.isArray(value)) return value.map((item) => mapValues(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  const replaced = replace(value);
  if (replaced !== undefined) return replaced;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapValues(item, replace)]));
}

/** A resource that can never be made, after all others were: nobody signals to it. */
export function impossibleResources(template: StackTemplate): Readonly<Record<string, TemplateResource>> {
  return {
    ImpossibleHandle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
    Impossible: {
      Type: 'AWS::CloudFormation::WaitCondition',
      Properties: { Handle: { Ref: 'ImpossibleHandle' }, Timeout: '1', Count: 1 },
      DependsOn: Object.keys(template.Resources).filter((id) => /Table|Function$/.test(template.Resources[id]?.Type ?? '')),
    },
  };
}
