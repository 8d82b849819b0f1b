/** The target of a request, whatever a client sends as one: it is always taken for a path. */
export function toUrl(target = '/'): URL {
  return new URL(`http://platform/${target.replace(/^\//, '')}`);
}
