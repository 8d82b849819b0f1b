/** The Lambda API by the AWS command line, as a user of it types. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Platform, startPlatform } from '../../../platform/start-platform.ts';
import { awsClientsAreMissing, type CommandEnd, runAws } from '../../support/aws-clients.ts';
import { role } from '../../support/lambda-client.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';
import { zipFiles } from '../../support/zip-files.ts';

/** A command starts Python and reads models: seconds, on a busy machine. */
const patienceMs = 60_000;

describeWhereThere(awsClientsAreMissing, 'the AWS command line', () => {
  let platform: Platform;
  let folder: string;
  beforeAll(async () => {
    platform = await startPlatform();
    folder = await mkdtemp(join(tmpdir(), 'aws-command-line-'));
    for (const revision of ['one', 'two']) {
      const source = `exports.handler = async ({ name }) => { console.log('says', name); return '${revision} ' + name; };`;
      await writeFile(join(folder, `${revision}.zip`), await zipFiles({ 'index.cjs': source }));
    }
    await writeFile(join(folder, 'event.json'), '{"name":"you"}');
  });
  afterAll(async () => {
    await platform.close();
    await rm(folder, { recursive: true });
  });

  const aws = async (command: string, ...more: string[]): Promise<CommandEnd> =>
    await runAws(platform.endpoint, folder, ['lambda', ...command.split(' '), ...more]);
  const success = { exitCode: 0, errors: '' };

  it(
    'creates a function from a zip, waits for it and invokes it into a file',
    async () => {
      const created = await aws(
        'create-function --function-name hello --runtime nodejs22.x --handler index.handler --zip-file fileb://one.zip --role',
        role,
      );
      expect(created).toMatchObject({ ...success, output: { FunctionName: 'hello', State: 'Active' } });
      expect(await aws('wait function-active-v2 --function-name hello')).toMatchObject(success);
      const invoked = await aws(
        'invoke --function-name hello --payload fileb://event.json --log-type Tail answer.json',
      );
      expect(invoked).toMatchObject({ ...success, output: { StatusCode: 200, ExecutedVersion: '$LATEST' } });
      const { LogResult } = invoked.output as { readonly LogResult: string };
      expect(Buffer.from(LogResult, 'base64').toString()).toContain('says you\n');
      expect(await readFile(join(folder, 'answer.json'), 'utf8')).toBe('"one you"');
    },
    patienceMs,
  );

  it(
    'updates code and configuration, and lists',
    async () => {
      const updated = await aws('update-function-code --function-name hello --zip-file fileb://two.zip');
      expect(updated).toMatchObject({ ...success, output: { LastUpdateStatus: 'Successful' } });
      expect(await aws('wait function-updated-v2 --function-name hello')).toMatchObject(success);
      const changed = await aws('update-function-configuration --function-name hello --memory-size 256');
      expect(changed).toMatchObject({ ...success, output: { MemorySize: 256 } });
      expect(await aws('list-functions --query Functions[].FunctionName')).toMatchObject({
        ...success,
        output: ['hello'],
      });
    },
    patienceMs,
  );

  it(
    'deletes it, and then fails as the service refuses',
    async () => {
      expect(await aws('delete-function --function-name hello')).toMatchObject(success);
      const gone = await aws('get-function --function-name hello');
      // 254 by version 2, which is not on PyPI.
      expect(gone.exitCode).toBe(255);
      expect(gone.errors).toContain(
        'An error occurred (ResourceNotFoundException) when calling the GetFunction operation: ' +
          'Function not found: arn:aws:lambda:us-east-1:000000000000:function:hello',
      );
    },
    patienceMs,
  );
});
