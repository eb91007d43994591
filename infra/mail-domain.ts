/** The domain of the organizer mailbox: it sends, and its MX points to SES. */
export const domainOf = (organizerEmail: string): string => organizerEmail.slice(organizerEmail.lastIndexOf('@') + 1);
