import { useRef } from 'preact/hooks';
import type { RoomList } from '../shared/api/contract.ts';
import type { FetchedRooms } from './use-later-rooms.ts';

/** The list of open sessions as somebody left it. It changes while they read: the fields are written, not replaced. */
export interface KeptList {
  readonly address: string;
  /** The first part, as it is shown; null before it has come. */
  first: RoomList | null;
  later: FetchedRooms | null;
  scrollTop: number;
  /** Where the link leads that had the focus last. */
  focusedHref: string | null;
  /** It is shown again, and the page has to go back to its place. */
  isReturn: boolean;
}

const MOST_KEPT = 5;
const kept = new Map<string, KeptList>();
let returnedTo: string | null = null;

// Before any page is drawn, because the page has to know in which direction somebody came.
addEventListener('popstate', () => {
  returnedTo = location.href;
});

/** The list of this address: as it was left, when Back or Forward leads to it, else empty. */
export function useKeptList(address: string): KeptList {
  const list = useRef<KeptList | null>(null);
  if (list.current?.address !== address) list.current = takeList(address);
  return list.current;
}

function takeList(address: string): KeptList {
  const left = returnedTo === location.href ? kept.get(address) : undefined;
  returnedTo = null;
  const list: KeptList = left?.first
    ? { ...left, isReturn: true }
    : { address, first: null, later: null, scrollTop: 0, focusedHref: null, isReturn: false };
  kept.delete(address);
  kept.set(address, list);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return list;
}
