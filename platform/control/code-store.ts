/** Keeps the unpacked code of functions on disk, for as long as an instance or a revision needs it. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { syncFolder } from '../storage/sync-folder.ts';
import { extractZip, ZipError } from './extract-zip.ts';
import { type FunctionCode, toCompileCachePath } from './function-revision.ts';
import { LambdaError } from './lambda-error.ts';
import { quotas } from './quotas.ts';

export interface CodeStore {
  /** Unpacks an archive; the caller holds it. @throws LambdaError */
  add(zip: Buffer): Promise<FunctionCode>;
  /** Unpacks the same archive anew: what functions wrote into their folder does not come along. The caller holds it. */
  copy(code: FunctionCode): Promise<FunctionCode>;
  /** Unpacks what an earlier platform kept. The caller holds it. @throws Error when it is gone, or not what it was. */
  restore(archive: StoredCode): Promise<FunctionCode>;
  /** Removes every archive but these: what was being added when an earlier platform was killed. */
  keepOnly(ids: ReadonlySet<string>): Promise<void>;
  /** One more holder. */
  hold(code: FunctionCode): FunctionCode;
  /** One holder less; without any the files are removed. */
  release(code: FunctionCode): Promise<void>;
}

/** Code as it outlives the platform. */
export interface StoredCode {
  /** Name of the archive. */
  readonly id: string;
  /** Base64. */
  readonly sha256: string;
  readonly zipBytes: number;
}

export function toStoredCode({ folder, sha256, zipBytes }: FunctionCode): StoredCode {
  return { id: basename(folder), sha256, zipBytes };
}

/**
 * @param root - where archives are unpacked.
 * @param archivesFolder - where archives outlive the platform; undefined if they need not.
 */
export function createCodeStore(root: string, archivesFolder?: string): CodeStore {
  const holders = new Map<string, number>();
  let storedBytes = 0;
  /** Beside the folder at most, where no function works. */
  const toArchivePath = (id: string): string => join(archivesFolder ?? root, `${id}.zip`);

  async function add(zip: Buffer): Promise<FunctionCode> {
    if (zip.length > quotas.zipBytes) {
      throw new LambdaError(
        'RequestTooLargeException',
        `Request must be smaller than ${quotas.zipBytes} bytes for the CreateFunction operation`,
      );
    }
    if (storedBytes + zip.length > quotas.codeStorageBytes) {
      throw new LambdaError('CodeStorageExceededException', 'Code storage limit exceeded.');
    }
    const id = randomUUID();
    try {
      const code = await unpack(id, zip);
      await writeFile(toArchivePath(id), zip, { flush: archivesFolder !== undefined });
      if (archivesFolder !== undefined) await syncFolder(archivesFolder);
      return hold(code);
    } catch (error) {
      await remove(id);
      throw error instanceof ZipError ? toLambdaError(error) : error;
    }
  }

  async function unpack(id: string, zip: Buffer): Promise<FunctionCode> {
    const folder = join(root, id);
    await mkdir(folder, { recursive: true });
    await extractZip(zip, folder, { maxBytes: quotas.unzippedBytes, maxEntries: quotas.archiveEntries });
    return { folder, sha256: createHash('sha256').update(zip).digest('base64'), zipBytes: zip.length };
  }

  function hold(code: FunctionCode): FunctionCode {
    const count = holders.get(code.folder) ?? 0;
    holders.set(code.folder, count + 1);
    if (count === 0) storedBytes += code.zipBytes;
    return code;
  }

  async function remove(id: string): Promise<void> {
    await rm(join(root, id), { recursive: true, force: true });
    await rm(toArchivePath(id), { force: true });
    await rm(toCompileCachePath(join(root, id)), { force: true });
  }

  return {
    add,
    copy: async ({ folder }) => await add(await readFile(toArchivePath(basename(folder)))),
    async restore({ id, sha256 }) {
      const code = await unpack(id, await readFile(toArchivePath(id)));
      if (code.sha256 !== sha256) throw new Error(`${toArchivePath(id)} is not what was uploaded`);
      return hold(code);
    },
    async keepOnly(ids) {
      if (archivesFolder === undefined) return;
      const found = (await readdir(archivesFolder)).map((name) => basename(name, '.zip'));
      const others = found.filter((id) => !ids.has(id));
      await Promise.all(others.map((id) => rm(toArchivePath(id), { force: true })));
    },
    hold,
    async release({ folder, zipBytes }) {
      const left = (holders.get(folder) ?? 0) - 1;
      if (left > 0) {
        holders.set(folder, left);
        return;
      }
      if (holders.delete(folder)) storedBytes -= zipBytes;
      await remove(basename(folder));
    },
  };
}

function toLambdaError(error: ZipError): LambdaError {
  switch (error.problem) {
    case 'corrupt':
      return new LambdaError(
        'InvalidParameterValueException',
        'Could not unzip uploaded file. Please check your file, then try to upload again.',
      );
    case 'tooLarge':
      return new LambdaError(
        'InvalidParameterValueException',
        `Unzipped size must be smaller than ${quotas.unzippedBytes} bytes (${error.message})`,
      );
    case 'unsafe':
      return new LambdaError(
        'InvalidParameterValueException',
        `Could not unzip uploaded file: a path leaves the folder of the function (${error.message})`,
      );
  }
}
