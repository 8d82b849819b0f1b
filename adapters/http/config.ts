/** Functions that somebody deployed already; each brings its URL along. */
export interface HttpConfig {
  readonly id: 'http';
}
