/** Runs before each test file: keeps the library's warnings, which many tests provoke, out of what `npm test` prints. */
const { stderr } = process;
const write = stderr.write;

beforeAll(() => {
  stderr.write = function (this: typeof stderr, ...args: Parameters<typeof write>) {
    return /^warning: \[/.test(String(args[0])) || write.apply(stderr, args);
  } as typeof write;
});

// The stream is the process's, and the next file has it too.
afterAll(() => {
  stderr.write = write;
});
