import { RemovalPolicy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const CONTEXT = 'ophthalmo-practice:keeps-data';

/** A stage whose name begins with dev or test can be destroyed without leftovers. Every other stage keeps people's data. */
export const isRetained = (stage: string): boolean => !/^(dev|test)/.test(stage);

/** Says once, at the stack, what everything in it does when it is taken away. */
export const setLifetime = (stack: IConstruct, keeps: boolean): void => stack.node.setContext(CONTEXT, keeps);

export interface Lifetime {
  /** Whether nobody may delete it by accident. */
  readonly isProtected: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * What becomes of something that holds data when its stack goes. Kept data stays, except after a first deployment that failed:
 * what that leaves behind holds nothing, and only stands in the way of the next try.
 */
export function lifetimeOf(scope: IConstruct): Lifetime {
  const isProtected = scope.node.tryGetContext(CONTEXT) !== false;
  return { isProtected, removalPolicy: isProtected ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY };
}
