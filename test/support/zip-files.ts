/** Makes a deployment package from what a test writes down. */
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** By path in the archive. */
export type ZipFiles = Readonly<
  Record<string, string | Buffer | { readonly content: string | Buffer; readonly mode: number }>
>;

/** Mode of a symbolic link, whose content is its target. */
export const linkMode = 0o120_777;

export async function zipFiles(files: ZipFiles): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, file] of Object.entries(files)) {
    const isPlain = typeof file === 'string' || Buffer.isBuffer(file);
    const { content, mode } = isPlain ? { content: file, mode: 0o100_644 } : file;
    zip.addBuffer(Buffer.from(content), path, { mode });
  }
  zip.end();
  return await buffer(zip.outputStream);
}
