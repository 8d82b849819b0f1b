/** Defaults that both protocols share. */

/** Ten times what AWS Lambda answers with at most. */
export const defaultMaxBodyBytes: number = 64 * 1024 * 1024;
