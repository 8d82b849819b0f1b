/** Keeps the unpacked code of functions on disk, for as long as an instance or a revision needs it. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractZip, ZipError } from './extract-zip.ts';
import type { FunctionCode } from './function-revision.ts';
import { LambdaError } from './lambda-error.ts';
import { quotas } from './quotas.ts';

export interface CodeStore {
  /** Unpacks an archive; the caller holds it. @throws LambdaError */
  add(zip: Buffer): Promise<FunctionCode>;
  /** Unpacks the same archive anew: what functions wrote into their folder does not come along. The caller holds it. */
  copy(code: FunctionCode): Promise<FunctionCode>;
  /** One more holder. */
  hold(code: FunctionCode): void;
  /** One holder less; without any the files are removed. */
  release(code: FunctionCode): Promise<void>;
}

export function createCodeStore(root: string): CodeStore {
  const holders = new Map<string, number>();
  let count = 0;
  let storedBytes = 0;

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
    const folder = join(root, String(++count));
    await mkdir(folder, { recursive: true });
    try {
      await extractZip(zip, folder, { maxBytes: quotas.unzippedBytes, maxEntries: quotas.archiveEntries });
      await writeFile(toArchivePath(folder), zip);
    } catch (error) {
      await remove(folder);
      throw error instanceof ZipError ? toLambdaError(error) : error;
    }
    holders.set(folder, 1);
    storedBytes += zip.length;
    const sha256 = createHash('sha256').update(zip).digest('base64');
    return { folder, sha256, zipBytes: zip.length };
  }

  return {
    add,
    copy: async ({ folder }) => await add(await readFile(toArchivePath(folder))),
    hold({ folder }) {
      holders.set(folder, (holders.get(folder) ?? 0) + 1);
    },
    async release({ folder, zipBytes }) {
      const left = (holders.get(folder) ?? 0) - 1;
      if (left > 0) {
        holders.set(folder, left);
        return;
      }
      if (holders.delete(folder)) storedBytes -= zipBytes;
      await remove(folder);
    },
  };
}

/** Beside the folder, where no function works. */
function toArchivePath(folder: string): string {
  return `${folder}.zip`;
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await rm(toArchivePath(folder), { force: true });
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
