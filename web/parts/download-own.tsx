import type { ExportedPart } from '../../shared/api/contract.ts';
import type { ApiClient } from '../api-client.ts';
import { useApp } from '../app-context.ts';
import { useAction } from '../use-action.ts';
import { ActionButton } from './button.tsx';
import { TroubleNote } from './trouble.tsx';

/** What is kept about the person, as a file of theirs. */
export function DownloadOwn() {
  const { api, tell } = useApp();
  const { busy, trouble, run } = useAction('generic');
  const download = () =>
    run(async () => {
      saveFile('my-data.json', JSON.stringify(await readOwnData(api), null, 2));
      tell('Your data is in your downloads: my-data.json.');
    });
  return (
    <section class="stack">
      <h2>Your data</h2>
      <p>
        The file holds what is kept about you: your profile, and each session that you host or attend with its mails, your answers and your
        suggestions. Nothing of the other person is in it but what you see here.
      </p>
      {trouble && <TroubleNote trouble={trouble} again={() => void download()} />}
      <p class="actions">
        <ActionButton look="quiet" busy={busy} onClick={() => void download()}>
          Download my data
        </ActionButton>
      </p>
    </section>
  );
}

/** All pages of it, as one. */
async function readOwnData(api: ApiClient): Promise<Omit<ExportedPart, 'cursor'>> {
  const first = await api.ownData();
  const sessions = [...first.sessions];
  for (let { cursor } = first; cursor !== null; ) {
    const page = await api.ownData(cursor);
    sessions.push(...page.sessions);
    ({ cursor } = page);
  }
  return { profile: first.profile, wishes: first.wishes, sessions };
}

function saveFile(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
}
