import { readFileSync } from 'node:fs';
import { liveThrough } from '../live-through.ts';
import { STORIES } from '../stories.ts';
import { ORGANIZER } from '../world/blueprint.ts';
import { loadFunctions } from '../world/load-functions.ts';
import { assemble, discard } from './assemblies.ts';
import { CallRequests } from './call-requests.ts';
import type { Judge } from './judge.ts';
import { allows, readStatements, type RoleStatement } from './policy-statements.ts';
import { ROLE_JOURNEYS } from './role-journeys.ts';

/** Why no call of the stories uses a statement, where that is right. */
const UNUSED: readonly (readonly [reason: string, is: (statement: RoleStatement) => boolean])[] = [
  ['Lambda itself writes the log', ({ actions }) => actions.every((action) => action.startsWith('logs:'))],
  ['Lambda itself empties the queue', ({ actions }) => actions.includes('sqs:ReceiveMessage')],
  ['the stories do not erase people: test/functions/erase', (statement) => statement.function === 'erase-people'],
  ['the site is published by a deployment alone: test/functions/site', (statement) => statement.function === 'publish-site'],
  ['it lets S3 answer that a mail is not there, and not that it is a secret', ({ actions }) => actions.includes('s3:ListBucket')],
  [
    'the stories have one session each, so no page of a link looks for other sessions: test/functions/links',
    (statement) => statement.function === 'links' && statement.actions.includes('dynamodb:Query'),
  ],
  [
    'the stories bring no event over HTTP, and no mail that comes back: test/functions/mail-status',
    (statement) => statement.function === 'record-status' && /secretsmanager|sqs/.test(statement.actions.join(' ')),
  ],
  [
    'no story lasts until people are reminded, which reads their profile: test/functions/mail-out',
    (statement) => statement.function === 'send-mail' && /^<PeopleTable\w+\.Arn>$/.test(statement.resources.join()),
  ],
  [
    'nobody in the stories has a wish: test/functions/platform/wish-store.test.ts, test/functions/mail-out/wishes.test.ts',
    (statement) =>
      statement.resources.join().startsWith('<Wishes') ||
      (statement.function === 'send-mail' && statement.resources.join().includes('room_keys_by_host')),
  ],
  ['AWS itself runs it, and not one of our functions', (statement) => statement.function.startsWith('ReceiptRuleCheck')],
];

/** Each call to AWS of whole journeys, against the roles in the template. The evaluation is ours; what it asks is AWS's documentation. */
export const callsAndRoles: Judge = {
  name: 'roles',
  about: 'each call to AWS of whole journeys, against the roles of the template',
  run: async () => {
    const assembly = await assemble({ label: 'roles', settings: { NOTIFICATIONS_FROM_EMAIL: ORGANIZER } });
    const statements = readStatements(JSON.parse(readFileSync(assembly.templateFile, 'utf8')));
    discard(assembly);
    const service = await loadFunctions();
    const requests = new CallRequests(service.blueprint.template);
    const used = new Set<RoleStatement>();
    const broken = new Set<string>();
    let calls = 0;
    const stories = [...STORIES, ...ROLE_JOURNEYS];
    for (const story of stories) {
      const { steps, wrongs } = await liveThrough(service, { story, seed: 1, faults: new Map() });
      for (const wrong of wrongs) broken.add(`${story.name}: ${wrong}`);
      for (const request of steps.flatMap((step) => requests.requestsOf(step))) {
        calls += 1;
        const by = statements.filter((statement) => allows(statement, request));
        for (const statement of by) used.add(statement);
        if (by.length !== 1)
          broken.add(`${request.function}: ${request.action} on ${request.resources.join(' and ')} is allowed by ${by.length} statements`);
      }
    }
    const unused = statements.filter((statement) => !used.has(statement));
    const reasonOf = (statement: RoleStatement) => UNUSED.find(([, is]) => is(statement))?.[0];
    for (const statement of unused) {
      if (reasonOf(statement) === undefined)
        broken.add(`${statement.function}: no journey uses ${statement.actions.join(', ')} on ${statement.resources.join(', ')}`);
    }
    const reasons = [...new Set(unused.flatMap((statement) => reasonOf(statement) ?? []))];
    return {
      seen: `${calls} calls of ${stories.length} journeys, ${used.size} of ${statements.length} statements used`,
      broken: [...broken].toSorted(),
      limits: reasons.map(
        (reason) => `${unused.filter((statement) => reasonOf(statement) === reason).length} statements unused: ${reason}`,
      ),
    };
  },
};
