/**
 * What V8 compiled of a function's CommonJS files, kept for its next instances: reading a bundle anew costs most of its
 * cold start. It is taken after an invocation, so that functions are in it which V8 compiles only when they run.
 *
 * One file: a line of JSON that lists the scripts, then their data one after another. V8 itself refuses data of another
 * version, of other flags or for another length of source, and data that is damaged; it then compiles as ever. ES
 * modules are compiled as ever, too: before Node.js 22.1 nothing gives Node.js data for them.
 */
/* oxlint-disable no-underscore-dangle -- the names that Node.js gives them */
(() => {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const paths = process.getBuiltinModule('node:path');
  const { Script, constants } = process.getBuiltinModule('node:vm');
  const NodeModule = process.getBuiltinModule('node:module').Module as unknown as ModuleClass;

  type Compile = (this: NodeJS.Module, content: string, file: string, format?: string) => unknown;
  /** What Node.js has of it, and hides: `lib/internal/modules/cjs/loader.js`. */
  interface ModuleClass {
    readonly prototype: { _compile: Compile };
    readonly _extensions: NodeJS.RequireExtensions;
    readonly _cache: NodeJS.Dict<NodeJS.Module>;
    wrap(content: string): string;
    _resolveFilename(request: string, parent: NodeJS.Module, isMain: boolean, options?: object): string;
    _resolveLookupPaths(request: string, parent: NodeJS.Module): string[] | null;
  }
  type CompiledScript = InstanceType<typeof Script>;
  type Index = readonly (readonly [file: string, bytes: number])[];

  const newline = 10;
  const scripts = new Map<string, CompiledScript>();

  /** Has the files that are loaded from now on be taken from what was kept, and remembered for `toCompileCache`. */
  function useCompileCache(path: string | undefined): void {
    const kept = path === undefined ? new Map<string, Buffer>() : readKept(path);
    const compileAsEver = NodeModule.prototype._compile;
    NodeModule.prototype._compile = function compile(content, file, format) {
      const script = toScript(content, file, kept.get(file));
      if (script === undefined || format === 'module') return compileAsEver.call(this, content, file, format);
      if (path === undefined) scripts.set(file, script);
      const run = script.runInThisContext() as (...values: unknown[]) => unknown;
      return run.call(this.exports, this.exports, toRequire(this), this, file, paths.dirname(file));
    };
  }

  /** What is no CommonJS, or wrong, is for Node.js to say. */
  function toScript(
    content: string,
    filename: string,
    cachedData: Buffer | undefined,
  ): CompiledScript | undefined {
    try {
      return new Script(NodeModule.wrap(content), {
        filename,
        ...(cachedData !== undefined && { cachedData }),
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
    } catch {
      return undefined;
    }
  }

  function toRequire(module: NodeJS.Module): NodeJS.Require {
    const resolve = (request: string, options?: object): string =>
      NodeModule._resolveFilename(request, module, false, options);
    const lookUp = (request: string): string[] | null => NodeModule._resolveLookupPaths(request, module);
    return Object.assign((id: string): unknown => module.require(id), {
      resolve: Object.assign(resolve, { paths: lookUp }),
      main: process.mainModule,
      extensions: NodeModule._extensions,
      cache: NodeModule._cache,
    });
  }

  /** Nothing of a file that is not one. */
  function readKept(path: string): Map<string, Buffer> {
    const kept = new Map<string, Buffer>();
    try {
      const whole = readFileSync(path);
      let start = whole.indexOf(newline) + 1;
      for (const [file, bytes] of JSON.parse(whole.toString('utf8', 0, start)) as Index) {
        kept.set(file, whole.subarray(start, (start += bytes)));
      }
    } catch {
      // Then V8 compiles as ever.
    }
    return kept;
  }

  /** What was compiled since, as a file. */
  function toCompileCache(): Buffer {
    const all = [...scripts].map(([file, script]) => [file, script.createCachedData()] as const);
    scripts.clear();
    const index: Index = all.map(([file, data]) => [file, data.length]);
    return Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...all.map(([, data]) => data)]);
  }

  module.exports = { useCompileCache, toCompileCache };
})();
