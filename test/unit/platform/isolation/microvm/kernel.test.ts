import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findKernel, unpackKernel } from '../../../../../platform/isolation/microvm/kernel.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
});
afterEach(() => rm(root, { recursive: true }));

/** As a kernel's build lays it out: one sector of boot code, one of setup, and the packed kernel. */
function makeImage(version: string, payload: Buffer): Buffer {
  const image = Buffer.alloc(1024 + payload.length);
  image[0x1f1] = 1;
  image.write('HdrS', 0x202, 'latin1');
  image.writeUInt16LE(0x300 - 0x200, 0x20e);
  image.write(`${version} (builder) #1\0`, 0x300, 'latin1');
  image.writeUInt32LE(payload.length, 0x24c);
  payload.copy(image, 1024);
  return image;
}

/**
 * A frame of one block, after its length: "abc", then nine bytes from three back, then "!". The unpacked size at the
 * end is what the kernel's build appends.
 */
const packed = Buffer.from('02214c18 08000000 3561626303001021 0d000000'.replaceAll(' ', ''), 'hex');

async function install(version: string, hasModules = true): Promise<string> {
  const path = join(root, 'boot', `vmlinuz-${version}`);
  await mkdir(dirname(path), { recursive: true });
  if (hasModules) await mkdir(join(root, 'lib/modules', version), { recursive: true });
  await writeFile(path, makeImage(version, packed));
  return path;
}

describe('the kernel of guests', () => {
  it('is the newest cloud kernel, by number, with its modules', async () => {
    await install('6.1.0-9-cloud-amd64');
    await install('6.1.0-56-cloud-amd64');
    await install('6.9.0-1-amd64');
    expect(findKernel(undefined, [join(root, 'absent'), root])).toEqual({
      kernel: {
        path: join(root, 'boot/vmlinuz-6.1.0-56-cloud-amd64'),
        version: '6.1.0-56-cloud-amd64',
        modulesFolder: join(root, 'lib/modules/6.1.0-56-cloud-amd64'),
      },
    });
  });

  it('is the one that the user names', async () => {
    await install('6.1.0-56-cloud-amd64');
    const named = await install('6.9.0-1-amd64');
    expect(findKernel(named, [root])).toMatchObject({ kernel: { path: named, version: '6.9.0-1-amd64' } });
  });

  it('that is not there is missed with what to install', () => {
    expect(findKernel(undefined, [root])).toEqual({
      reason: expect.stringContaining('apt-get install linux-image-cloud-amd64'),
    });
    expect(findKernel(join(root, 'x'), [])).toEqual({
      reason: `the kernel ${join(root, 'x')} cannot be read: ENOENT`,
    });
  });

  it('that is none, or has no modules, is refused', async () => {
    const other = join(root, 'other');
    await writeFile(other, Buffer.alloc(2000));
    expect(findKernel(other, [])).toEqual({ reason: expect.stringContaining('is not a Linux kernel') });
    expect(findKernel(await install('6.9.9-none', false), [])).toEqual({
      reason: expect.stringContaining('vmlinuz-6.9.9-none has no modules in'),
    });
  });

  it('is unpacked where it is packed by LZ4, and taken as it is where it is not', () => {
    expect(unpackKernel(makeImage('6.1.0', packed))?.toString()).toBe('abcabcabcabc!');
    expect(unpackKernel(makeImage('6.1.0', Buffer.from('\x1f\x8bzip, or so')))).toBeUndefined();
  });
});
