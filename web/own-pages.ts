// Pages of the same site that are not this app's: the server draws them.
export const OWN_PAGES =
  /^\/(?!(api|mail|oidc|local|reschedule|approve|decline|confirm|restore|cant-come|note|introduce|book|feedback|unsubscribe|fresh-link|calendar-file|feeds)\b)/;
