// npm test: node test/run.mjs [STEP...], all steps when none is named.
import './support/requireNode.mjs';

const { runSteps } = await import('./support/runSteps.ts');
process.exitCode = await runSteps(process.argv.slice(2));
