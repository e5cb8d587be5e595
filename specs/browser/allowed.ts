/**
 * What of the register of expected traffic any action of a browser may bring about: its start page lists news, pages
 * include parts from elsewhere.
 */
export const ALLOWED = ['browser.news-feed', 'web.third-party-parts'];
