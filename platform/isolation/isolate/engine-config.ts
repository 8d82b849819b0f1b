/** The configuration of one workerd process: pure. */

export interface EngineConfigOptions {
  /** The socket that the platform connects to. */
  readonly socketPath: string;
  /** JavaScript of the host. */
  readonly hostCode: string;
  /** What every isolate gets beside its own modules, by name. */
  readonly modules: Readonly<Record<string, unknown>>;
  /** What a connection has to bring. */
  readonly secret: string;
  /** Most heap of one isolate; beyond it V8 ends the whole process. */
  readonly heapMiB: number;
}

/** Decides which of its changing behaviours workerd shows: the date of the release that was tried. */
export const compatibilityDate = '2026-11-01';

/** @returns Cap'n Proto text, of workerd's schema `workerd.capnp`. */
export function toEngineConfig(options: EngineConfigOptions): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "host", worker = .host)],
  sockets = [(name = "calls", address = ${toText(`unix:${options.socketPath}`)}, tcp = (), service = "host")],
  v8Flags = ["--max-heap-size=${options.heapMiB}"],
);
const host :Workerd.Worker = (
  modules = [
    (name = "main.js", esModule = "export { host as default } from './engine-host.js';"),
    (name = "engine-host.js", esModule = ${toText(options.hostCode)}),
  ],
  compatibilityDate = "${compatibilityDate}",
  compatibilityFlags = ["experimental"],
  bindings = [
    (name = "LOADER", workerLoader = ()),
    (name = "MODULES", json = ${toText(JSON.stringify(options.modules))}),
    (name = "SECRET", text = ${toText(options.secret)}),
  ],
);
`;
}

/** Cap'n Proto's escapes are those of C; JSON's differ only beyond ASCII, which it may carry as it is. */
function toText(value: string): string {
  return JSON.stringify(value).replaceAll(/\\u([0-9a-f]{4})/g, (_, hex: string) => `\\x${hex.slice(2)}`);
}
