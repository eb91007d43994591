import type { FeedStore, StoredFeed } from '../../functions/platform/people/feed-store.ts';

/** Calendar feeds in memory, with the contract of the real store; every read and write is counted. */
export function memoryFeeds(): FeedStore & { readonly counts: { reads: number; writes: number } } {
  const kept = new Map<string, StoredFeed | 'closed'>();
  const counts = { reads: 0, writes: 0 };
  const find = (digest: string) => {
    const feed = kept.get(digest);
    return feed === 'closed' ? undefined : feed;
  };
  return {
    counts,
    open: async (digest, sub) => {
      counts.writes++;
      if (!kept.has(digest)) kept.set(digest, { digest, sub, written: null, freshUntil: null });
    },
    close: async (digest) => {
      counts.writes++;
      kept.set(digest, 'closed');
    },
    load: async (digest) => {
      counts.reads++;
      // Lets everyone who asks at once read before the first of them writes.
      await new Promise((resolve) => setImmediate(resolve));
      return structuredClone(find(digest));
    },
    claim: async (feed, freshUntil) => {
      counts.writes++;
      const now = find(feed.digest);
      if (!now || now.freshUntil !== feed.freshUntil) return false;
      kept.set(feed.digest, { ...now, freshUntil });
      return true;
    },
    save: async (digest, written) => {
      counts.writes++;
      const now = find(digest);
      if (now) kept.set(digest, { ...now, written });
    },
  };
}
