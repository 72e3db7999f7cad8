/** The budget review: which quarter and whose spend, and the page in its two forms. */
import * as v from 'valibot';
import { folderPath, shortText } from './basicSchemas.ts';

/** `quarter` as it is written, `2026-Q3`; `repository` null is all of them. */
export const reviewQuery = v.object({ quarter: shortText, repository: v.nullable(folderPath) });
export const budgetReview = v.object({ markdown: v.string(), csv: v.string() });
