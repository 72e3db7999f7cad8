import type { FastifyInstance } from 'fastify';
import type { Audit } from './audit.ts';
import type { Authentication } from './authentication.ts';
import type { Configuration } from './configuration.ts';
import type { Database } from './store/database.ts';

/** What every part of the collector's server works with. */
export interface CollectorContext {
  readonly configuration: Configuration;
  readonly database: Database;
  readonly audit: Audit;
  readonly authentication: Authentication;
  readonly nowMs: () => number;
}

/** A part of the server: adds its routes. What it decorates or hooks stays its own (it runs inside `register`). */
export type ServerPart = (server: FastifyInstance, context: CollectorContext) => void | Promise<void>;
