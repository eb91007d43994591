/** The receipt rule sets of an account and region: at most one is active, and it decides over all mail that comes in. */
export interface ReceiptRuleSets {
  /** The name of the active set; null: mail comes in nowhere. */
  readonly active: () => Promise<string | null>;
  /** Makes a set the active one, in place of the one before; null: none. */
  readonly activate: (name: string | null) => Promise<void>;
}

export type Outcome =
  | { readonly kind: 'activated' | 'already-active' | 'deactivated' | 'not-active'; readonly ruleSet: string }
  | { readonly kind: 'another-is-active'; readonly ruleSet: string; readonly active: string };

/** Switches a set on, unless another one is: that one decides over somebody else's mail and stays as it is. */
export async function activateRules(ruleSet: string, sets: ReceiptRuleSets): Promise<Outcome> {
  const active = await sets.active();
  if (active === ruleSet) return { kind: 'already-active', ruleSet };
  if (active !== null) return { kind: 'another-is-active', ruleSet, active };
  await sets.activate(ruleSet);
  return { kind: 'activated', ruleSet };
}

/** Switches a set off, if it is the one that is on. An active set cannot be deleted, nor can a stack that holds it. */
export async function deactivateRules(ruleSet: string, sets: ReceiptRuleSets): Promise<Outcome> {
  if ((await sets.active()) !== ruleSet) return { kind: 'not-active', ruleSet };
  await sets.activate(null);
  return { kind: 'deactivated', ruleSet };
}

/** What happened, and the next command. */
export function wordOutcome(outcome: Outcome): string {
  const { ruleSet } = outcome;
  switch (outcome.kind) {
    case 'activated':
      return `${ruleSet} is active: mail to the organizer now arrives. Next: docs/deploy.md#the-first-session`;
    case 'already-active':
      return `${ruleSet} was active already. Next: docs/deploy.md#the-first-session`;
    case 'another-is-active':
      return (
        `Nothing was changed: ${outcome.active} is active, and only one can be. Our rule can live in it. ` +
        `Next: "RECEIPT_RULE_SET": "${outcome.active}" in the settings of the stage, then npm run deploy`
      );
    case 'deactivated':
      return `${ruleSet} is off: no mail arrives any more. Next: npx cdk destroy`;
    case 'not-active':
      return `Nothing was changed: ${ruleSet} is not active.`;
  }
}
