/** node test/support/writeTeamWeekSchema.ts: writes schemas/team-week.schema.json anew. */
import { writeFileSync } from 'node:fs';
import { publishedTeamWeekSchema, teamWeekSchemaFile } from './teamWeekSchema.ts';

writeFileSync(teamWeekSchemaFile, `${JSON.stringify(publishedTeamWeekSchema(), null, 2)}\n`);
