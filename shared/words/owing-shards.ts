/** Partitions of the index of rooms that owe mail, over which writes spread. */
export const DEFAULT_OWING_SHARDS = 8;

/** The sweeper reads all of these, so a smaller or larger setting leaves no room behind. */
export const MOST_OWING_SHARDS = 64;
