import { expect, test } from 'vitest';
import { readRateLimit } from '../../infra/config.ts';
import { createRateLimitApp } from '../../infra/rate-limit.ts';
import { readAssembly } from '../support/read-assembly.ts';
import { only } from '../support/template.ts';

const settings: Record<string, string> = { REQUESTS_PER_ADDRESS: '500' };
const { region, template } = readAssembly(
  (outdir) => createRateLimitApp({ ...readRateLimit((name) => settings[name]), outdir }),
  (stack) => ({ region: stack.environment.region, template: stack.template }),
);

test('the web ACL is in the one region from which CloudFront takes it', () => {
  expect(region).toBe('us-east-1');
});

test('the web ACL blocks an address that sends too many requests within five minutes, and lets all others through', () => {
  const acl = only(Object.values<any>(template.Resources)).Properties;
  expect(acl).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
  expect(only<any>(acl.Rules)).toMatchObject({
    Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
    Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 500, EvaluationWindowSec: 300 } },
  });
});

test('the output of the stack is the setting that the service needs', () => {
  expect(JSON.stringify(template.Outputs.NextStep.Value)).toContain('WEB_ACL_ARN=');
});
