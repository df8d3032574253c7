/** Writes API.md from `.jsii`; run by `npx projen docgen` after the library is compiled. */
import { readFileSync, writeFileSync } from 'node:fs';
import { reference } from './render';

writeFileSync('API.md', reference(JSON.parse(readFileSync('.jsii', 'utf8'))));
