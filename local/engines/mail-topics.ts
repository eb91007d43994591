import type { Template } from '../template/template.ts';
import type { QueuesEngine } from './queues.ts';

/** Where SES tells what became of a mail. */
export interface MailTopics {
  /** Whether the template has a configuration set of this name. */
  readonly has: (configurationSet: string) => boolean;
  /** Publishes an event to the destinations that want its type (SEND, DELIVERY, BOUNCE, …). */
  readonly publish: (configurationSet: string, type: string, event: object) => Promise<void>;
}

interface Destination {
  readonly configurationSet: string;
  readonly types: readonly string[];
  readonly topicArn: string;
}

/** Reads the template's configuration sets and those of their event destinations that are SNS topics. */
export function openMailTopics(template: Template, queues: Pick<QueuesEngine, 'publish'>): MailTopics {
  const sets = new Set(template.ofType('AWS::SES::ConfigurationSet').map(({ id }) => template.name(id)));
  const destinations = template.ofType('AWS::SES::ConfigurationSetEventDestination').flatMap(({ properties }): readonly Destination[] => {
    const destination = properties.child('EventDestination');
    const topicArn = destination?.child('SnsDestination')?.text('TopicARN');
    if (destination === undefined || topicArn === undefined || destination.value('Enabled') === false) return [];
    return [{ configurationSet: properties.text('ConfigurationSetName'), types: destination.texts('MatchingEventTypes'), topicArn }];
  });
  return {
    has: (configurationSet) => sets.has(configurationSet),
    publish: async (configurationSet, type, event) => {
      const wanted = destinations.filter(
        (one) => one.configurationSet === configurationSet && one.types.some((name) => name.toUpperCase() === type),
      );
      for (const { topicArn } of wanted) await queues.publish(topicArn, JSON.stringify(event), 'Amazon SES Email Event Notification');
    },
  };
}
