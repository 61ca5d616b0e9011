import type { SampleArea } from './sample.ts';

export const instanceSamples: SampleArea = {
  samples: {
    getInstance: () => ({ status: 200 }),
  },
};
