import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, PutBucketTaggingCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { assemble, type Assembly, DEV, discard, PROD, type Stage, type StackTemplate } from './assemblies.ts';
import { type BuiltStack, compareBuilt } from './compare-built.ts';
import { ACCOUNT, type Emulator, startEmulator } from './emulator.ts';
import { fitAssembly, impossibleResources } from './fit-template.ts';
import { CannotJudge, type Judge } from './judge.ts';

const HOME = 'eu-west-1';
const ELSEWHERE = 'us-east-1';
/** A production stage whose first deployment fails. */
const UNLUCKY: Stage = {
  label: 'unlucky',
  settings: { ...PROD.settings, STAGE: 'unlucky', NOTIFICATIONS_FROM_EMAIL: 'practice@late.example.org' },
};

/** The guide's own commands (bootstrap, deploy, destroy) against an AWS that is not ours. */
export const deployToEmulator: Judge = {
  name: 'emulator',
  about: 'the stack created, updated, rolled back and destroyed, in two stages and two regions, on an emulator of AWS',
  run: async () => {
    const emulator = await startEmulator();
    try {
      return await new Deployments(emulator).judge();
    } finally {
      emulator.stop();
    }
  },
};

class Deployments {
  private readonly emulator: Emulator;
  private readonly broken: string[] = [];
  private readonly leftOut = new Set<string>();
  private unknownTypes: readonly string[] = [];
  /** Buckets of the other region: a list of buckets names those of all regions. */
  private readonly farBuckets = new Set<string>();
  private resources = 0;

  constructor(emulator: Emulator) {
    this.emulator = emulator;
  }

  async judge() {
    this.unknownTypes = await this.findUnknownTypes();
    for (const region of [HOME, ELSEWHERE]) await this.bootstrap(region);
    const prod = await this.deploy(PROD, HOME);
    await this.deploy(DEV, HOME);
    const far = await this.deploy(PROD, ELSEWHERE);
    for (const [id, { Type }] of Object.entries(far?.template.Resources ?? {}))
      if (far !== null && Type === 'AWS::S3::Bucket') this.farBuckets.add(far.physicalId(id));
    if (prod !== null && this.broken.length === 0) await this.changeAndRollBack(prod);
    if (this.broken.length === 0) await this.failAtFirst();
    if (this.broken.length === 0) await this.destroy();
    const limits = [...this.leftOut].toSorted().map((what) => `the emulator cannot take ${what}`);
    const more = [
      'it gives buckets of a stack no tags: they are added by hand before the stage is destroyed',
      'it gives tables neither expiry nor recovery nor protection against deletion: test/infra looks at those',
    ];
    return {
      seen: `${this.resources} resources of 4 deployments as in the template, a roll-back, a first deployment that failed, 2 stacks destroyed, and a deployment that drops a setting stopped`,
      broken: this.broken,
      limits: [...limits, ...more],
    };
  }

  /** Asks the emulator itself which types of ours it does not know. */
  private async findUnknownTypes(): Promise<readonly string[]> {
    const assembly = await assemble(PROD);
    const types = [...new Set(Object.values(assembly.template.Resources).map(({ Type }) => Type))];
    discard(assembly);
    const body = JSON.stringify({ Resources: Object.fromEntries(types.map((Type, n) => [`R${n}`, { Type }])) });
    const { error } = await this.emulator.run(HOME, 'aws', ['cloudformation', 'validate-template', '--template-body', body]);
    const named = /Unrecognized resource types: \[([^\]]*)\]/.exec(error)?.[1] ?? '';
    return named === '' ? [] : named.split(', ');
  }

  private async bootstrap(region: string): Promise<void> {
    const assembly = await assemble(DEV);
    const { code, error } = await this.emulator.run(region, 'cdk', ['bootstrap', `aws://${ACCOUNT}/${region}`, '--app', assembly.folder]);
    discard(assembly);
    if (code !== 0) throw new CannotJudge(`cdk bootstrap fails on the emulator: ${lastLine(error)}`);
  }

  private async make(
    stage: Stage,
    region: string,
    isImpossible = false,
  ): Promise<{ assembly: Assembly; template: StackTemplate; code: number; said: string }> {
    const assembly = await assemble(stage);
    const { template, leftOut } = fitAssembly(assembly, this.unknownTypes, isImpossible ? impossibleResources(assembly.template) : {});
    for (const what of leftOut) this.leftOut.add(what);
    const args = ['ops/deploy-stage.ts', '--app', assembly.folder, '--require-approval', 'never'];
    const { code, out, error } = await this.emulator.run(region, 'node', args, stage.settings);
    return { assembly, template, code, said: `${out}\n${error}` };
  }

  /** Deploys a stage by the command of the guide, and compares what was built with the template. Gives null when that failed. */
  private async deploy(stage: Stage, region: string): Promise<BuiltStack | null> {
    const { assembly, template, code, said } = await this.make(stage, region);
    discard(assembly);
    const where = `${assembly.stackName} in ${region}`;
    if (code !== 0) {
      this.broken.push(`${where} was not deployed: ${reasonIn(said)}`);
      return null;
    }
    const built = await this.open(assembly.stackName, region, template);
    this.resources += Object.keys(template.Resources).length;
    this.broken.push(...(await compareBuilt(built)).differences.map((line) => `${where}: ${line}`));
    return built;
  }

  private async open(stackName: string, region: string, template: StackTemplate): Promise<BuiltStack> {
    const answers = new Map<string, Promise<any>>();
    const ask = (...args: readonly string[]): Promise<any> => {
      const question = args.join(' ');
      const answer = answers.get(question) ?? this.askAws(region, args);
      answers.set(question, answer);
      return answer;
    };
    const { StackResourceSummaries } = await ask('cloudformation', 'list-stack-resources', '--stack-name', stackName);
    const ids = new Map<string, string>(StackResourceSummaries.map((one: any) => [one.LogicalResourceId, one.PhysicalResourceId ?? '']));
    return { template, ...this.clients(region), ask, physicalId: (id) => ids.get(id) ?? '' };
  }

  private async askAws(region: string, args: readonly string[]): Promise<any> {
    const { code, out, error } = await this.emulator.run(region, 'aws', [...args, '--output', 'json']);
    if (code !== 0) throw new Error(`aws ${args.join(' ')}: ${lastLine(error)}`);
    return JSON.parse(out.trim() === '' ? '{}' : out);
  }

  private clients(region: string) {
    const place = { region, endpoint: this.emulator.url, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
    return { db: new DynamoDBClient(place), sqs: new SQSClient(place), s3: new S3Client({ ...place, forcePathStyle: true }) };
  }

  /** A changed setting arrives; a deployment that fails is taken back; neither loses a row. */
  private async changeAndRollBack(built: BuiltStack): Promise<void> {
    const row = await this.keepRow(built);
    const changed: Stage = { ...PROD, settings: { ...PROD.settings, REMINDERS: 'hour' } };
    await this.deploy(changed, HOME);
    await this.expectSetting('REMINDERS', 'hour', 'after an update');
    const failed = await this.make({ ...changed, settings: { ...changed.settings, REMINDERS: 'none' } }, HOME, true);
    discard(failed.assembly);
    if (failed.code === 0) this.broken.push('a deployment with an impossible resource is said to have worked');
    await this.expectSetting('REMINDERS', 'hour', 'after an update that was rolled back');
    if (!(await row.isThere())) this.broken.push('a row is gone after an update and a roll-back');
    const dropped = await this.emulator.run(HOME, 'node', ['ops/deploy-stage.ts'], { ...changed.settings, ALARM_EMAIL: '' });
    if (dropped.code === 0 || !/ALARM_EMAIL=operator@example.org/.test(dropped.error))
      this.broken.push(`a deployment that drops a setting is not stopped: ${lastLine(dropped.error)}`);
  }

  private async expectSetting(name: string, value: string, when: string): Promise<void> {
    const { out } = await this.emulator.run(HOME, 'aws', [
      'cloudformation',
      'describe-stacks',
      '--stack-name',
      'OphthalmoPractice-prod',
      '--output',
      'json',
    ]);
    const [stack] = JSON.parse(out).Stacks;
    const settings = stack.Outputs.find((output: any) => output.OutputKey === 'Settings')?.OutputValue ?? '{}';
    if (JSON.parse(settings)[name] !== value) this.broken.push(`${name} is not ${value} ${when}, but ${settings} (${stack.StackStatus})`);
  }

  private async keepRow({ template, db, physicalId }: BuiltStack) {
    const id = Object.keys(template.Resources).find((each) => each.startsWith('RoomsTable')) ?? '';
    const TableName = physicalId(id);
    const Key = { id: { S: '0dd00000-0000-4000-8000-000000000001' } };
    await db.send(new PutItemCommand({ TableName, Item: Key }));
    return { isThere: async () => (await db.send(new GetItemCommand({ TableName, Key }))).Item !== undefined };
  }

  /** A production stage whose first deployment fails leaves nothing behind that stands in the way of the next. */
  private async failAtFirst(): Promise<void> {
    const { assembly, code } = await this.make(UNLUCKY, HOME, true);
    discard(assembly);
    if (code === 0) this.broken.push('a first deployment with an impossible resource is said to have worked');
    for (const name of await this.leftovers('unlucky')) this.broken.push(`a first deployment that failed leaves ${name}`);
  }

  private async leftovers(stage: string): Promise<readonly string[]> {
    const { db, s3 } = this.clients(HOME);
    const { TableNames = [] } = await db.send(new ListTablesCommand({}));
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const pools = await this.emulator.run(HOME, 'aws', ['cognito-idp', 'list-user-pools', '--max-results', '60', '--output', 'json']);
    const poolNames = (JSON.parse(pools.out).UserPools ?? []).map(({ Name, Id }: any) => Name ?? Id);
    const isOf = (name: string): boolean =>
      name
        .toLowerCase()
        .replace(/[^a-z]/g, '')
        .includes(`ophthalmopractice${stage}`);
    return [...TableNames, ...Buckets.map(({ Name = '' }) => Name).filter((name) => !this.farBuckets.has(name)), ...poolNames].filter(isOf);
  }

  /** A dev stage goes without leftovers, also when its buckets hold something; a production stage keeps what holds data. */
  private async destroy(): Promise<void> {
    for (const [stage, isKept] of [
      [DEV, false],
      [PROD, true],
    ] as const) {
      const assembly = await assemble(stage);
      const { template } = fitAssembly(assembly, this.unknownTypes);
      const built = await this.open(assembly.stackName, HOME, template);
      await this.fillBuckets(built);
      if (isKept)
        await built.ask(
          'cloudformation',
          'update-termination-protection',
          '--no-enable-termination-protection',
          '--stack-name',
          assembly.stackName,
        );
      const { code, out, error } = await this.emulator.run(HOME, 'cdk', ['destroy', '--force', '--app', assembly.folder], stage.settings);
      discard(assembly);
      if (code !== 0) this.broken.push(`${assembly.stackName} was not destroyed: ${reasonIn(`${out}\n${error}`)}`);
      const left = await this.leftovers(stage.label);
      const holding = Object.values(template.Resources).filter(
        ({ DeletionPolicy, Type }) =>
          DeletionPolicy?.startsWith('Retain') &&
          ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::Cognito::UserPool'].includes(Type),
      );
      if (left.length !== (isKept ? holding.length : 0))
        this.broken.push(
          `after ${assembly.stackName} was destroyed there are ${left.length} of ${holding.length} that stay: ${left.join(', ')}`,
        );
    }
  }

  private async fillBuckets({ template, s3, physicalId }: BuiltStack): Promise<void> {
    for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
      if (Type !== 'AWS::S3::Bucket') continue;
      const Bucket = physicalId(id);
      if (Properties.Tags !== undefined) await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: Properties.Tags } }));
      await s3.send(new PutObjectCommand({ Bucket, Key: 'inbound/a-mail', Body: 'a mail' }));
    }
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

const reasonIn = (said: string): string =>
  said
    .split('\n')
    .find((line) => /CREATE_FAILED|UPDATE_FAILED|DELETE_FAILED|does not exist|not supported/.test(line))
    ?.trim() ?? lastLine(said);
