import { describe, expect, it } from '@jest/globals';
import { createFlightTable } from '../../../harness/load/flight-table.ts';

describe('the flight table', () => {
  it('gives each ticket once, and none when all are taken', () => {
    const table = createFlightTable(3);
    const tickets = [table.take(0, 1, 10), table.take(0, 2, 20), table.take(0, 3, 30)];
    expect(new Set(tickets).size).toBe(3);
    expect(table.take(0, 4, 40)).toBe(-1);
  });

  it('remembers what belongs to a ticket, and nothing of its last holder', () => {
    const table = createFlightTable(1);
    const ticket = table.take(2, 7, 123.5);
    table.sentAt[ticket] = 5;
    table.attempts[ticket] = 3;
    table.release(ticket);
    expect(table.take(1, 8, 200)).toBe(ticket);
    expect([table.part[ticket], table.index[ticket], table.intendedStart[ticket]]).toEqual([1, 8, 200]);
    expect(table.sentAt[ticket]).toBeNaN();
    expect(table.attempts[ticket]).toBe(0);
  });
});
