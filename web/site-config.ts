/** What one deployment tells its pages, in /config.json. */
export interface SiteConfig {
  readonly brandName: string;
  /** `#rrggbb`; white text is readable on it. */
  readonly brandColor: string;
  /** The OpenID Connect issuer; `/oidc` and the like is on this very site. */
  readonly issuer: string;
  readonly clientId: string;
  /** What hosts can choose from. */
  readonly topics: readonly string[];
  readonly exams: readonly string[];
}

/** Fetches the settings of this deployment. Rejects when they cannot be had, as without a network. */
export async function fetchConfig(): Promise<{ readonly config: SiteConfig; readonly response: Response }> {
  const response = await fetch('/config.json');
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  // Pages that a deployment has replaced may still get a file from before these lists.
  const { brandName, brandColor, issuer, clientId, topics = [], exams = [] }: SiteConfig = await response.json();
  return { config: { brandName, brandColor, issuer, clientId, topics, exams }, response };
}
