const RANGE = /(\d\d:\d\d–\d\d:\d\d)/;

/** A text in pieces: every second one is a range of times, `18:30–20:00`, in which no line may break. */
export const splitRanges = (text: string): readonly string[] => text.split(RANGE);
