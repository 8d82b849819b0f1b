import type { FunctionDefinition } from '../definition.ts';
import { toPng } from '../shared/node/png.mts';
import { describe, shrink } from './node/function.mts';
import { drawPicture, pictureSizes } from './picture.ts';

type PictureName = keyof typeof pictureSizes;

/** For the next package of the same process: a large picture takes a moment. */
function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined;
  return () => (made ??= make());
}

export const thumbnail: FunctionDefinition = {
  name: 'thumbnail',
  description: 'makes a picture of its package (`test`, `small`, `large`) `width` pixels wide: PNG to PNG',
  languages: ['nodejs', 'python', 'go'],
  uses: ['png'],
  inputs: {
    test: { picture: 'test.png', width: 40 },
    small: { picture: 'small.png', width: 200 },
    large: { picture: 'large.png', width: 200 },
  },
  stresses: 'processor',
  assets: Object.entries(pictureSizes).map(([name, size]) => ({
    path: `pictures/${name}.png`,
    content: once(() => toPng(drawPicture(size))),
  })),
  // From the picture as it was drawn: it has not been through a file.
  expectedOutput: ({ picture, width }) => {
    const name = String(picture).replace('.png', '') as PictureName;
    return describe(shrink(drawPicture(pictureSizes[name]), Number(width)));
  },
};
