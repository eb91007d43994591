import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Config } from './config.ts';
import { domainOf } from './mail-domain.ts';
import { type DnsRecord, toZoneLine } from './dns-records.ts';
import type { SignIn } from './sign-in.ts';

export interface NextStepsProps {
  readonly config: Config;
  readonly publicUrl: string;
  readonly signIn: SignIn;
  readonly dns: readonly DnsRecord[];
}

/** What an operator reads after a deployment: what is left to do, in order, ready to be copied. */
export class NextSteps extends Construct {
  constructor(scope: Construct, id: string, props: NextStepsProps) {
    super(scope, id);
    const { config, publicUrl, signIn, dns } = props;
    this.say('Step1PutIntoDns', `Zone file of ${domainOf(config.organizerEmail)}`, putIntoDns(config, dns));
    this.say('Step2LeaveTheSandbox', 'SES sends to verified addresses only, until asked', 'docs/deploy.md#leave-the-sandbox');
    this.say('Step3ReceiveMail', 'Switch on the rules for mail to the organizer', receiveMail(config));
    this.say('Step4SignIn', 'Who issues tokens, and for whom', `issuer ${signIn.issuer} audience ${signIn.audience}`);
    this.say('Step5TryIt', 'The first session: docs/deploy.md#the-first-session', `curl ${publicUrl}/api/health`);
    this.say('Settings', 'With which settings this was deployed', JSON.stringify(config.given));
  }

  private say(id: string, description: string, value: string): void {
    new CfnOutput(this, id, { description, value }).overrideLogicalId(id);
  }
}

const putIntoDns = ({ hostedZone }: Config, dns: readonly DnsRecord[]): string =>
  hostedZone === null ? dns.map(toZoneLine).join('\n') : `Nothing: the records are in the zone of ${hostedZone.name}`;

const receiveMail = ({ receiptRuleSet, stage }: Config): string =>
  receiptRuleSet === null
    ? `npm run ops -- receive on --stage ${stage}`
    : `Nothing: our rule is in ${receiptRuleSet}, which has to be active already`;
