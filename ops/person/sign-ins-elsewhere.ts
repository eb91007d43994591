import { AwsError } from '../aws-cli.ts';
import { requireStack } from '../deployed-stack.ts';
import { listAt, textAt, valueAt } from '../json-value.ts';
import { askLocal, type Workplace } from '../workplace.ts';

/** Who can sign in: the user pool of a stage, or the sign-in of a local stack. */
export interface KnownSignIns {
  readonly find: (address: string) => Promise<readonly string[]>;
  /** Gives how many there were; null where people sign in elsewhere. */
  readonly delete: (subs: readonly string[]) => Promise<number | null>;
}

export async function openSignIns(place: Workplace): Promise<KnownSignIns> {
  return place.kind === 'local' ? localSignIns(place.directory) : userPool(place);
}

const localSignIns = (directory: string): KnownSignIns => ({
  find: async (email) => listAt(await askLocal(directory, '/local/api/sign-ins/find', { email }), 'subs').map(String),
  delete: async (subs) => {
    const answers = await Promise.all(subs.map((sub) => askLocal(directory, '/local/api/sign-ins/delete', { sub })));
    return answers.filter((answer) => valueAt(answer, 'deleted') === true).length;
  },
});

async function userPool({ aws, stage }: Extract<Workplace, { kind: 'aws' }>): Promise<KnownSignIns> {
  const pools = (await requireStack(aws, stage)).resources('AWS::Cognito::UserPool');
  const UserPoolId = pools[0]?.name;
  if (UserPoolId === undefined) return { find: () => Promise.resolve([]), delete: () => Promise.resolve(null) };
  const list = async (attribute: 'email' | 'sub', value: string) =>
    listAt(
      await aws('cognito-idp', 'list-users', { UserPoolId, Filter: `${attribute} = "${value.replaceAll(/["\\]/g, '\\$&')}"` }),
      'Users',
    );
  return {
    find: async (address) =>
      (await list('email', address)).flatMap((person) =>
        listAt(person, 'Attributes').flatMap((attribute) =>
          textAt(attribute, 'Name') === 'sub' ? [textAt(attribute, 'Value') ?? ''] : [],
        ),
      ),
    delete: async (subs) => {
      const names = (await Promise.all(subs.map((sub) => list('sub', sub)))).flat().map((person) => textAt(person, 'Username') ?? '');
      for (const Username of names) await aws('cognito-idp', 'admin-delete-user', { UserPoolId, Username }).catch(ignoreGone);
      return names.length;
    },
  };
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof AwsError) || error.code !== 'UserNotFoundException') throw error;
}
