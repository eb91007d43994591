import type { StackTemplate } from './assemblies.ts';

/** One statement of the role of one function. */
export interface RoleStatement {
  readonly function: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a call asks AWS for: it is allowed only where all of its resources are. */
export interface Request {
  readonly function: string;
  readonly action: string;
  readonly resources: readonly string[];
  /** The keys that conditions of AWS look at. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

/** Reads what each function may do. Names of resources stay those of the template: `<LogicalId.Arn>`. */
export function readStatements(template: StackTemplate): readonly RoleStatement[] {
  const resources = Object.entries(template.Resources);
  const functionOf = new Map<string, string>(
    resources.flatMap(([, { Type, Properties }]) => {
      const name = Properties?.Environment?.Variables?.POWERTOOLS_SERVICE_NAME;
      return Type === 'AWS::Lambda::Function' && name !== undefined ? [[Properties.Role['Fn::GetAtt'][0], name] as const] : [];
    }),
  );
  return resources
    .filter(([, { Type }]) => Type === 'AWS::IAM::Policy')
    .flatMap(([, { Properties }]) =>
      Properties.Roles.flatMap(({ Ref }: any) =>
        Properties.PolicyDocument.Statement.map((statement: any) => ({
          function: functionOf.get(Ref) ?? Ref,
          actions: [statement.Action].flat(),
          resources: [statement.Resource].flat().map(writeAsText),
          condition: statement.Condition ?? {},
        })),
      ),
    );
}

/** Decides as IAM does: every action, resource and condition has to match. Our roles deny nothing. */
export function allows(statement: RoleStatement, request: Request): boolean {
  return (
    statement.function === request.function &&
    statement.actions.includes(request.action) &&
    request.resources.every((resource) => statement.resources.some((pattern) => matchesPattern(pattern, resource))) &&
    Object.entries(statement.condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => meets(operator, request.context[key], [wanted].flat().map(writeAsText))),
    )
  );
}

function meets(operator: string, found: readonly string[] | undefined, wanted: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals':
      return found !== undefined && found.every((value) => wanted.includes(value));
    case 'StringEqualsIfExists':
    // For all of none there are is true, as in AWS.
    case 'ForAllValues:StringEquals':
      return (found ?? []).every((value) => wanted.includes(value));
    default:
      throw new Error(`The evaluation does not know the operator ${operator}`);
  }
}

function matchesPattern(pattern: string, resource: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(resource);
}

function writeAsText(value: any): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value) return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(writeAsText).join(value['Fn::Join'][0]);
  throw new Error(`not a text: ${JSON.stringify(value)}`);
}
