/** A session's length as an aperture: it opens from 30 to 60 to 90 minutes. */
export const Ring = ({ minutes }: { readonly minutes: number }) => (
  <svg class="ring" viewBox="0 0 48 48" role="img" aria-label={`${minutes} minutes`}>
    <circle cx="24" cy="24" r="21" />
    <path d={arc(minutes / 90, 21)} />
    <text x="24" y="25">
      {minutes}
    </text>
  </svg>
);

/** The sign of the house, and what turns while something is awaited. */
export const Mark = ({ size = 'mark' }: { readonly size?: 'mark' | 'large' }) => (
  <svg class={`ring ${size}`} viewBox="0 0 48 48" aria-hidden="true">
    <circle cx="24" cy="24" r="21" />
    <path d={arc(2 / 3, 21)} />
  </svg>
);

/** A part (0 to 1) of a circle around (24, 24), clockwise from the top. */
function arc(part: number, radius: number): string {
  // A whole turn has no direction: just short of it, the round caps close the gap.
  const angle = 2 * Math.PI * Math.min(part, 0.999);
  const [x, y] = [24 + radius * Math.sin(angle), 24 - radius * Math.cos(angle)].map((n) => Number(n.toFixed(2)));
  return `M24 ${24 - radius}A${radius} ${radius} 0 ${angle > Math.PI ? 1 : 0} 1 ${x} ${y}`;
}
