/** Is told how many of how many steps are done, and what comes now. */
export type OnProgress = (done: number, total: number, label: string) => void;

/** Counts the steps of a build. */
export class Progress {
  private done = 0;

  constructor(
    private readonly total: number,
    private readonly onProgress?: OnProgress,
  ) {}

  /** A step begins. */
  step(label: string): void {
    this.onProgress?.(this.done++, this.total, label);
  }
}
