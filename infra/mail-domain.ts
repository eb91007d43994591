/** The domain of the organizer mailbox: it sends, and its MX points to SES. */
export const domainOf = (organizerEmail: string): string => organizerEmail.slice(organizerEmail.lastIndexOf('@') + 1);

/** Where mail of this domain comes back to that cannot be delivered (SES: MAIL FROM). It has an MX record of its own. */
export const mailFromOf = (domain: string): string => `bounce.${domain}`;
