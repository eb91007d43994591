import { millisOf, type Instant } from '../../shared/time/instant.ts';
import type { Datapoint } from './memory-log.ts';
import { only, synthesize } from './template.ts';

/*
 * Alarms of the template, as CloudWatch evaluates them: over values that a test has, on the clock of the test.
 */

const { ofType } = await synthesize({ ALARM_EMAIL: 'operator@example.org', PROBE_MINUTES: '15' });

export interface TestAlarm {
  /** Its page under docs/operations. */
  readonly page: string;
  /** Whether it rings at this time. */
  readonly rings: (datapoints: readonly Datapoint[], at: Instant) => boolean;
}

/** The alarm of this name in the table of docs/operations/README.md. */
export function findAlarm(name: string): TestAlarm {
  const { properties } = only(ofType('AWS::CloudWatch::Alarm').filter(({ id }) => id.replace(/Alarm[0-9A-F]{8}$/, '') === name));
  const { MetricName, Statistic, Period, EvaluationPeriods, Threshold, ComparisonOperator, TreatMissingData, Dimensions } = properties;
  const kind: string | undefined = Dimensions?.find(({ Name }: any) => Name === 'kind')?.Value;
  const isBreach = (value: number | undefined): boolean => {
    if (value === undefined) return TreatMissingData === 'breaching';
    return ComparisonOperator === 'GreaterThanThreshold' ? value > Threshold : value < Threshold;
  };
  const valueOf = (values: readonly number[]): number | undefined => {
    if (values.length === 0) return undefined;
    if (Statistic === 'Maximum') return Math.max(...values);
    if (Statistic === 'Sum') return values.reduce((sum, value) => sum + value, 0);
    throw new Error(`${name} takes ${Statistic}: teach it to this file`);
  };
  return {
    page: /([a-z-]+)\.md$/.exec(properties.AlarmDescription)?.[1] ?? '',
    rings: (datapoints, at) => {
      const own = datapoints.filter(({ metric, kind: of }) => metric === MetricName && of === kind);
      const periods = Array.from({ length: EvaluationPeriods }, (_, n) => {
        const end = millisOf(at) - n * Period * 1000;
        const within = own.filter((point) => millisOf(point.at) > end - Period * 1000 && millisOf(point.at) <= end);
        return valueOf(within.map(({ value }) => value));
      });
      return periods.every(isBreach);
    },
  };
}
