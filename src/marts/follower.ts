/** Something to be done on a lane, whichever takes it. */
type Work<Lane> = (lane: Lane) => Promise<void>;

/** A lane that does works one after the other while who adds them goes on; after the first that fails none is begun. */
export class Follower<Lane> {
  private readonly waiting: Work<Lane>[] = [];
  private following: Promise<void> = Promise.resolve();
  private isIdle = true;
  private failure: { readonly error: unknown } | null = null;

  constructor(private readonly lane: Lane) {}

  get hasFailed(): boolean {
    return this.failure !== null;
  }

  add(work: Work<Lane>): void {
    this.waiting.push(work);
    if (this.isIdle) this.following = this.take(this.lane);
  }

  /** Waits for the works added so far, of which `helper` takes what nobody has begun. Errors: that of the first one that failed. */
  async end(helper?: Lane): Promise<void> {
    const helping = helper === undefined ? null : this.take(helper);
    await Promise.all([this.following, helping]);
    if (this.failure) throw this.failure.error;
  }

  private async take(lane: Lane): Promise<void> {
    const isOwn = lane === this.lane;
    if (isOwn) this.isIdle = false;
    for (let work = this.waiting.shift(); work && !this.failure; work = this.waiting.shift())
      await work(lane).catch((error: unknown) => {
        this.failure ??= { error };
      });
    if (isOwn) this.isIdle = true;
  }
}
