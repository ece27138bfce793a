import type { Floor } from './floor.ts';
import type { BenchTenant } from './load.ts';
import type { Report } from './report.ts';

/** What a section measures with: one loaded database, one running web server. */
export type Bench = {
  report: Report;
  floor: Floor;
  /** The web server's address. */
  base: string;
  /** All tenants, the largest first. */
  tenants: readonly BenchTenant[];
  largest: BenchTenant;
  /** The database as its administrator, and the web server's process. */
  superuserUrl: string;
  webPid: () => number | undefined;
};

/** One part of the bench: measures one kind of work and reports it, each line beside its floor. */
export type Section = (bench: Bench) => Promise<void>;
