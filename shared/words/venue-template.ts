/** The parts of an address that differ from session to session. */
export interface VenueParts {
  /** Of this booking alone: somebody who was booked before does not know it. */
  readonly secret: string;
  /** The id of the room. */
  readonly room: string;
}

const PLACEHOLDER = /\{[^{}]*\}/g;
const KNOWN: ReadonlySet<string> = new Set(['{secret}', '{room}']);
const TEMPLATE_LIMIT = 300;

/**
 * The address of a platform where sessions meet, with `{secret}` or `{room}` behind its host name. Undefined for text that is no such
 * template. One address for every session would let each person walk into each session, so a part has to differ.
 */
export function parseVenueTemplate(text: string): string | undefined {
  const [host = ''] = /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?\//i.exec(text) ?? [];
  const placeholders = text.match(PLACEHOLDER) ?? [];
  const rest = text.slice(host.length).replace(PLACEHOLDER, 'x');
  const isTemplate =
    host !== '' && placeholders.length > 0 && placeholders.every((one) => KNOWN.has(one)) && /^[\w!$&'()*+,\-./:;=?@~%#]*$/.test(rest);
  return isTemplate && text.length <= TEMPLATE_LIMIT && URL.canParse(`${host}${rest}`) ? text : undefined;
}

export const needsSecret = (template: string): boolean => template.includes('{secret}');

export const fillVenueTemplate = (template: string, { secret, room }: VenueParts): string =>
  template.replaceAll('{secret}', secret).replaceAll('{room}', room);
