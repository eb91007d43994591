import { Aws, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { ANYWHERE, KindedMetric, MeasureName, MetricName } from '../functions/platform/log.ts';
import type { FunctionName } from './build-folders.ts';
import type { Config } from './config.ts';
import { nameMetrics } from './stack-name.ts';

type WatchSettings = Pick<Config, 'stage' | 'alarmEmail' | 'urgentAlarmEmail' | 'runbookUrl'>;

/** How soon somebody has to look: at once, also at night; today; this week. */
export type Severity = 'page' | 'today' | 'week';

export interface AlarmProps {
  readonly metric: IMetric;
  /** Rings above this threshold. */
  readonly above?: number;
  /** Rings below this threshold, and without any data too: silence is the fault. */
  readonly below?: number;
  /** For so many periods of the metric in a row; one when absent. */
  readonly periods?: number;
  readonly severity: Severity;
  /** What has happened, in one sentence. */
  readonly says: string;
  /** Its page under docs/operations, without `.md`. */
  readonly page: string;
}

/** Two topics and one dashboard for everything that somebody should look at. Every alarm is in the table of docs/operations. */
export class Watch extends Construct {
  /** Where the functions' own metrics are. Two stages of one account must not add up. */
  readonly metricsNamespace: string;
  private readonly topics: Readonly<Record<Severity, Topic>>;
  private readonly pages: string;
  private readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, { stage, alarmEmail, urgentAlarmEmail, runbookUrl }: WatchSettings) {
    super(scope, id);
    this.metricsNamespace = nameMetrics(stage);
    this.pages = runbookUrl ?? 'docs/operations';
    const urgent = this.makeTopic('Urgent', urgentAlarmEmail ?? alarmEmail);
    const later = this.makeTopic('Alarms', alarmEmail);
    this.topics = { page: urgent, today: later, week: later };
    this.dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.days(1) });
  }

  /** An alarm belongs to the construct that can fail, so it is made in that construct's scope. */
  alarm(scope: Construct, id: string, { metric, above, below, periods = 1, severity, says, page }: AlarmProps): void {
    const isSilence = below !== undefined;
    new Alarm(scope, id, {
      metric,
      threshold: below ?? above ?? 0,
      evaluationPeriods: periods,
      comparisonOperator: isSilence ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: isSilence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `[${severity}] ${says} What to do: ${this.pages}/${page}.md`,
    }).addAlarmAction(new SnsAction(this.topics[severity]));
  }

  private makeTopic(id: string, email: string | null): Topic {
    const topic = new Topic(this, id, { enforceSSL: true });
    this.letAlarmsPublish(topic);
    if (email !== null) topic.addSubscription(new EmailSubscription(email));
    return topic;
  }

  /** A function fails when it throws: an expected no is not a failure. */
  function(worker: IFunction, name: string): void {
    const errors = worker.metricErrors({ statistic: Stats.SUM, period: Duration.minutes(5) });
    this.alarm(worker, 'ErrorsAlarm', {
      metric: errors,
      above: 0,
      periods: 2,
      severity: 'page',
      says: `${name} keeps failing.`,
      page: 'function-errors',
    });
  }

  // A topic with a policy of its own (ours demands TLS) has lost the default one, by which alarms may publish.
  private letAlarmsPublish(topic: Topic): void {
    const alarms = Stack.of(this).formatArn({ service: 'cloudwatch', resource: 'alarm:*' });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'AWS:SourceAccount': Aws.ACCOUNT_ID }, ArnLike: { 'AWS:SourceArn': alarms } },
      }),
    );
  }

  graph(title: string, ...metrics: IMetric[]): void {
    this.dashboard.addWidgets(new GraphWidget({ title, left: metrics, width: 12 }));
  }

  /** The most that a function measured within five minutes. */
  mostOf(metricName: MeasureName, service: FunctionName): Metric {
    return new Metric({
      namespace: this.metricsNamespace,
      metricName,
      dimensionsMap: { service },
      statistic: Stats.MAXIMUM,
      period: Duration.minutes(5),
    });
  }

  /** How often a function counted something within five minutes. */
  countOf(metricName: MetricName, service: FunctionName): Metric {
    return this.sumOf(metricName, { service });
  }

  /** The same of one kind. */
  countOfKind(metricName: KindedMetric, service: FunctionName | typeof ANYWHERE, kind: string): Metric {
    return this.sumOf(metricName, { service, kind });
  }

  private sumOf(metricName: string, dimensionsMap: Record<string, string>): Metric {
    return new Metric({
      namespace: this.metricsNamespace,
      metricName,
      dimensionsMap,
      statistic: Stats.SUM,
      period: Duration.minutes(5),
    });
  }
}
