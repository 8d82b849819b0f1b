/** What a run tells whoever watches it. The terminal shows it; a test may ignore it. */

export interface RunObserver {
  /**
   * A stage of the run: shown while `work` lasts, with the lines it reports.
   *
   * @param show - replaces the line below the title.
   */
  stage<Result>(title: string, work: (show: (line: string) => void) => Promise<Result>): Promise<Result>;
  /** Something the user should know; the run goes on. */
  note(message: string): void;
}
