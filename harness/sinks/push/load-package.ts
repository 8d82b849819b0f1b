/** An npm package that is installed only by those who want the sink that needs it. */
import { FaasmarkError } from '../../contract/errors.ts';

/** @throws FaasmarkError `PACKAGE_MISSING`. */
export async function loadPackage<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    throw new FaasmarkError('PACKAGE_MISSING', `this sink needs the npm package ${name}`, {
      hint: `Install it beside faasmark: npm install ${name}`,
      cause: error,
    });
  }
}
