/** Deploys again what an earlier platform had deployed. */
import type { CodeStore, StoredCode } from './code-store.ts';
import type { DeployedFunction, DeployedRevision, RevisionRunner } from './deployed-function.ts';
import type { FunctionRevision } from './function-revision.ts';
import type { StoredFunction, StoredRevision } from './stored-function.ts';

/**
 * @param deploy - gives a revision its runner.
 * @throws Error when an archive is gone, or not what it was; a system error.
 */
export async function restoreFunction<Runner extends RevisionRunner>(
  {
    name,
    latest,
    versions,
    lastVersion,
    aliases,
    eventInvokeConfigs,
    urls,
    provisioned,
    tags,
  }: StoredFunction,
  codeStore: Pick<CodeStore, 'restore'>,
  deploy: (revision: FunctionRevision) => DeployedRevision<Runner>,
): Promise<DeployedFunction<Runner>> {
  const restore = async (stored: StoredRevision): Promise<DeployedRevision<Runner>> =>
    deploy({ ...stored, code: await codeStore.restore(stored.code) });
  const deployed: DeployedFunction<Runner> = {
    name,
    latest: await restore(latest),
    versions: new Map(),
    lastVersion,
    aliases: new Map(aliases.map((alias) => [alias.name, alias])),
    eventInvokeConfigs: new Map(eventInvokeConfigs),
    urls: new Map(urls),
    provisioned: new Map(provisioned),
    tags: new Map(tags),
  };
  for (const { revision, source } of versions) {
    deployed.versions.set(revision.version, { ...(await restore(revision)), source: toSource(source) });
  }
  return deployed;
}

/** Only compared with what is current: its files may be gone. */
function toSource(source: StoredRevision): FunctionRevision {
  const { id, sha256, zipBytes }: StoredCode = source.code;
  return { ...source, code: { folder: id, sha256, zipBytes } };
}
