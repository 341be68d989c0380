import { configDefaults, defineConfig } from 'vitest/config';

/**
 * They start a database or whole processes, and stop them when the file is over: each has its modules to itself. These files come first;
 * the walks, which take longest, are among them so that they do not run when all else is done.
 */
const ALONE = [
  'test/e2e/**/*.test.ts',
  'test/jobs/**/*.test.ts',
  'test/scripts/**/*.test.ts',
  'test/storage/**/*.test.ts',
  'test/app/remind-mongo.test.ts',
  'test/app/walks.test.ts',
  'test/main.test.ts',
];

const COMMON = { testTimeout: 20_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    // The library leaves one core idle by default; of two that is half of the machine.
    maxWorkers: 2,
    projects: [
      { test: { ...COMMON, name: 'alone', include: ALONE } },
      {
        test: {
          ...COMMON,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/browser/**', ...ALONE],
          // Loading the desk anew takes longer than most files of tests.
          isolate: false,
        },
      },
    ],
  },
});
