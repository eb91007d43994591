/** The service's mark: a thin ring that opens from 30 to 60 to 90 minutes. Decoration: the times beside it say the same. */
export const Ring = ({ minutes }: { readonly minutes: number }) => (
  <svg viewBox="-18 -18 36 36" aria-hidden="true">
    <circle r="16" />
    <circle r="16" pathLength={90} stroke-dasharray={`${minutes} 90`} />
    <text y="4">{minutes}</text>
  </svg>
);
