import { domainOf } from '../../infra/mail-domain.ts';
import { addressOfProbe } from '../../shared/words/probe-names.ts';
import { ROLES } from '../../shared/words/roles.ts';
import { listAt, textAt, valueAt } from '../json-value.ts';
import type { AwsChecks } from './aws-place.ts';
import { reportConcern, reportOk, reportWrong } from './finding.ts';

const DNS_PAGE = 'docs/deploy.md#dns';

/** Whether mail goes out, and comes in. */
export const MAIL_CHECKS: AwsChecks = {
  'sending account': async ({ aws }) => {
    const account = await aws('sesv2', 'get-account');
    const [status, perSecond, perDay] = [
      textAt(account, 'EnforcementStatus'),
      textAt(account, 'SendQuota', 'MaxSendRate'),
      textAt(account, 'SendQuota', 'Max24HourSend'),
    ];
    if (valueAt(account, 'SendingEnabled') === false || status === 'SHUTDOWN')
      return reportWrong(
        'sending account',
        'SES has stopped the mail of this account',
        'Answer the case in the SES console: docs/operations/bounces.md',
      );
    if (valueAt(account, 'ProductionAccessEnabled') !== true)
      return reportWrong('sending account', 'in the sandbox: only verified addresses get mail', 'docs/deploy.md#leave-the-sandbox');
    const used = Number(valueAt(account, 'SendQuota', 'SentLast24Hours')) / Number(perDay);
    if (used > 0.8)
      return reportConcern(
        'sending account',
        `${Math.round(used * 100)} % of the day's ${perDay} mails are used`,
        'Ask for more in Service Quotas',
      );
    return status === 'PROBATION'
      ? reportConcern('sending account', 'SES reviews this account', 'docs/operations/bounces.md')
      : reportOk('sending account', `${perSecond} mails a second, ${perDay} a day`);
  },

  'sending switch': async ({ aws, stack }) => {
    const set = await aws('sesv2', 'get-configuration-set', {
      ConfigurationSetName: stack.resource('Sender', 'AWS::SES::ConfigurationSet'),
    });
    if (stack.settings['NOTIFICATIONS_ENABLED'] === 'false')
      return reportConcern(
        'sending switch',
        'NOTIFICATIONS_ENABLED is false: mail is recorded and never sent',
        'Take it out of the settings and deploy',
      );
    return valueAt(set, 'SendingOptions', 'SendingEnabled') === false
      ? reportWrong('sending switch', 'paused: mail waits', 'npm run ops -- mail resume')
      : reportOk('sending switch', 'on');
  },

  identity: async ({ aws, deployed: { sendingIdentity, organizerEmail } }) => {
    const name = sendingIdentity ?? domainOf(organizerEmail);
    const identity = await aws('sesv2', 'get-email-identity', { EmailIdentity: name });
    const dkim = textAt(identity, 'DkimAttributes', 'Status') ?? 'NOT_STARTED';
    const mailFrom = textAt(identity, 'MailFromAttributes', 'MailFromDomainStatus');
    return [
      valueAt(identity, 'VerifiedForSendingStatus') === true
        ? reportOk('identity', `${name} is verified`)
        : reportWrong('identity', `${name} is not verified: nothing leaves`, `Put the records into DNS: ${DNS_PAGE}`),
      dkim === 'SUCCESS' ? reportOk('DKIM', 'signed') : reportWrong('DKIM', dkim, `The three CNAME records: ${DNS_PAGE}`),
      ...(mailFrom === undefined
        ? []
        : [
            mailFrom === 'SUCCESS'
              ? reportOk('MAIL FROM', 'found')
              : reportWrong('MAIL FROM', mailFrom, `MX and TXT of bounce.${name}: ${DNS_PAGE}`),
          ]),
    ];
  },

  MX: async ({ dns, stack: { region }, deployed: { organizerEmail } }) => {
    const domain = domainOf(organizerEmail);
    const found = await dns.mx(domain).catch(noRecord);
    const names = found.map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, ''));
    const ours = `inbound-smtp.${region}.amazonaws.com`;
    if (!names.includes(ours))
      return reportWrong(
        'MX',
        `${domain}: ${names.join(', ') || 'no record'}`,
        `It has to be ${ours}, because mail to ${domain} comes to SES there: ${DNS_PAGE}`,
      );
    return names.length > 1
      ? reportWrong('MX', `${domain}: ${names.join(', ')}`, 'A second server takes some of the mail: leave SES alone there')
      : reportOk('MX', ours);
  },

  DMARC: async ({ dns, deployed: { organizerEmail } }) => {
    const domain = domainOf(organizerEmail);
    // A domain without a record has that of the nearest domain above it (RFC 7489 6.6.3).
    for (const asked of domainsUpFrom(domain)) {
      const name = `_dmarc.${asked}`;
      const records = (await dns.txt(name).catch(noRecord)).map((parts) => parts.join('')).filter((text) => text.startsWith('v=DMARC1'));
      if (records.length === 1) return reportOk('DMARC', asked === domain ? (records[0] ?? '') : `${name}: ${records[0]}`);
      if (records.length > 1) return reportWrong('DMARC', `${name} has ${records.length} records`, `One TXT record: ${DNS_PAGE}`);
    }
    return reportWrong('DMARC', `_dmarc.${domain} has no record`, `One TXT record: ${DNS_PAGE}`);
  },

  'receipt rules': async ({ aws, stack, deployed: { organizerEmail, receiptRuleSet } }) => {
    const active = await aws('ses', 'describe-active-receipt-rule-set');
    const name = textAt(active, 'Metadata', 'Name');
    const rule = listAt(active, 'Rules').find((one) => listAt(one, 'Recipients').includes(organizerEmail));
    if (name === undefined) return reportWrong('receipt rules', 'no rule set is active: no reply arrives', 'npm run ops -- receive on');
    if (rule === undefined)
      return reportWrong(
        'receipt rules',
        `${name} is active, without a rule for ${organizerEmail}`,
        receiptRuleSet === null ? `"RECEIPT_RULE_SET": "${name}" in the settings, then deploy` : `STAGE=${stack.stage} npm run deploy`,
      );
    if (valueAt(rule, 'Enabled') !== true)
      return reportWrong('receipt rules', `our rule in ${name} is switched off`, 'Switch it on in the SES console, or deploy again');
    if (valueAt(rule, 'ScanEnabled') !== true)
      return reportWrong('receipt rules', `our rule in ${name} does not scan: nobody can prove who they are`, 'Deploy again');
    const taker = listAt(active, 'Rules')
      .slice(0, listAt(active, 'Rules').indexOf(rule))
      .find((one) => takesMailTo(one, organizerEmail));
    if (taker !== undefined)
      return reportWrong(
        'receipt rules',
        `the rule ${textAt(taker, 'Name')} in ${name} comes before ours and takes the mail to ${organizerEmail}`,
        'Move it behind ours in the SES console',
      );
    const bucket = listAt(rule, 'Actions').map((action) => textAt(action, 'S3Action', 'BucketName'))[0];
    return bucket === stack.resource('InboxBucket', 'AWS::S3::Bucket')
      ? reportOk('receipt rules', `${name} is active, and our rule is in it`)
      : reportWrong(
          'receipt rules',
          `the rule for ${organizerEmail} in ${name} is of another stack`,
          'Two stages cannot share a mailbox: give this one another domain',
        );
  },

  'receipt rule of probes': async ({ aws, stack, deployed: { organizerEmail } }) => {
    const rules = listAt(await aws('ses', 'describe-active-receipt-rule-set'), 'Rules');
    // Without our set there is a line that says so already.
    if (!rules.some((one) => listAt(one, 'Recipients').includes(organizerEmail))) return [];
    const rule = rules.find((one) => ROLES.every((role) => listAt(one, 'Recipients').includes(addressOfProbe(organizerEmail, role))));
    return rule !== undefined && valueAt(rule, 'Enabled') === true
      ? reportOk('receipt rule of probes', 'on')
      : reportConcern(
          'receipt rule of probes',
          'not in the active rule set, so no probe can come through',
          `STAGE=${stack.stage} npm run deploy`,
        );
  },

  'mail events': async ({ aws, stack }) => {
    const answer = await aws('sesv2', 'get-configuration-set-event-destinations', {
      ConfigurationSetName: stack.resource('Sender', 'AWS::SES::ConfigurationSet'),
    });
    const told = new Set(
      listAt(answer, 'EventDestinations')
        .filter((destination) => valueAt(destination, 'Enabled') === true)
        .flatMap((destination) => listAt(destination, 'MatchingEventTypes')),
    );
    const missing = ['DELIVERY', 'BOUNCE', 'COMPLAINT'].filter((type) => !told.has(type));
    return missing.length === 0
      ? reportOk('mail events', 'SES tells of deliveries, bounces and complaints')
      : reportWrong('mail events', `SES does not tell of ${missing.join(', ')}`, `STAGE=${stack.stage} npm run deploy`);
  },
};

/** `meet.example.org`, then `example.org`. */
const domainsUpFrom = (domain: string): readonly string[] => {
  const labels = domain.split('.');
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, n) => labels.slice(n).join('.'));
};

/** Whether no later rule gets the mail to this address. SES matches addresses, domains, and the domains below `.example.org`. */
function takesMailTo(rule: unknown, email: string): boolean {
  const recipients = listAt(rule, 'Recipients').map((one) => String(one).toLowerCase());
  const domain = domainOf(email);
  const isMeant =
    recipients.length === 0 || recipients.some((one) => one === email || one === domain || (one.startsWith('.') && domain.endsWith(one)));
  const ends = listAt(rule, 'Actions').some(
    (action) => valueAt(action, 'StopAction') !== undefined || valueAt(action, 'BounceAction') !== undefined,
  );
  return valueAt(rule, 'Enabled') === true && isMeant && ends;
}

/** DNS answers so where it has nothing; any other error means that it did not answer. */
function noRecord(error: unknown): readonly never[] {
  if (error instanceof Error && 'code' in error && (error.code === 'ENODATA' || error.code === 'ENOTFOUND')) return [];
  throw error;
}
