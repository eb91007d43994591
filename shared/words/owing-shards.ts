/** Partitions of the index of rooms that owe mail, over which writes spread. */
export const DEFAULT_OWING_SHARDS = 8;

/** As many as there can be. The sweeper reads each of them within so many minutes, so a smaller setting leaves no room behind. */
export const MOST_OWING_SHARDS = 64;
