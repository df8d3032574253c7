/** Synthesizes every example into a file of its own. */
import { App } from 'cdk8s';
import { privateRegistry } from './private-registry';

const app = new App();
privateRegistry(app);
app.synth();
