/** Where a program is. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Also in `/usr/sbin`, where servers are and the path of a user often does not go. */
export function findOnPath(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
