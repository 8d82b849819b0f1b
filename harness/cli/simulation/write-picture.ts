/** Writes the picture of a simulation that a flag asks for. */
import { writeFile } from 'node:fs/promises';
import { FaasmarkError, messageOf } from '../../contract/errors.ts';
import { drawScaling } from '../../report/scaling-picture.ts';
import type { FigureName } from './figures.ts';
import type { SimulatedProfile } from './simulate-profile.ts';

/** @throws FaasmarkError `DIRECTORY_UNWRITABLE` */
export async function writePicture(file: string, profiles: readonly SimulatedProfile[]): Promise<void> {
  const panels = profiles.map(({ figures: { profile, figures }, timeline }) => {
    const meanOf = (name: FigureName): number => figures[name]?.mean ?? Number.NaN;
    return {
      ...timeline,
      name: profile,
      coldShare: meanOf('coldShare'),
      meanInstances: meanOf('meanInstances'),
      p99Ms: meanOf('p99Ms'),
      costPerMillionUsd: meanOf('costPerMillionUsd'),
    };
  });
  try {
    await writeFile(file, drawScaling(panels));
  } catch (error) {
    throw new FaasmarkError('DIRECTORY_UNWRITABLE', `--picture: ${file}: ${messageOf(error)}`, {
      hint: 'Name a file in a folder that can be written to.',
      cause: error,
    });
  }
}
