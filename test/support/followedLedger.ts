import type { Engine, EngineOptions, Follower } from '../../src/engine/types.ts';
import type { EngineRig } from './engineRig.ts';

/** A ledger that is being followed, as a window does it. */
export class FollowedLedger {
  readonly engine: Engine;
  /** Every sentence that the follower said. */
  readonly problems: string[] = [];
  private follower: Follower | null = null;
  private wake: () => void = () => undefined;

  private constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Follows the rig's ledger; resolves once the first look at everything is over. */
  static async start(rig: EngineRig, options: Partial<EngineOptions> = {}): Promise<FollowedLedger> {
    const followed = new FollowedLedger(await rig.open(options));
    await new Promise<void>((ready) => {
      followed.follower = followed.engine.follow({
        onChange: () => {
          followed.wake();
        },
        onProgress: (progress) => {
          if (progress === null) ready();
        },
        onProblem: (sentence) => {
          followed.problems.push(sentence);
          followed.wake();
        },
      });
    });
    return followed;
  }

  /** Looks at every file again, as the slow scan does by itself. */
  scan(): void {
    this.follower?.refresh();
  }

  async requests(): Promise<number> {
    return (await this.engine.report({ by: 'model', sinceMs: null, untilMs: null })).totals.requests;
  }

  /** Resolves once the ledger holds so many requests; the test's own time limit ends a wait in vain. */
  async until(count: number): Promise<void> {
    await this.untilTrue(async () => (await this.requests()) === count);
  }

  /** Resolves once it has seen that so many files are gone whose facts it keeps. */
  async untilArchived(count: number): Promise<void> {
    await this.untilTrue(async () => (await this.engine.doctor()).ledger.archivedFiles === count);
  }

  async untilSaid(pattern: RegExp): Promise<void> {
    await this.untilTrue(() => Promise.resolve(this.problems.some((sentence) => pattern.test(sentence))));
  }

  private async untilTrue(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds()))
      await new Promise<void>((done) => {
        this.wake = done;
        setTimeout(done, 200);
      });
  }
}
