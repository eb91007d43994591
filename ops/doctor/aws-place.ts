import type { Config } from '../../infra/config.ts';
import type { Aws } from '../aws-cli.ts';
import type { DeployedStack } from '../deployed-stack.ts';
import type { Check } from './finding.ts';

/** All that the checks look at. */
export interface AwsPlace {
  readonly aws: Aws;
  readonly stage: string;
  readonly stack: DeployedStack;
  readonly deployed: Config;
  /** The settings that the next deployment would have. */
  readonly next: Readonly<Record<string, string>>;
  readonly leftOut: readonly string[];
  readonly dns: {
    readonly mx: (name: string) => Promise<readonly { readonly exchange: string }[]>;
    readonly txt: (name: string) => Promise<readonly (readonly string[])[]>;
  };
  readonly fetch: (url: string) => Promise<Response>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export type AwsChecks = Readonly<Record<string, Check<AwsPlace>>>;
