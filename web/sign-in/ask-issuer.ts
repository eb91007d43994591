/** The issuer said no, or something that it should not have said. */
export class IssuerError extends Error {
  /** OAuth's own code, e.g. `login_required`, or what was wrong with the answer. */
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

// Followed redirects would carry codes and tokens to wherever they lead.
export const post = (address: string, form: Record<string, string>): Promise<Response> =>
  fetch(address, { method: 'POST', body: new URLSearchParams(form), redirect: 'error' });

/** The issuer's answer; rejects with `IssuerError` when it refuses, with a `TypeError` when it cannot be reached. */
export async function getJson(address: string, form?: Record<string, string>) {
  const response = await (form ? post(address, form) : fetch(address));
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new IssuerError(answer.error ?? `status ${response.status}`);
  return answer;
}
