import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that start processes, kill them, and wait until others notice: they take long and little of the processor. */
const WAITING = /(?:crash|processes|simulators|over-http)[^/]*\.test\.ts$|tests\/scripts\//;

/** Begins with the files that wait, so that the others compute meanwhile and nothing is left to wait for at the end. */
export class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isWaiting = ({ moduleId }: TestSpecification) => WAITING.test(moduleId);
    return [...sorted.filter(isWaiting), ...sorted.filter((file) => !isWaiting(file))];
  }
}
