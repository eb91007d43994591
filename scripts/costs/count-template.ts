import { COUNTED, KINDED, MEASURES } from '../../functions/platform/log.ts';
import type { Counted } from './cost-model.ts';

/** One resource of a CloudFormation template. */
interface TemplateResource {
  readonly type: string;
  readonly properties: { readonly [name: string]: unknown };
}

/** Counts in a template what is paid by the piece. */
export function countTemplate(resources: readonly TemplateResource[], namespace: string): Omit<Counted, 'readUnits' | 'writeUnits'> {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const alarms = ofType('AWS::CloudWatch::Alarm');
  const queues = ofType('AWS::SQS::Queue').filter(({ properties }) => 'RedrivePolicy' in properties);
  return {
    alarmMetrics: alarms.reduce((count, { properties }) => count + countWatched(properties['Metrics']), 0),
    ownMetrics: countOwn(resources, namespace),
    secrets: ofType('AWS::SecretsManager::Secret').length,
    // Each is asked for work, and its dead letters are not.
    queues: queues.length,
  };
}

/** A mathematical alarm pays for each metric in it. */
const countWatched = (metrics: unknown): number =>
  Array.isArray(metrics)
    ? metrics.filter((metric: unknown) => typeof metric === 'object' && metric !== null && 'MetricStat' in metric).length
    : 1;

/** Those that alarms and graphs name, and one for each name that code writes and none of them names. */
function countOwn(resources: readonly TemplateResource[], namespace: string): number {
  const shown = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) {
      if (value[0] === namespace) shown.add(value.filter((part) => typeof part === 'string').join(' '));
      value.forEach(collect);
    } else if (typeof value === 'object' && value !== null) {
      if ('Namespace' in value && value.Namespace === namespace) shown.add(nameOf(value));
      Object.values(value).forEach(collect);
    } else if (typeof value === 'string' && value.includes(`"${namespace}"`)) collectText(value);
  };
  // The body of a dashboard is JSON in pieces, between which are references.
  const collectText = (text: string): void => {
    for (const [list] of text.matchAll(new RegExp(`\\["${namespace}"[^\\]{]*`, 'g'))) {
      shown.add([...list.matchAll(/"([^"]*)"/g)].map(([, part]) => part).join(' '));
    }
  };
  collect(resources.map(({ properties }) => properties));
  const named = new Set([...shown].map((metric) => metric.split(' ')[1]));
  const others = [...COUNTED, ...Object.keys(KINDED), ...Object.keys(MEASURES)].filter((name) => !named.has(name));
  return shown.size + others.length;
}

function nameOf(metric: object): string {
  const { MetricName, Dimensions = [] }: { MetricName?: unknown; Dimensions?: unknown } = metric;
  const dimensions = Array.isArray(Dimensions)
    ? Dimensions.map(({ Name, Value }: { Name: string; Value: string }) => `${Name} ${Value}`)
    : [];
  return [metricNamespace(metric), MetricName, ...dimensions.toSorted()].join(' ');
}

const metricNamespace = (metric: object): unknown => ('Namespace' in metric ? metric.Namespace : '');
