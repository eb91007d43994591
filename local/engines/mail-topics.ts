import type { Template } from '../template/template.ts';
import { eventsOf, type SesMail } from './mail-events.ts';
import type { Notices } from './notices.ts';

/** Where SES tells what became of a mail. */
export interface MailTopics {
  /** Whether the template has a configuration set of this name. */
  readonly has: (configurationSet: string) => boolean;
  /**
   * Writes down what SES publishes about a mail, for the destinations that want it; the function that it gives publishes it. Call
   * it before the mail is stored, so that no mail is without its events.
   */
  readonly write: (mail: SesMail) => () => Promise<void>;
}

const SUBJECT = 'Amazon SES Email Event Notification';

interface Destination {
  readonly configurationSet: string;
  readonly types: readonly string[];
  readonly topicArn: string;
}

/** Reads the template's configuration sets and those of their event destinations that are SNS topics. */
export function openMailTopics(template: Template, notices: Pick<Notices, 'write'>): MailTopics {
  const sets = new Set(template.ofType('AWS::SES::ConfigurationSet').map(({ id }) => template.name(id)));
  const destinations = template.ofType('AWS::SES::ConfigurationSetEventDestination').flatMap(({ properties }): readonly Destination[] => {
    const destination = properties.child('EventDestination');
    const topicArn = destination?.child('SnsDestination')?.text('TopicARN');
    if (destination === undefined || topicArn === undefined || destination.value('Enabled') === false) return [];
    return [
      {
        configurationSet: properties.text('ConfigurationSetName'),
        types: destination.texts('MatchingEventTypes').map((type) => type.toUpperCase()),
        topicArn,
      },
    ];
  });
  return {
    has: (configurationSet) => sets.has(configurationSet),
    write: (mail) => {
      const published = eventsOf(mail).flatMap(({ type, event }) =>
        destinations
          .filter(({ configurationSet, types }) => configurationSet === mail.configurationSet && types.includes(type))
          .map(({ topicArn }) => notices.write({ topicArn, message: JSON.stringify(event), subject: SUBJECT, mailId: mail.id })),
      );
      return async () => {
        for (const publish of published) await publish();
      };
    },
  };
}
