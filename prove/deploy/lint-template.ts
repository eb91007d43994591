import { join } from 'node:path';
import { assemble, type Assembly, discard, STAGES } from './assemblies.ts';
import { CannotJudge, type Judge } from './judge.ts';
import { installPython, runTool } from './judge-tools.ts';

/** Two regions in which SES receives mail, one of them the region with properties of its own. */
const REGIONS = ['eu-west-1', 'us-east-1'];

/** What cfn-lint says that we do not follow. */
const ACKNOWLEDGED: Readonly<Record<string, string>> = {
  W3005: 'a dependency that a reference implies is written too: the CDK names a role beside the policy that a function waits for',
};

interface Finding {
  readonly rule: string;
  readonly resource: string;
  readonly message: string;
}

/** AWS's own linter: the schemas of all resource types in each region, and its rules. Errors and warnings alike. */
export const lintTemplate: Judge = {
  name: 'cfn-lint',
  about: "AWS's own linter on the template, by the schemas of each region",
  run: async () => {
    const bin = await installPython('cfn-lint');
    const assemblies: readonly Assembly[] = await Promise.all(STAGES.map(assemble));
    try {
      const broken: string[] = [];
      const acknowledged = new Map<string, number>();
      let resources = 0;
      for (const assembly of assemblies) {
        resources += Object.keys(assembly.template.Resources).length;
        for (const { rule, resource, message } of await lint(bin, assembly)) {
          if (rule in ACKNOWLEDGED) acknowledged.set(rule, (acknowledged.get(rule) ?? 0) + 1);
          else broken.push(`${rule} in ${assembly.label}, ${resource}: ${message}`);
        }
      }
      return {
        seen: `${resources} resources of ${assemblies.length} templates, in ${REGIONS.join(' and ')}`,
        broken,
        limits: [...acknowledged].map(([rule, times]) => `${rule}, ${times} times: ${ACKNOWLEDGED[rule]}`),
      };
    } finally {
      assemblies.forEach(discard);
    }
  },
};

async function lint(bin: string, { templateFile }: Assembly): Promise<readonly Finding[]> {
  const args = ['--format', 'json', '--regions', ...REGIONS, '--template', templateFile];
  const { out, error } = await runTool(join(bin, 'cfn-lint'), args);
  const findings: readonly any[] = parseFindings(out, error);
  return findings.map(({ Rule, Message, Location }) => ({
    rule: String(Rule?.Id),
    resource: [Location?.Path ?? []].flat().slice(0, 2).join('/'),
    message: String(Message),
  }));
}

// Its exit code has a bit for each severity, so what it printed is what counts.
function parseFindings(out: string, error: string): readonly unknown[] {
  try {
    return JSON.parse(out.trim() === '' ? '[]' : out);
  } catch {
    throw new CannotJudge(`cfn-lint said nothing that can be read: ${error.trim().split('\n').at(-1) ?? ''}`);
  }
}
