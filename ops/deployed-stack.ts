import { nameStack } from '../infra/stack-name.ts';
import { type Aws, AwsError } from './aws-cli.ts';
import { listAt, textAt } from './json-value.ts';
import { OpsProblem } from './ops-problem.ts';

/** A stack in AWS: what it was deployed with, and what its parts are called there. */
export interface DeployedStack {
  readonly name: string;
  readonly stage: string;
  readonly region: string;
  readonly status: string;
  readonly output: (key: string) => string | undefined;
  /** With which settings it was deployed. */
  readonly settings: Readonly<Record<string, string>>;
  /** The name in AWS of the one resource of this type whose logical id begins so. Throws `OpsProblem` unless it is exactly one. */
  readonly resource: (start: string, type: string) => string;
  /** The names in AWS of all resources of a type, by logical id. */
  readonly resources: (type: string) => readonly { readonly id: string; readonly name: string }[];
}

/** Finds the stack of a stage; null when there is none. Throws `AwsError` when AWS does not tell. */
export async function findStack(aws: Aws, stage: string): Promise<DeployedStack | null> {
  const name = nameStack(stage);
  const described = await aws('cloudformation', 'describe-stacks', { StackName: name }).catch((error: unknown) => {
    if (error instanceof AwsError && /does not exist/.test(error.message)) return null;
    throw error;
  });
  if (described === null) return null;
  const listed = await aws('cloudformation', 'list-stack-resources', { StackName: name });
  const parts = listAt(listed, 'StackResourceSummaries').map((part) => ({
    id: textAt(part, 'LogicalResourceId') ?? '',
    type: textAt(part, 'ResourceType') ?? '',
    name: textAt(part, 'PhysicalResourceId') ?? '',
  }));
  const outputs = new Map(
    listAt(described, 'Stacks', 0, 'Outputs').map((output) => [textAt(output, 'OutputKey'), textAt(output, 'OutputValue')]),
  );
  return {
    name,
    stage,
    region: (textAt(described, 'Stacks', 0, 'StackId') ?? '').split(':')[3] ?? '',
    status: textAt(described, 'Stacks', 0, 'StackStatus') ?? 'UNKNOWN',
    output: (key) => outputs.get(key),
    settings: readSettings(outputs.get('Settings')),
    resources: (type) => parts.filter((part) => part.type === type),
    resource: (start, type) => {
      const found = parts.filter((part) => part.type === type && part.id.startsWith(start));
      const [only] = found;
      if (only === undefined || found.length > 1) throw new OpsProblem(`${name} has ${found.length} resources ${start}… of type ${type}.`);
      return only.name;
    },
  };
}

/** Finds the stack of a stage, or throws `OpsProblem` with the command that makes one. */
export async function requireStack(aws: Aws, stage: string): Promise<DeployedStack> {
  const stack = await findStack(aws, stage);
  if (stack === null) {
    throw new OpsProblem(
      `There is no stack ${nameStack(stage)} in this account and region. Name another --stage or AWS_REGION, or deploy it: STAGE=${stage} npm run deploy`,
    );
  }
  return stack;
}

function readSettings(text: string | undefined): Readonly<Record<string, string>> {
  const values: unknown = text === undefined ? {} : JSON.parse(text);
  if (typeof values !== 'object' || values === null) return {};
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
