/** The operations on published versions that are not those on functions. */
import { listRevisions } from '../control/deployed-function.ts';
import { type FunctionRevision, latestVersion } from '../control/function-revision.ts';
import { toFunctionConfiguration } from '../control/to-wire.ts';
import {
  answer,
  type Operations,
  readDescription,
  readFields,
  readFunctionName,
  readText,
} from './lambda-call.ts';
import { toPage } from './paging.ts';

export const versionOperations: Operations = {
  async 'POST /2015-03-31/functions/{name}/versions'(call) {
    const name = readFunctionName(call);
    const fields = await readFields(call);
    const { registry, log } = call.context;
    const revision = await registry.publish(name, {
      revisionId: readText(fields, 'RevisionId'),
      // An empty one asks for nothing, as on Lambda.
      codeSha256: readText(fields, 'CodeSha256') || undefined,
      description: readDescription(fields),
    });
    log(`function ${name} published: version ${revision.version}`);
    answer(call, 201, toFunctionConfiguration(revision, revision.version));
  },
  'GET /2015-03-31/functions/{name}/versions'(call) {
    const deployed = call.context.registry.get(readFunctionName(call));
    const revisions = listRevisions(deployed).map(({ revision }) => revision);
    const { items, marker } = toPage(revisions, toVersionKey, call.query);
    answer(call, 200, {
      Versions: items.map((revision) => toFunctionConfiguration(revision, revision.version)),
      NextMarker: marker,
    });
  },
};

/** Orders versions: the unpublished one first, then by number. */
export function toVersionKey({ version }: FunctionRevision): string {
  return (version === latestVersion ? '0' : version).padStart(16, '0');
}
