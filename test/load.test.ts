test('loading the library loads neither cdk8s-plus-28 nor what only some inputs need', () => {
  jest.isolateModules(() => {
    const unwanted = ['cdk8s-plus-28', '@marcbachmann/cel-js', 'yaml', 'js-yaml'];
    for (const name of unwanted) {
      jest.doMock(name, () => {
        throw new Error(`${name} was loaded`);
      });
    }
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import statement would come before the mocks
    expect(() => require('../src')).not.toThrow();
  });
});
