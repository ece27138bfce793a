type Step = () => void | Promise<void>;

/** What has to be stopped or given back at the end, in the opposite order of its making. */
export type Teardown = {
  add: (step: Step) => void;
  /** Runs and forgets every step so far, also when one fails. */
  run: () => Promise<void>;
};

/** Makes an empty list of things to stop. */
export function makeTeardown(): Teardown {
  const steps: Step[] = [];
  return {
    add: (step) => void steps.push(step),
    run: async () => {
      const failures: unknown[] = [];
      for (let step = steps.pop(); step; step = steps.pop()) {
        try {
          await step();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
