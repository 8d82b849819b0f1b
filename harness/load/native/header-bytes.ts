/** Header fields as bytes: what may stand in them, and how two are compared without decoding them. */

/** Lower-case byte of every byte that may stand in a name (RFC 9110, token), 0 for all others. */
export const nameBytes: Uint8Array = new Uint8Array(256);
for (const char of "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz") {
  nameBytes[char.charCodeAt(0)] = char.charCodeAt(0);
  nameBytes[char.toUpperCase().charCodeAt(0)] = char.charCodeAt(0);
}

/** 1 for every byte that may stand in a value or a reason phrase: tab, space, visible and above ASCII. */
export const valueBytes: Uint8Array = new Uint8Array(256).fill(1, 0x20);
valueBytes[0x09] = 1;
valueBytes[0x7f] = 0;

const tabCode = 9;
export const lfCode = 10;
export const crCode = 13;
export const spaceCode = 32;
export const commaCode = 44;
export const colonCode = 58;
export const semicolonCode = 59;

/** Whether the bytes from `at` on are `name`, in any case; the caller knows that there are enough. */
export function isNameAt(bytes: Uint8Array, at: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    if (nameBytes[bytes[at + i] as number] !== name.charCodeAt(i)) return false;
  }
  return true;
}

export function skipSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] === spaceCode || bytes[at] === tabCode)) at++;
  return at;
}

export function trimSpace(bytes: Uint8Array, start: number, from: number): number {
  let end = from;
  while (end > start && (bytes[end - 1] === spaceCode || bytes[end - 1] === tabCode)) end--;
  return end;
}

// The two long loops of the parser. V8 takes what a module exports or imports for a variable, even a constant: with
// numbers written out and a name of their own for the table they take half the time.
const lowerCase = nameBytes;

/** @returns the first byte from `from` on that may not stand in a name. */
export function skipName(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && lowerCase[bytes[at] as number] !== 0) at++;
  return at;
}

/** @returns the first byte from `from` on that may not stand in a value or a reason. */
export function skipValue(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const char = bytes[at] as number;
    // Control characters but for the tab, and DEL.
    if (char < 0x20 ? char !== 0x09 : char === 0x7f) break;
    at++;
  }
  return at;
}
