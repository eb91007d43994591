import { expect, test } from 'vitest';
import { createApp } from '../../infra/app.ts';
import { readConfig } from '../../infra/config.ts';
import { readAssembly } from '../support/read-assembly.ts';
import { asText, synthesize, synthesizeAnew } from '../support/template.ts';

// Both stages in one file, because the engine that knows the rules takes seconds to load.
const settings: Readonly<Record<string, string>> = { NOTIFICATIONS_FROM_EMAIL: 'practice@meet.example.org' };
const synthesized = await synthesize(settings);
const again = await synthesizeAnew(settings);

test.each(['prod', 'dev'])(
  'the template of the stage %s breaks none of the rules of AWS, and no account is needed to know',
  (stage) => {
    const config = readConfig((name) => ({ ...settings, STAGE: stage })[name]);
    const check = () =>
      readAssembly(
        (outdir) => createApp(config, { validate: true, outdir }),
        ({ stackName }) => stackName,
      );
    expect(check).not.toThrow();
  },
  180_000,
);

test('the same settings give the same template, byte for byte', () => {
  expect(JSON.stringify(again)).toBe(JSON.stringify(synthesized));
});

test('the outputs of the stack say the next step, in order', () => {
  const { outputs } = synthesized;
  expect(Object.keys(outputs)).toEqual([
    'Step1PutIntoDns',
    'Step2LeaveTheSandbox',
    'Step3ReceiveMail',
    'Step4SignIn',
    'Step5TryIt',
    'Settings',
  ]);
  const zone = asText(outputs['Step1PutIntoDns']!.Value).split('\n');
  expect(zone).toHaveLength(7);
  for (const line of zone) expect(line).toMatch(/^\S+\. 3600 IN (CNAME \S+\.|MX 10 \S+\.|TXT ".+")$/);
  expect(zone).toContain('meet.example.org. 3600 IN MX 10 inbound-smtp.<AWS::Region>.amazonaws.com.');
});
