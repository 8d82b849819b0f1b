/** Writes the picture of a simulation that a flag asks for. */
import { writeFile } from 'node:fs/promises';
import { FaasmarkError, messageOf } from '../../contract/errors.ts';
import { drawScaling } from '../../report/scaling-picture.ts';
import type { SimulatedProfile } from './simulate-profile.ts';

/** @throws FaasmarkError `DIRECTORY_UNWRITABLE` */
export async function writePicture(file: string, profiles: readonly SimulatedProfile[]): Promise<void> {
  const panels = profiles.map(({ figures: { profile, figures }, timeline }) => ({
    ...timeline,
    name: profile,
    coldShare: figures.coldShare?.mean ?? Number.NaN,
  }));
  try {
    await writeFile(file, drawScaling(panels));
  } catch (error) {
    throw new FaasmarkError('DIRECTORY_UNWRITABLE', `--picture: ${file}: ${messageOf(error)}`, {
      hint: 'Name a file in a folder that can be written to.',
      cause: error,
    });
  }
}
