import type { Aws } from './aws-cli.ts';
import { listAt, valueAt } from './json-value.ts';

/** Functions that run at once when one booking meets its mail, its reply and the sweeper. */
const ENOUGH_EXECUTIONS = 50;

/** What this account may not do yet, as new accounts may not: one line each, with what to ask AWS for. */
export async function findAwsLimits(aws: Aws): Promise<readonly string[]> {
  const [lambda, cloudfront] = await Promise.all([aws('lambda', 'get-account-settings'), aws('cloudfront', 'list-distributions')]);
  const executions = Number(valueAt(lambda, 'AccountLimit', 'ConcurrentExecutions') ?? ENOUGH_EXECUTIONS);
  const hasDistribution = listAt(cloudfront, 'DistributionList', 'Items').length > 0;
  return [
    ...(executions < ENOUGH_EXECUTIONS
      ? [`only ${executions} functions may run at once here. Ask for 1,000 in Service Quotas: Lambda, "Concurrent executions".`]
      : []),
    ...(hasDistribution
      ? []
      : [
          'this account has no CloudFront distribution. AWS lets a new account make one only after it was verified: if the deployment ' +
            'stops with "Your account must be verified", open a support case for it, then deploy again.',
        ]),
  ];
}
