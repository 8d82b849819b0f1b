/** The deployment package that the Lambda API takes: a zip of the function's files. */
import { readFile, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { FaasmarkError, messageOf } from '../harness/contract/errors.ts';
import type { PackageFile } from '../harness/contract/provider.ts';

/** The same files give the same bytes: dates are left out. */
const noDate = new Date('1980-01-01T00:00:00');

/** @throws FaasmarkError `FUNCTION_FILES_MISSING`. */
export async function packageZip(files: readonly PackageFile[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const file of files) {
    if ('content' in file) {
      const isProgram = file.kind === 'program';
      const options = { mtime: noDate, mode: isProgram ? 0o755 : 0o644, compress: isProgram };
      zip.addBuffer(file.content(), file.path, options);
      continue;
    }
    const { content, mode } = await readSource(file.source);
    zip.addBuffer(content, file.path, { mtime: noDate, mode });
  }
  zip.end();
  return await buffer(zip.outputStream);
}

/** Keeps the executable bit: a `bootstrap` needs it. */
async function readSource(source: string): Promise<{ content: Buffer; mode: number }> {
  try {
    const { mode } = await stat(source);
    return { content: await readFile(source), mode };
  } catch (error) {
    throw new FaasmarkError('FUNCTION_FILES_MISSING', `cannot read ${source}: ${messageOf(error)}`, {
      hint: 'Give a folder that you may read, with the files of the function in it.',
      cause: error,
    });
  }
}
