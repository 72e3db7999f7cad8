/** Another process with an engine on the same ledger, to be talked to by lines and ended with a signal. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { EngineRig } from './engineRig.ts';

/** A process that follows the ledger of `rig` as a window does. It prints one line for each change it notices. */
export class EngineProcess {
  readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private wake: () => void = () => undefined;

  constructor(rig: EngineRig) {
    const engineModule = new URL('../../src/engine/engine.ts', import.meta.url).href;
    const options = {
      claudeDirectories: [],
      ledger: rig.ledger,
      exclude: [],
      timezone: 'UTC',
      mappings: [],
      identities: [],
      environment: {},
      home: rig.home,
      holder: 'child',
    };
    const script = `
      import { openEngine } from ${JSON.stringify(engineModule)};
      const engine = await openEngine(${JSON.stringify(options)});
      if ('sentence' in engine) throw new Error(engine.sentence);
      const say = (line) => process.stdout.write(line + '\\n');
      const show = async () => say('requests ' + (await engine.report({ by: 'model', sinceMs: null, untilMs: null })).totals.requests);
      engine.follow({ onChange: show, onProgress: () => {}, onProblem: (sentence) => say('problem ' + sentence) });
      setInterval(() => say(engine.lease.held ? 'holds' : 'waits'), 100);`;
    this.child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (this.child.stdout === null) throw new Error('The process has no output.');
    createInterface(this.child.stdout).on('line', (line) => {
      this.lines.push(line);
      this.wake();
    });
  }

  /** Waits for a line that matches, from now on. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      for (let line = this.lines.shift(); line !== undefined; line = this.lines.shift()) if (pattern.test(line)) return line;
      await new Promise<void>((done) => (this.wake = done));
    }
  }

  /** Ends the process with a signal and waits until it is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }
}
