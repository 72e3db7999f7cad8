import * as v from 'valibot';
import type { ModelShare, Money } from '../core/report/live.ts';
import { count } from './basicSchemas.ts';

export const money = v.object({ nanodollars: count, unpricedRequests: count, lowerBound: v.boolean() }) satisfies v.GenericSchema<Money>;

export const modelShare = v.object({ model: v.string(), money }) satisfies v.GenericSchema<ModelShare>;
