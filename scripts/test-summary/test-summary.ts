/** The last lines of `npm test`: what it did, and what it could not do here. Reads the report that jest has just left. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { summaryOf } from './summary';

console.log(summaryOf(readFileSync(resolve('test-reports/junit.xml'), 'utf8')));
