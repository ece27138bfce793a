import { setImmediate as turn } from 'node:timers/promises';
import { type Ctx, requirePermission } from '#lib/access/context.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import { log } from '#lib/log.ts';
import { type ImportClaim, LostImportError, progressSql, writeImport } from './claim-import.ts';
import type { ImportStep } from './import-contract.ts';
import { openFile } from './import-file.ts';
import type { StoredRun } from './read-run.ts';

const BEAT_MS = 1_000;

/** Somebody asked the import to stop, or the process is about to end and another one shall go on. */
export class InterruptedError extends Error {
  readonly why: 'stopped' | 'released';

  constructor(why: 'stopped' | 'released') {
    super(why);
    this.why = why;
  }
}

/** One worker's work on one import: its claim, its heartbeat with the progress, and whether it shall go on. */
export class ImportWork {
  readonly ctx: Ctx;
  readonly claim: ImportClaim;
  readonly run: StoredRun;
  readonly file;
  readonly #signal: AbortSignal | undefined;
  #step: ImportStep = 'reading';
  #done = 0;
  #total: number | null = null;
  #isStopping = false;
  #isLost = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(ctx: Ctx, claim: ImportClaim, run: StoredRun, signal?: AbortSignal) {
    this.ctx = ctx;
    this.claim = claim;
    this.run = run;
    this.file = openFile(ctx, run);
    this.#signal = signal;
    this.#isStopping = run.state === 'stopping';
  }

  begin(): void {
    this.#timer = setInterval(() => void this.#beat(), BEAT_MS);
  }

  end(): void {
    clearInterval(this.#timer);
  }

  /** Says how far a step is. */
  tell(step: ImportStep, done: number, total: number | null): void {
    [this.#step, this.#done, this.#total] = [step, done, total];
  }

  /** Somebody has asked it to stop. */
  stop(): void {
    this.#isStopping = true;
  }

  /** To be called after each piece of work: lets others have their turn, and ends the work if it shall not go on. */
  async pause(): Promise<void> {
    await turn();
    if (this.#isLost) throw new LostImportError('The import was taken over');
    if (this.#isStopping) throw new InterruptedError('stopped');
    if (this.#signal?.aborted) throw new InterruptedError('released');
  }

  /** Changes the import, if the claim still holds. */
  async write(changes: Prisma.Sql): Promise<void> {
    const { ctx } = this;
    requirePermission(ctx, 'import:create');
    await ctx.transaction((tx) => writeImport(ctx, tx, this.claim, changes));
  }

  async #beat(): Promise<void> {
    const { ctx } = this;
    requirePermission(ctx, 'import:create');
    try {
      const state = await ctx.transaction((tx) =>
        writeImport(ctx, tx, this.claim, progressSql(this.#step, this.#done, this.#total)),
      );
      if (state === 'stopping') this.#isStopping = true;
    } catch (error) {
      if (error instanceof LostImportError) this.#isLost = true;
      else log.debug({ err: error, import: this.run.id }, 'no heartbeat');
    }
  }
}
