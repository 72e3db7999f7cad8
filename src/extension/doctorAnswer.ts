import { readerFinding } from '../core/report/doctor/windowRules.ts';
import type { DoctorMessage } from '../protocol/doctorSchemas.ts';
import type { EngineClient } from './engineClient.ts';

/** The doctor's findings; where the reader itself does not answer, that as the one finding there is. */
export async function askDoctor(client: Pick<EngineClient, 'ask'>): Promise<DoctorMessage> {
  const answer = await client.ask('doctor', null);
  if (answer.ok) return answer.value;
  const { node, sqlite = '' } = process.versions;
  return {
    ...{ roots: [], files: 0, bytes: 0, versions: [], models: [], recordTypes: [], unknownRecordTypes: [] },
    ...{ skippedLines: 0, skippedFiles: [], skippedReasons: [], unpricedModels: [], ledger: null, lease: null },
    machine: { platform: process.platform, release: '', architecture: process.arch, node, sqlite, git: '' },
    states: [readerFinding(answer.error.sentence)],
    findings: [answer.error.sentence],
  };
}
