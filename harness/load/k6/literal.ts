/** Values from outside as source text of a script: nothing in them can be more than a value. */

/** The value as JSON, indented by `depth` levels; as an expression of TypeScript it means the same. */
export function toLiteral(value: unknown, depth: number): string {
  return (
    JSON.stringify(value, null, 2)
      // As a plain key of an object literal it would set the prototype. No string of JSON spans lines.
      .replaceAll(/^(\s*)"__proto__":/gm, '$1["__proto__"]:')
      // Line ends to some readers.
      .replaceAll('\u2028', String.raw`\u2028`)
      .replaceAll('\u2029', String.raw`\u2029`)
      .replaceAll('\n', `\n${'  '.repeat(depth)}`)
  );
}

/** The text as the rest of a line comment. */
export function toComment(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
}
