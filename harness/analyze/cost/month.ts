/** As AWS counts a month: 365 x 24 / 12. */
export const hoursPerMonth = 730;
export const secondsPerMonth: number = hoursPerMonth * 3600;
