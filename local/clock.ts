const DURATION = /^(-?)P(?!$)(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const SECONDS = [604_800, 86_400, 3_600, 60, 1];
const TEN_YEARS_MS = 3_653 * 86_400_000;

/** Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds; undefined for anything else or for more than ten years. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  const milliseconds = SECONDS.reduce((sum, unit, index) => sum + Number(match[index + 2] ?? 0) * unit * 1000, 0);
  if (milliseconds > TEN_YEARS_MS) return undefined;
  return match[1] === '-' ? -milliseconds : milliseconds;
}

/**
 * Moves this thread's wall clock. Timers keep their own monotonic time. Call it before other modules are imported: some
 * of them keep a reference to `Date`.
 */
export function shiftClock(offsetMs: number): void {
  if (offsetMs === 0) return;
  const RealDate = Date;
  const now = (): number => RealDate.now() + offsetMs;
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
}
