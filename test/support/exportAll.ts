import type { ExportQuery } from '../../src/core/report/exportQuery.ts';

/** Every session, newest first, of figures that are not made up. */
export const exportAll: Pick<ExportQuery, 'search' | 'order' | 'descending' | 'sessionId' | 'demo'> = {
  search: '',
  order: 'endedAt',
  descending: true,
  sessionId: null,
  demo: false,
};
