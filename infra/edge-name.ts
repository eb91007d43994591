import { Aws, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * A name for something of CloudFront, where names are of the whole account: two stages, and one stage in two regions, must not
 * take each other's.
 */
export const edgeName = (scope: IConstruct, name: string): string => `${Stack.of(scope).stackName}-${Aws.REGION}-${name}`;
