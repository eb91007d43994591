import type { ComponentChildren } from 'preact';
import type { Load } from '../use-load.ts';
import { Mark } from './ring.tsx';
import { Note } from './trouble.tsx';

const Waiting = ({ what }: { readonly what: string }) => (
  <div class="empty waiting stack" role="status">
    <Mark />
    <p class="muted">{what}</p>
  </div>
);

export interface LoadedProps<T> {
  readonly load: Load<T>;
  /** Said while nothing is there yet, e.g. "Looking for open sessions…". */
  readonly waiting: string;
  readonly children: (value: T) => ComponentChildren;
}

/** What was loaded; before that a quiet wait; after a failure the words for it, above what is still known. */
export const Loaded = <T,>({ load, waiting, children }: LoadedProps<T>) => (
  <>
    {load.trouble && <Note trouble={load.trouble} again={() => void load.reload()} />}
    {load.value !== null && children(load.value)}
    {load.value === null && !load.trouble && <Waiting what={waiting} />}
  </>
);
