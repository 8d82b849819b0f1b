import { describe, expect, it } from '@jest/globals';
import { type AddressBook, createAddressBook } from '../../../../harness/load/native/address-book.ts';

const first = { address: '10.0.0.1', family: 4 };
const second = { address: '::2', family: 6 };

function look(book: AddressBook, all = true): Promise<unknown> {
  return new Promise((resolve, reject) => {
    book.lookup('a.example', { all }, (error, ...told) => (error === null ? resolve(told) : reject(error)));
  });
}

describe('the address book', () => {
  it('asks once, however many want to know, and answers from then on', async () => {
    let asked = 0;
    const book = createAddressBook(false, (_, heard) => {
      asked++;
      setImmediate(() => heard(null, [first, second]));
    });

    expect(await Promise.all([look(book), look(book)])).toEqual([[[first, second]], [[first, second]]]);
    expect(await look(book, false)).toEqual([first.address, 4]);
    expect(asked).toBe(1);
  });

  it('offers each address in turn when it is asked to', async () => {
    const book = createAddressBook(true, (_, heard) => heard(null, [first, second]));

    expect(await look(book)).toEqual([[first]]);
    expect(await look(book)).toEqual([[second]]);
    expect(await look(book, false)).toEqual([first.address, 4]);
  });

  it('asks again after an error', async () => {
    const errors = [Object.assign(new Error('try again'), { code: 'EAI_AGAIN' }), null];
    const book = createAddressBook(false, (_, heard) => heard(errors.shift() ?? null, [first]));

    await expect(look(book)).rejects.toMatchObject({ code: 'EAI_AGAIN' });
    expect(await look(book)).toEqual([[first]]);
  });

  it('does not take an empty answer for an address', async () => {
    const book = createAddressBook(true, (_, heard) => heard(null, []));

    await expect(look(book)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});
