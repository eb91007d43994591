import { splitRanges } from '../../shared/time/split-ranges.ts';

/** A text in which no line breaks inside a range of times: `18:30–20:00` stays in one piece. */
export const Unbroken = ({ text }: { readonly text: string }) => (
  <>{splitRanges(text).map((part, n) => (n % 2 === 0 ? part : <span class="range">{part}</span>))}</>
);
