/** How the service looks and what it is called. */
export interface Branding {
  readonly name: string;
  /** `#rrggbb`; white text must be readable on it. */
  readonly color: string;
}
