import { ACCOUNT_CHECKS } from './account-checks.ts';
import type { AwsChecks } from './aws-place.ts';
import { MAIL_CHECKS } from './mail-checks.ts';
import { WORK_CHECKS } from './work-checks.ts';

/** Everything that must hold in AWS. */
export const AWS_CHECKS: AwsChecks = { ...ACCOUNT_CHECKS, ...MAIL_CHECKS, ...WORK_CHECKS };
