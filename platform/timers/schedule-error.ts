/** A schedule that cannot be read; the message has the place, the value and what is expected. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}
