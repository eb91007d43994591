/*
 * The pages and their tests live ten days before London's clocks are set back, so that a time that comes twice is within the horizon
 * on whatever day they run.
 */

const DAY_MILLIS = 86_400_000;

/** The next last Sunday of this month (0 is January), as YYYY-MM-DD. */
export function nextLastSunday(month: number, today: number): string {
  const inYear = (year: number) => {
    const last = new Date(Date.UTC(year, month + 1, 0));
    return new Date(last.getTime() - last.getUTCDay() * DAY_MILLIS);
  };
  const year = new Date(today).getUTCFullYear();
  const next = inYear(year).getTime() > today + 8 * DAY_MILLIS ? inYear(year) : inYear(year + 1);
  return next.toISOString().slice(0, 10);
}

/** How far their clock is ahead of the machine's: whole days. */
export const CLOCK_OFFSET_MS =
  Math.floor((Date.parse(nextLastSunday(9, Date.now() + 3 * DAY_MILLIS)) - Date.now()) / DAY_MILLIS - 10) * DAY_MILLIS;

export const stageMillis = (): number => Date.now() + CLOCK_OFFSET_MS;
