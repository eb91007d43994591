import { type Ceiling, type CostLine, type Counted, listCeilings, listCosts, listFixed } from './cost-model.ts';

const SIZES = [1e3, 1e6, 1e8];

/** The whole page docs/costs.md. */
export function writeCostsPage(counted: Counted): string {
  const fixed = listFixed(counted);
  const ceilings = listCeilings(counted);
  return `# What it costs

Written by \`npm run costs\` from a price table (\`scripts/costs/price-table.ts\`), an assumed session
(\`scripts/costs/session-model.ts\`), the units that the benchmark counts
([performance](performance.md)), and the alarms, metrics, secrets and queues of the template. A test
holds this page to them. List prices of \`us-east-1\` in US dollars; check them against the
[AWS pricing calculator](https://calculator.aws) for your region.

## Per month, whatever happens

${table(['what', 'how much', 'dollars'], toRows(fixed))}
| **together** | | **${money(sum(fixed.slice(0, -1)))} to ${money(sum(fixed))}** |

The first three dashboards of an account are free, and so is the check of the receipt rule.

## Per session

Assumed: two people look at the list, one opens a session and the other books it, both accept, one
suggests another time, the other approves, both accept again, both are reminded twice, and both say how it was. Dollars a month,
beside the fixed part:

${table(['what', 'of one session', ...SIZES.map((size) => `${whole(size)} sessions`)], bySize(counted))}

${shareOf(counted)}

## Which ceiling comes first

Work is not even: a limit per second counts as reached when ten times the average reaches it.

${table(['sessions a month', 'ceiling', 'what lifts it'], ceilings.map(toCeilingRow))}

${SIZES.map((size) => firstOf(size, ceilings)).join('\n')}

## What grows with time

| what | how much |
|---|---|
| rooms | 5 KB each: a million rooms are 5 GB, 1.25 dollars a month, a tenth of it for their indexes, and 1.00 for restoring to any second |
| the ledger | 1 KB a mail for 400 days |
| the audit trail | 0.5 KB a decision for 400 days |
| raw mail | 30 days; 10 KB each: nothing to speak of |
| calendar feeds | nothing while nobody follows one. A program that asks once an hour costs 720 requests, reads and runs a month, 0.001 dollars; each time the sessions are listed anew, about five read units |

## What could surprise

* **A flood.** The API takes at most 200 requests a second, which is 520 million a month: 520
  dollars for the API and about as much for the functions. [api-errors](operations/api-errors.md)
  and the dashboard show one; a budget alarm in the billing console is worth having.
* **People who only look.** Cognito counts everybody who signs in within a month, also without a
  session. An issuer of your own costs what it costs.
* **A loop of mail.** At most five proposals a room and day, one answer per unreadable reply and
  day, and robots are never answered.
* **Logs.** All are forgotten after three months at most.
`;
}

const table = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const toRows = (costs: readonly CostLine[]) => costs.map(({ what, how, dollars }) => [what, how, money(dollars)]);

function bySize(counted: Counted): readonly (readonly string[])[] {
  const sizes = SIZES.map((size) => listCosts(size, counted));
  const rows = (sizes[0] ?? []).map(({ what, how }, line) => [what, how, ...sizes.map((costs) => money(costs[line]?.dollars ?? 0))]);
  return [...rows, ['**together**', '', ...sizes.map((costs) => `**${money(sum(costs))}**`)]];
}

function shareOf(counted: Counted): string {
  const largest = SIZES.map((size) => {
    const costs = listCosts(size, counted);
    const [first] = costs.toSorted((a, b) => b.dollars - a.dollars);
    return first === undefined ? '' : `at ${whole(size)} sessions ${first.what}, ${Math.round((100 * first.dollars) / sum(costs))} %`;
  });
  return `The largest part: ${largest.join('; ')}.`;
}

const toCeilingRow = ({ limit, sessions, lift }: Ceiling): readonly string[] => [whole(roundTo2(sessions)), limit, lift];

function firstOf(size: number, ceilings: readonly Ceiling[]): string {
  const reached = ceilings.filter(({ sessions }) => sessions < size);
  const [next] = ceilings.filter(({ sessions }) => sessions >= size);
  const names =
    reached.length === 0 ? 'no ceiling is reached' : `${reached.length} of these have to be lifted; the first is ${reached[0]?.limit}`;
  return `* At ${whole(size)} sessions a month ${names}${next === undefined ? '' : `. The next one is ${next.limit}`}.`;
}

const sum = (costs: readonly CostLine[]): number => costs.reduce((total, { dollars }) => total + dollars, 0);

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

const roundTo2 = (value: number): number => Number(value.toPrecision(2));

const money = (dollars: number): string => (dollars >= 100 ? whole(dollars) : dollars.toFixed(2));
