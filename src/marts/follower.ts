/** Does works one after the other while who adds them goes on; the first that fails is the last that is done. */
export class Follower {
  private last: Promise<void> = Promise.resolve();
  private failure: { readonly error: unknown } | null = null;

  get hasFailed(): boolean {
    return this.failure !== null;
  }

  add(work: () => Promise<void>): void {
    this.last = this.last
      .then(() => (this.failure ? undefined : work()))
      .catch((error: unknown) => {
        this.failure ??= { error };
      });
  }

  /** Waits for the works added so far. Errors: that of the one that failed. */
  async end(): Promise<void> {
    await this.last;
    if (this.failure) throw this.failure.error;
  }
}
