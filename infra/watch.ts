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
import type { MetricName } from '../functions/platform/log.ts';
import type { FunctionName } from './bundle.ts';
import type { Config } from './config.ts';

export interface AlarmProps {
  /** The alarm goes off when the metric is above this … */
  readonly above: number;
  readonly metric: IMetric;
  /** … for so many of its periods in a row; one when absent. */
  readonly periods?: number;
  /** What has happened, in one sentence. */
  readonly says: string;
  /** Its page under docs/operations, without `.md`. */
  readonly page: string;
}

/** One topic and one dashboard for everything that somebody should look at. */
export class Watch extends Construct {
  /** Where the functions' own metrics are. Two stages of one account must not add up. */
  readonly metricsNamespace: string;
  private readonly topic: Topic;
  private readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, { stage, alarmEmail }: Pick<Config, 'stage' | 'alarmEmail'>) {
    super(scope, id);
    this.metricsNamespace = `OphthalmoPractice/${stage}`;
    this.topic = new Topic(this, 'Alarms', { enforceSSL: true });
    this.letAlarmsSpeak();
    if (alarmEmail !== null) this.topic.addSubscription(new EmailSubscription(alarmEmail));
    this.dashboard = new Dashboard(this, 'Dashboard', { defaultInterval: Duration.days(1) });
  }

  /** An alarm belongs to the construct that can fail, so it is made in that construct's scope. */
  alarm(scope: Construct, id: string, { above, metric, periods = 1, says, page }: AlarmProps): void {
    new Alarm(scope, id, {
      metric,
      threshold: above,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${says} What to do: docs/operations/${page}.md`,
    }).addAlarmAction(new SnsAction(this.topic));
  }

  /** A function fails when it throws: an expected no is not a failure. */
  function(worker: IFunction, name: string): void {
    const errors = worker.metricErrors({ statistic: Stats.SUM, period: Duration.minutes(5) });
    this.alarm(worker, 'ErrorsAlarm', { metric: errors, above: 0, periods: 2, says: `${name} keeps failing.`, page: 'function-errors' });
  }

  // A topic with a policy of its own (ours demands TLS) has lost the default one, by which alarms may publish.
  private letAlarmsSpeak(): void {
    const alarms = Stack.of(this).formatArn({ service: 'cloudwatch', resource: 'alarm:*' });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'AWS:SourceAccount': Aws.ACCOUNT_ID }, ArnLike: { 'AWS:SourceArn': alarms } },
      }),
    );
  }

  graph(title: string, ...metrics: IMetric[]): void {
    this.dashboard.addWidgets(new GraphWidget({ title, left: metrics, width: 12 }));
  }

  /** How often a function counted something within five minutes, of every kind together. */
  countOf(metricName: MetricName, service: FunctionName): Metric {
    return new Metric({
      namespace: this.metricsNamespace,
      metricName,
      dimensionsMap: { service },
      statistic: Stats.SUM,
      period: Duration.minutes(5),
    });
  }
}
