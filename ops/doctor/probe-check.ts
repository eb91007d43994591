import { readProbeRecord } from '../../functions/platform/probe-result-store.ts';
import { type Finding, reportConcern, reportOk, reportWrong } from './finding.ts';

const MINUTE_MS = 60_000;
/** So many probes may be missed. As the alarm has it. */
const MISSED = 4;
const DAY_MINUTES = 24 * 60;

/**
 * What became of the last probe.
 * @param row of the ledger's table; undefined: there is none
 * @param everyMinutes how often one runs; null: only by command
 */
export function judgeProbe(row: unknown, everyMinutes: number | null, nowMs: number): Finding {
  const record = readProbeRecord(row);
  if (record === undefined) {
    return everyMinutes === null
      ? reportOk('last probe', 'none yet: npm run ops -- probe')
      : reportWrong('last probe', 'none has ended yet', 'docs/operations/no-probe.md');
  }
  const minutes = Math.max(0, Math.floor((nowMs - Date.parse(record.finishedAt)) / MINUTE_MS));
  const when = `${minutes} minutes ago`;
  if (record.failedHop !== null) {
    const failed = `failed at "${record.failedHop}" ${when}`;
    // Much may have been mended since, and nothing has looked.
    return everyMinutes === null && minutes > DAY_MINUTES
      ? reportConcern('last probe', failed, 'npm run ops -- probe')
      : reportWrong('last probe', failed, 'docs/operations/no-probe.md');
  }
  const found = `made the round trip in ${record.seconds.toFixed(1)} seconds, ${when}`;
  if (everyMinutes === null) return reportOk('last probe', found);
  return minutes > MISSED * everyMinutes
    ? reportConcern('last probe', `${found}, and one is to run every ${everyMinutes} minutes`, 'docs/operations/no-probe.md')
    : reportOk('last probe', found);
}
