import type { Finding, StateId } from '../../src/core/report/doctor/finding.ts';
import { examineWithoutLedger } from '../../src/engine/doctor.ts';
import { openEngine } from '../../src/engine/engine.ts';
import type { DoctorAnswer, EngineOptions } from '../../src/engine/types.ts';
import type { EngineRig } from './engineRig.ts';

/** What the doctor says over a rig, as `payoff doctor` gets it: with the ledger where it can be opened, and without it where not. */
export async function examined(
  rig: EngineRig,
  { ingest = true, ...options }: Partial<EngineOptions> & { readonly ingest?: boolean } = {},
): Promise<DoctorAnswer> {
  const whole: EngineOptions = {
    ...{ claudeDirectories: [], ledger: rig.ledger, exclude: [], timezone: 'UTC', mappings: [], identities: [] },
    ...{ environment: { PATH: process.env.PATH }, home: rig.home, holder: 'test' },
    ...options,
  };
  const engine = await openEngine(whole);
  if ('sentence' in engine) return ofAnyDay(await examineWithoutLedger(whole, engine));
  try {
    // What cannot be written is told by the doctor, as the command line has it.
    if (ingest) await engine.ingest({}).catch(() => undefined);
    return ofAnyDay(await engine.doctor());
  } finally {
    await engine.close();
  }
}

/** Without the age of the price table: these sources say that of themselves three months after it was made, and nothing of the rig. */
export function ofAnyDay(answer: DoctorAnswer): DoctorAnswer {
  const old = answer.states.find(({ id }) => id === 'prices-old');
  if (old === undefined) return answer;
  return {
    ...answer,
    states: answer.states.filter((state) => state !== old),
    findings: answer.findings.filter((sentence) => !sentence.startsWith(old.sentence)),
  };
}

/** The states that ask for something, by id: `problem git-missing`. */
export function asking({ states }: DoctorAnswer): readonly string[] {
  return states.filter(({ severity }) => severity !== 'fine').map(({ severity, id }) => `${severity} ${id}`);
}

/** The one finding about a state. */
export function theFinding({ states }: DoctorAnswer, id: StateId): Finding {
  const [found, ...others] = states.filter((state) => state.id === id);
  if (found === undefined || others.length > 0)
    throw new Error(`${id} was found ${String(others.length + (found === undefined ? 0 : 1))} times:\n${JSON.stringify(states, null, 1)}`);
  return found;
}
