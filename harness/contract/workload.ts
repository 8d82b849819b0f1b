/** How a scenario chooses a function of the catalogue: its language and the size of its input. */

export const languages = ['nodejs', 'python', 'go'] as const;
/** `go` is compiled on the user's machine, and deployed as a `provided` runtime. */
export type Language = (typeof languages)[number];

export const inputSizes = ['test', 'small', 'large'] as const;
/** `test` takes a moment, `small` is the default, `large` is seconds of one processor in the slowest language. */
export type InputSize = (typeof inputSizes)[number];
